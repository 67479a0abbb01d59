import { fail } from 'heron/worker-kit';

/**
 * What is at a place in JSON: `$`, names after points or in brackets with quotes, and numbers of items, as in
 * `$.data.items[0]['first name']` (RFC 9535 without its selections). undefined: nothing is there.
 * Errors: `invalid-input` for what is no such path.
 */
export function valueAt(value: unknown, path: string): unknown {
  let place = value;
  for (const step of stepsOf(path)) {
    if (typeof step === 'number') place = Array.isArray(place) ? (place.at(step) as unknown) : undefined;
    else place = isRecord(place) && Object.hasOwn(place, step) ? place[step] : undefined;
  }
  return place;
}

const part = /\.?([\p{L}_$][\p{L}\p{N}_$-]*)|\[(-?\d{1,9})\]|\["([^"]*)"\]|\['([^']*)'\]/uy;

function stepsOf(path: string): (string | number)[] {
  const steps: (string | number)[] = [];
  part.lastIndex = path.startsWith('$') ? 1 : 0;
  while (part.lastIndex < path.length) {
    const at = part.lastIndex;
    const found = part.exec(path);
    if (!found)
      return fail('invalid-input', `${path} is no path in JSON: what is meant at character ${at + 1}?`, { path });
    const [, name, item, double, single] = found;
    steps.push(item === undefined ? (name ?? double ?? single ?? '') : Number(item));
  }
  return steps;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
