import type { WatchedCall } from 'heron/worker-kit';

/** Input fields in which the workers that came with Heron name what they write. */
const written: Record<string, string[]> = {
  'archive.create': ['destination'],
  'archive.extract': ['destination'],
  'files.copy': ['destination'],
  'files.makeFolder': ['path'],
  'files.move': ['source', 'destination'],
  'files.remove': ['path'],
  'files.write': ['path'],
  'git.clone': ['destination'],
  'text.replaceInFile': ['path'],
  'web-fetch.download': ['destination'],
};

/** Why a call may not write where it wants to; undefined when it may. Of unknown actions that change something, every path counts. */
export function placeFault(call: WatchedCall, places: readonly string[]): string | undefined {
  if (places.length === 0 || call.risk === 'read') return undefined;
  const fields = written[call.ref];
  const texts = fields ? fields.map((field) => call.input[field]) : [...textsIn(call.input)];
  const paths = texts.filter((text): text is string => typeof text === 'string' && isAbsolute(text)).map(partsOf);
  const found = places.find((place) => paths.some((path) => touches(path, partsOf(place))));
  return found === undefined ? undefined : `the house rules let nothing write to ${found}`;
}

function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) yield* textsIn(part);
}

function isAbsolute(path: string): boolean {
  return /^([/\\]|[A-Za-z]:[/\\])/.test(path);
}

/** Names that differ only in case or in how they are composed are the same on some disks, so they are here. */
function partsOf(path: string): string[] {
  const parts: string[] = [];
  for (const part of path
    .normalize('NFC')
    .toLowerCase()
    .split(/[/\\]+/)) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts;
}

/** One of the two lies in the other: what happens to a folder happens to all in it. */
function touches(path: string[], place: string[]): boolean {
  const shorter = path.length < place.length ? path : place;
  return shorter.every((part, index) => path[index] === part && place[index] === part);
}
