import { type Fields, isFields, type NodeRun } from '../node.ts';
import { copyOf } from './per-item.ts';

/** What becomes of a field that several inputs have. `numbers`: which inputs they are, counted from 1. */
export type Clash = { resolve: string; isDeep: boolean; overridesEmpty: boolean; numbers?: number[] };

export function clashOf(run: NodeRun, otherwise: string): Clash {
  const place = 'options.clashHandling.values';
  return {
    resolve: run.text(`${place}.resolveClash`, 0, otherwise) || otherwise,
    isDeep: run.text(`${place}.mergeMode`, 0, 'deepMerge') === 'deepMerge',
    overridesEmpty: run.flag(`${place}.overrideEmpty`, 0),
  };
}

export function merged(all: Fields[], clash: Clash): Fields {
  if (clash.resolve === 'addSuffix') return suffixed(all, clash.numbers ?? all.map((_, at) => at + 1));
  const wins = /^preferInput(\d+)$/.exec(clash.resolve)?.[1];
  const winner = wins === undefined ? undefined : (clash.numbers ?? all.map((_, at) => at + 1)).indexOf(Number(wins));
  const ordered =
    winner === undefined || winner < 0
      ? all
      : [...all.filter((_, at) => at !== winner), ...all.slice(winner, winner + 1)];
  const result: Fields = {};
  for (const one of ordered) add(result, copyOf(one), clash);
  return result;
}

function add(into: Fields, from: Fields, clash: Clash): void {
  for (const [key, value] of Object.entries(from)) {
    const before = into[key];
    if (clash.overridesEmpty && isEmpty(value) && !isEmpty(before)) continue;
    if (clash.isDeep && isFields(before) && isFields(value)) add(before, value, clash);
    else if (clash.isDeep && Array.isArray(before) && Array.isArray(value)) into[key] = overlaid(before, value, clash);
    else into[key] = value;
  }
}

/** Lists are merged place by place. */
function overlaid(before: unknown[], value: unknown[], clash: Clash): unknown[] {
  const result = [...before];
  for (const [at, one] of value.entries()) {
    const known = result[at];
    if (isFields(known) && isFields(one)) add(known, one, clash);
    else result[at] = one;
  }
  return result;
}

const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === '';

function suffixed(all: Fields[], numbers: number[]): Fields {
  return Object.fromEntries(
    all.flatMap((one, at) => Object.entries(one).map(([key, value]) => [`${key}_${numbers[at]}`, copyOf(value)])),
  );
}
