import { cpus, release, totalmem, type } from 'node:os';

/** One figure with its spread and, where there is one, the floor or peer measured in the same run. */
export type Figure = {
  name: string;
  unit: string;
  median: number;
  min: number;
  max: number;
  samples: number;
  /** What the same machine needs, just now, for the bare thing. */
  floor?: { name: string; median: number };
  /** median / floor; for rates floor / median: how many times the bare thing it costs. */
  ratio?: number;
  goal?: string;
  isMet?: boolean;
};

export type FigureOptions = {
  floor?: { name: string; values: number[] };
  goal?: { text: string; isMet: (median: number) => boolean };
  /** More is better, as with steps a second. */
  isRate?: boolean;
};

export function figure(name: string, unit: string, values: number[], options: FigureOptions = {}): Figure {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = quantile(sorted, 0.5);
  const result: Figure = {
    name,
    unit,
    median: round(middle),
    min: round(sorted[0] ?? Number.NaN),
    max: round(sorted.at(-1) ?? Number.NaN),
    samples: values.length,
  };
  if (options.floor) {
    const floor = quantile(
      options.floor.values.toSorted((a, b) => a - b),
      0.5,
    );
    result.floor = { name: options.floor.name, median: round(floor) };
    result.ratio = round(options.isRate ? floor / middle : middle / floor);
  }
  if (options.goal) {
    result.goal = options.goal.text;
    result.isMet = options.goal.isMet(middle);
  }
  return result;
}

/** `values` must be sorted. */
export function quantile(values: number[], q: number): number {
  const at = Math.min(values.length - 1, Math.max(0, Math.ceil(q * values.length) - 1));
  return values[at] ?? Number.NaN;
}

export function machine(): Record<string, string | number> {
  const processors = cpus();
  return {
    processor: processors[0]?.model ?? 'unknown',
    cores: processors.length,
    memoryGb: Math.round(totalmem() / 1e9),
    system: `${type()} ${release()}`,
    node: process.version,
    heron: process.env['npm_package_version'] ?? 'unknown',
  };
}

function round(value: number): number {
  return value >= 100 ? Math.round(value) : Number(value.toPrecision(3));
}
