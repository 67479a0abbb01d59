export type ClashRow = { key: string; mine: string; theirs: string };

type Three = { base: unknown; mine: unknown; theirs: unknown };

/** What both have changed, each in another way, down to the single fields: who change different ones of a group are in nobody's way. */
export function clashingFields(path: string, { base, mine, theirs }: Three): ClashRow[] {
  if (isSame(mine, base) || isSame(theirs, base) || isSame(mine, theirs)) return [];
  if (!isFields(base) || !isFields(mine) || !isFields(theirs)) {
    return [{ key: path, mine: textOf(mine), theirs: textOf(theirs) }];
  }
  const names = new Set([...Object.keys(mine), ...Object.keys(theirs)]);
  return [...names].flatMap((name) =>
    clashingFields(path === '' ? name : `${path}.${name}`, {
      base: base[name],
      mine: mine[name],
      theirs: theirs[name],
    }),
  );
}

/** One's own changes on top of what others made of it; where both changed the same, one's own. */
export function onTop({ base, mine, theirs }: Three): unknown {
  if (!isFields(base) || !isFields(mine) || !isFields(theirs)) return isSame(mine, base) ? theirs : mine;
  const names = new Set([...Object.keys(mine), ...Object.keys(theirs)]);
  const merged = [...names].map((name) => [name, onTop({ base: base[name], mine: mine[name], theirs: theirs[name] })]);
  return Object.fromEntries(merged.filter(([, value]) => value !== undefined));
}

/** The same values, in whatever order their fields stand. */
export function isSame(a: unknown, b: unknown): boolean {
  if (!isFields(a) || !isFields(b)) return JSON.stringify(a) === JSON.stringify(b);
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every((name) => isSame(a[name], b[name]));
}

/** As people write it, where there is such a way; nothing where there is nothing. */
function textOf(value: unknown): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return value;
  const isList = Array.isArray(value) && value.every((one) => typeof one === 'string');
  return isList ? value.join(', ') : JSON.stringify(value);
}

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
