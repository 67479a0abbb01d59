export type Placed = { x: number; y: number };

/** `line`: how far from its top lines come in and go out. */
export type Box = { id: string; width: number; height: number; line: number; before: readonly string[] };

/** Where a layer stands. */
export type Layer = { x: number; width: number };

export type Arrangement = { at: Map<string, Placed>; layers: Layer[]; width: number; height: number };

/**
 * Layers from left to right, each box one layer after the last of those before it. In a layer boxes stand in the order of
 * those they hang on, as near to their height as they fit; boxes that hang on nothing keep the order they were given in.
 * The same boxes always stand the same way, and a box more moves only what comes after it.
 */
export function arrange(boxes: readonly Box[], gap: { x: number; y: number }): Arrangement {
  const layers: Layer[] = [];
  const at = new Map<string, Placed>();
  const lines = new Map<string, number>();
  let x = 0;
  for (const layer of layersOf(boxes)) {
    const wanted = layer.map((box) => ({ box, line: lineOf(box, lines) }));
    const ordered = wanted.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0));
    stack(ordered, gap.y, (box, y) => {
      at.set(box.id, { x, y });
      lines.set(box.id, y + box.line);
    });
    const width = Math.max(0, ...layer.map((box) => box.width));
    layers.push({ x, width });
    x += width + gap.x;
  }
  const top = Math.min(0, ...[...at.values()].map(({ y }) => y));
  let height = 0;
  for (const box of boxes) {
    const place = at.get(box.id);
    if (!place) continue;
    at.set(box.id, { x: place.x, y: Math.round(place.y - top) });
    height = Math.max(height, Math.round(place.y - top) + box.height);
  }
  return { at, layers, width: Math.max(0, x - gap.x), height };
}

function lineOf({ before }: Box, lines: ReadonlyMap<string, number>): number | undefined {
  const known = before.flatMap((id) => lines.get(id) ?? []);
  return known.length === 0 ? undefined : known.reduce((sum, line) => sum + line, 0) / known.length;
}

type Wanted = { box: Box; line: number | undefined };

/** One below the other in their order, the whole of them as near as can be to where they would like to be. */
function stack(wanted: readonly Wanted[], gap: number, put: (box: Box, y: number) => void): void {
  let next = Number.NEGATIVE_INFINITY;
  const tops = wanted.map(({ box, line }) => {
    const wish = line === undefined ? (next === Number.NEGATIVE_INFINITY ? 0 : next) : line - box.line;
    const y = Math.max(wish, next);
    next = y + box.height + gap;
    return y;
  });
  // What pushed the lower ones down pulls all of them up by half of it.
  const pushed = wanted.map(({ box, line }, index) =>
    line === undefined ? 0 : (tops[index] ?? 0) - (line - box.line),
  );
  const shift = Math.max(0, ...pushed) / 2;
  for (const [index, { box }] of wanted.entries()) put(box, (tops[index] ?? 0) - shift);
}

/** A cycle, which no valid plan has, ends where it was begun. */
function layersOf(boxes: readonly Box[]): Box[][] {
  const byId = new Map(boxes.map((box) => [box.id, box]));
  const depths = new Map<string, number>();
  // With a list of its own: a chain may be longer than the stack is deep.
  for (const box of boxes) {
    const pending = [box];
    while (pending.length > 0) {
      const here = pending.at(-1) as Box;
      const open = here.before.filter((id) => byId.has(id) && !depths.has(id));
      if (depths.get(here.id) === undefined) depths.set(here.id, 0);
      const [next] = open;
      if (next !== undefined) {
        pending.push(byId.get(next) as Box);
        continue;
      }
      depths.set(here.id, 1 + Math.max(-1, ...here.before.map((id) => depths.get(id) ?? -1)));
      pending.pop();
    }
  }
  const layers: Box[][] = [];
  for (const box of boxes) (layers[depths.get(box.id) ?? 0] ??= []).push(box);
  return Array.from(layers, (layer) => layer ?? []);
}
