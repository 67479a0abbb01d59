/** Of one part of a benchmark, unless it needs more. On a machine that others use, HERON_BENCH_PATIENCE times as much. */
const usualLimitMs = 120_000;
export const patience = Number(process.env['HERON_BENCH_PATIENCE'] ?? 1);
const tellEveryMs = 10_000;

/** Each of the items until the part has taken its time; how far it is stands on the error output, apart from the figures. */
export function* withinLimit<Item>(
  part: string,
  items: readonly Item[],
  ownLimitMs: number = usualLimitMs,
): Generator<Item> {
  const limitMs = ownLimitMs * patience;
  const begun = performance.now();
  let toldAt = begun;
  console.error(`  ${part} …`);
  for (const [done, item] of items.entries()) {
    const now = performance.now();
    if (now - begun > limitMs) {
      console.error(`  ${part}: ${done} of ${items.length} within ${limitMs / 1000} s, which is its limit`);
      return;
    }
    if (now - toldAt > tellEveryMs) {
      console.error(`  ${part}: ${done} of ${items.length}`);
      toldAt = now;
    }
    yield item;
  }
}
