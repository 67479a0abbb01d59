export type Bin = { from: number; to: number; count: number };

const most = 60;

/** Bins of a round width, by the rule of Freedman and Diaconis unless their number is given. Each takes in its lower end, the last both. */
export function binsOf(values: number[], wanted?: number): Bin[] {
  const sorted = values.toSorted((a, b) => a - b);
  const [low = 0, high = low] = [sorted[0], sorted.at(-1)];
  if (low === high) return [{ from: low, to: high, count: sorted.length }];
  const at = (part: number): number => sorted[Math.floor(part * (sorted.length - 1))] ?? low;
  const spread = 2 * (at(0.75) - at(0.25)) * sorted.length ** (-1 / 3);
  const count = wanted ?? Math.min(most, Math.max(1, Math.ceil(spread > 0 ? (high - low) / spread : 10)));
  const width = roundWidth((high - low) / count);
  const first = Math.floor(low / width);
  const last = Math.max(first, Math.ceil(high / width) - 1);
  const bins = Array.from({ length: last - first + 1 }, (_, index) => ({
    from: tidy((first + index) * width),
    to: tidy((first + index + 1) * width),
    count: 0,
  }));
  for (const value of sorted) {
    const bin = bins[Math.min(bins.length - 1, Math.max(0, Math.floor(value / width) - first))];
    if (bin) bin.count += 1;
  }
  return bins;
}

/** 1, 2 or 5 times a power of ten. */
function roundWidth(width: number): number {
  const power = 10 ** Math.floor(Math.log10(width));
  const step = [1, 2, 5, 10].find((one) => one * power >= width * 0.999) ?? 10;
  return step * power;
}

/** Without what binary fractions add. */
function tidy(value: number): number {
  return Number(value.toPrecision(12));
}
