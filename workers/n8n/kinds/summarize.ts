import { type Fields, type Item, type Kind, NodeFailure, type NodeRun } from '../node.ts';
import { getPath, namesIn } from '../paths.ts';
import { wordsOf } from '../words.ts';
import { mustBeSomewhere } from './lists.ts';

type Aggregation = {
  aggregation?: string;
  field: string;
  includeEmpty?: boolean;
  separateBy?: string;
  customSeparator?: string;
};
type Entry = { item: Item; at: number };

const prefixes: Record<string, string> = {
  append: 'appended_',
  average: 'average_',
  concatenate: 'concatenated_',
  count: 'count_',
  countUnique: 'unique_count_',
  max: 'max_',
  min: 'min_',
  sum: 'sum_',
};

/** Summarize: sums, counts and lists over all items, or over each group of them, as a pivot table does. */
export const summarize: Kind = (run) => {
  const wanted = run.parameter('fieldsToSummarize.values', 0, [{ aggregation: 'count', field: '' }]) as Aggregation[];
  if (wanted.length === 0) throw new NodeFailure("You need to add at least one aggregation to 'Fields to Summarize'");
  if (wanted.some(({ field }) => !field)) throw new NodeFailure("'Fields to Summarize' needs the name of a field");
  const isPath = !run.flag('options.disableDotNotation', 0);
  const splitBy = namesIn(run.parameter('fieldsToSplitBy', 0, ''));
  const isForgiving = run.version >= 1.1 || run.flag('options.continueIfFieldNotFound', 0);
  if (!isForgiving) mustBeSomewhere([...wanted.map(({ field }) => field), ...splitBy], run.items, isPath);
  const all = run.items.map((item, at) => ({ item, at }));
  if (run.text('options.outputFormat', 0, 'separateItems') === 'singleItem') {
    const json = nested(run, all, splitBy, wanted, isPath);
    return [[{ json, pairedItem: all.map(({ at }) => ({ item: at })) }]];
  }
  return [
    groups(run, all, splitBy, isPath).map(({ keys, entries }) => ({
      json: { ...keys, ...totals(entries, wanted, isPath) },
      pairedItem: entries.map(({ at }) => ({ item: at })),
    })),
  ];
};

type Group = { keys: Fields; entries: Entry[] };

function groups(run: NodeRun, entries: Entry[], [field, ...more]: string[], isPath: boolean): Group[] {
  if (field === undefined) return [{ keys: {}, entries }];
  return apart(run, entries, field, isPath).flatMap(({ value, entries: own }) =>
    groups(run, own, more, isPath).map(({ keys, entries: inner }) => ({
      keys: { [plainName(field)]: value, ...keys },
      entries: inner,
    })),
  );
}

function nested(
  run: NodeRun,
  entries: Entry[],
  [field, ...more]: string[],
  wanted: Aggregation[],
  isPath: boolean,
): Fields {
  if (field === undefined) return totals(entries, wanted, isPath);
  return Object.fromEntries(
    apart(run, entries, field, isPath).map(({ value, entries: own }) => [
      plainName(wordsOf(value)),
      nested(run, own, more, wanted, isPath),
    ]),
  );
}

function apart(run: NodeRun, entries: Entry[], field: string, isPath: boolean): { value: unknown; entries: Entry[] }[] {
  const found = new Map<string, { value: unknown; entries: Entry[] }>();
  const isSkipping = run.flag('options.skipEmptySplitFields', 0);
  for (const entry of entries) {
    const value = getPath(entry.item.json, field, isPath);
    if (isSkipping && (value === null || value === '')) continue;
    const key = typeof value === 'object' ? JSON.stringify(value) : value === undefined ? 'undefined' : wordsOf(value);
    const group = found.get(key) ?? {
      value: value === undefined || (typeof value === 'object' && value !== null) ? key : value,
      entries: [],
    };
    group.entries.push(entry);
    found.set(key, group);
  }
  return [...found.values()];
}

const plainName = (name: string): string => name.replaceAll(/[\].["'\s]/g, '_').replace(/^[_]+(?=.)/, (lead) => lead);

function totals(entries: Entry[], wanted: Aggregation[], isPath: boolean): Fields {
  return Object.fromEntries(
    wanted.map((one) => {
      const kind = one.aggregation ?? 'count';
      const values = entries.map(({ item }) => getPath(item.json, one.field, isPath));
      return [`${prefixes[kind] ?? `${kind}_`}${plainName(one.field)}`, total(kind, values, one)];
    }),
  );
}

const isIncluded = (value: unknown): boolean => value !== undefined && value !== null && value !== '';

function total(kind: string, all: unknown[], one: Aggregation): unknown {
  const values = one.includeEmpty === true ? all : all.filter(isIncluded);
  const numbers = values.filter((value): value is number => typeof value === 'number');
  switch (kind) {
    case 'append':
      return values.map((value) => value ?? null);
    case 'concatenate':
      return values.map(textOf).join(separatorOf(one));
    case 'count':
      return values.length;
    case 'countUnique':
      return new Set(values.map((value) => JSON.stringify(value))).size;
    case 'sum':
      return numbers.reduce((sum, value) => sum + value, 0);
    case 'average':
      return numbers.length === 0 ? null : numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
    case 'min':
    case 'max':
      return extreme(
        values.filter((value) => ['number', 'string'].includes(typeof value)),
        kind,
      );
    default:
      throw new NodeFailure(`There is no aggregation ${kind}`);
  }
}

const textOf = (value: unknown): string =>
  value === undefined ? 'undefined' : typeof value === 'object' ? JSON.stringify(value) : wordsOf(value);

function separatorOf({ separateBy = ',', customSeparator = '' }: Aggregation): string {
  return separateBy === 'other' ? customSeparator : separateBy;
}

function extreme(values: unknown[], kind: string): unknown {
  let best = values[0];
  for (const value of values) {
    if (kind === 'min' ? (value as never) < (best as never) : (value as never) > (best as never)) best = value;
  }
  return best ?? null;
}
