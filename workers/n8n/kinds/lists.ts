import { type Fields, isFields, type Item, type Kind, NodeFailure, type NodeRun } from '../node.ts';
import { getPath, isSame, namesIn, removePath, setPath } from '../paths.ts';
import { copyOf } from './per-item.ts';

const isPathIn = (run: NodeRun): boolean => !run.flag('options.disableDotNotation', 0);

/** Limit: the first or the last so many items. */
export const limit: Kind = (run) => {
  const most = run.number('maxItems', 0, 1);
  const all = run.items.map((item, at) => ({ ...item, pairedItem: at }));
  if (most >= all.length) return [all];
  return [
    run.text('keep', 0, 'firstItems') === 'firstItems' ? all.slice(0, most) : most === 0 ? all : all.slice(-most),
  ];
};

/** Split Out: an item for each member of a list that a field holds. */
export const splitOut: Kind = (run) => [
  run.items.flatMap((item, index) => {
    const isPath = isPathIn(run);
    const fields = namesIn(run.parameter('fieldToSplitOut', index, '')).map((name) => name.replace(/^\$json\./, ''));
    const names = namesIn(run.parameter('options.destinationFieldName', index, ''));
    if (names.length > 0 && names.length !== fields.length) {
      throw new NodeFailure(
        'If multiple fields to split out are given, the same number of destination fields must be given',
      );
    }
    const lists = fields.map((name) => membersOf(getPath(item.json, name, isPath), name));
    const count = Math.max(0, ...lists.map((list) => list.length));
    const kept = keptBeside(run, item, fields, index, isPath);
    return Array.from({ length: count }, (_, at) => splitItem(kept, fields, names, lists, at, index));
  }),
];

function membersOf(value: unknown, name: string): unknown[] {
  if (value === undefined) return [];
  if (name === '$binary') throw new NodeFailure('Splitting binary data out is not there in Heron');
  if (isFields(value)) return Object.values(value);
  return Array.isArray(value) ? value : [value];
}

function keptBeside(run: NodeRun, item: Item, fields: string[], index: number, isPath: boolean): Fields {
  const include = run.text('include', index, 'noOtherFields');
  if (include === 'noOtherFields') return {};
  if (include === 'allOtherFields') {
    const kept = copyOf(item.json);
    for (const field of fields) removePath(kept, field, isPath);
    return kept;
  }
  const kept: Fields = {};
  for (const name of namesIn(run.parameter('fieldsToInclude', index, ''))) {
    const value = getPath(item.json, name, isPath);
    if (value !== undefined) kept[name] = copyOf(value);
  }
  return kept;
}

function splitItem(
  kept: Fields,
  fields: string[],
  names: string[],
  lists: unknown[][],
  at: number,
  index: number,
): Item {
  const json = copyOf(kept);
  for (const [place, field] of fields.entries()) {
    const value = lists[place]?.[at];
    const named = names[place];
    const isWhole =
      fields.length === 1 &&
      Object.keys(kept).length === 0 &&
      named === undefined &&
      typeof value === 'object' &&
      value !== null;
    if (isWhole) Object.assign(json, value);
    else if (value !== undefined) json[named ?? field] = copyOf(value);
  }
  return { json, pairedItem: index };
}

/** Sort by fields, by written code, or at random. */
export const sort: Kind = async (run) => {
  const all = run.items.map((item, at) => ({ ...item, pairedItem: at }));
  const type = run.text('type', 0, 'simple');
  if (type === 'random')
    return [
      all
        .map((item) => ({ item, at: Math.random() }))
        .toSorted((a, b) => a.at - b.at)
        .map(({ item }) => item),
    ];
  if (type === 'code') return [await sortedByCode(run, all)];
  const fields = (run.parameter('sortFieldsUi.sortField', 0, []) as { fieldName: string; order?: string }[]).map(
    (field) => ({
      name: field.fieldName,
      sign: field.order === 'descending' ? -1 : 1,
    }),
  );
  if (fields.length === 0) throw new NodeFailure('No sorting specified. Please add a field to sort by');
  const isPath = isPathIn(run);
  mustBeSomewhere(
    fields.map(({ name }) => name),
    all,
    isPath,
  );
  return [
    all.toSorted((a, b) => {
      for (const { name, sign } of fields) {
        const order = compare(getPath(a.json, name, isPath), getPath(b.json, name, isPath));
        if (order !== 0) return order * sign;
      }
      return 0;
    }),
  ];
};

export function mustBeSomewhere(names: string[], items: readonly Item[], isPath: boolean): void {
  for (const name of names) {
    if (items.length > 0 && items.every((item) => getPath(item.json, name, isPath) === undefined)) {
      throw new NodeFailure(`Couldn't find the field '${name}' in the input data`);
    }
  }
}

/** Texts without regard to case; what is not there comes last. */
function compare(a: unknown, b: unknown): number {
  const [left, right] = [folded(a), folded(b)];
  if (left === right) return 0;
  if (left === undefined) return 1;
  if (right === undefined) return -1;
  return (left as never) < (right as never) ? -1 : (left as never) > (right as never) ? 1 : 0;
}

const folded = (value: unknown): unknown => (typeof value === 'string' ? value.toLowerCase() : value);

async function sortedByCode(run: NodeRun, all: Item[]): Promise<Item[]> {
  const code = run.text('code', 0);
  if (!/\breturn\b/.test(code))
    throw new NodeFailure('Sort code doesn\'t return. Please add a "return" statement to your code');
  const sorted: Item[] = [];
  // Comparing may wait for something, so it is an insertion sort by halves.
  for (const item of all) {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const order = Number(await run.code(code, 0, { a: item, b: sorted[middle] }));
      if (order < 0) high = middle;
      else low = middle + 1;
    }
    sorted.splice(low, 0, item);
  }
  return sorted;
}

/** Remove Duplicates within the items that came in. */
export const removeDuplicates: Kind = (run) => {
  const operation =
    run.version >= 2 ? run.text('operation', 0, 'removeDuplicateInputItems') : 'removeDuplicateInputItems';
  if (operation !== 'removeDuplicateInputItems')
    throw new NodeFailure('Remembering items over executions is not there in Heron');
  const compared = run.text('compare', 0, 'allFields');
  const isPath = compared === 'allFields' || isPathIn(run);
  const names = namesIn(run.parameter(compared === 'selectedFields' ? 'fieldsToCompare' : 'fieldsToExclude', 0, ''));
  if (compared !== 'allFields' && names.length === 0)
    throw new NodeFailure('No fields specified. Please add a field to compare');
  const all =
    compared === 'selectedFields' ? names : [...new Set(run.items.flatMap(({ json }) => leavesOf(json, isPath)))];
  const fields = compared === 'allFieldsExcept' ? all.filter((name) => !names.includes(name)) : all;
  mustBeEverywhere(fields, run.items, isPath);
  const part = (json: Fields): unknown => fields.map((name) => getPath(json, name, isPath));
  const kept: { seen: unknown; item: Item }[] = [];
  for (const [at, item] of run.items.entries()) {
    const seen = part(item.json);
    if (!kept.some((one) => isSame(one.seen, seen))) kept.push({ seen, item: { ...item, pairedItem: at } });
  }
  const isPruned = compared === 'selectedFields' && run.flag('options.removeOtherFields', 0);
  return [kept.map(({ item }) => (isPruned ? { ...item, json: pick(item.json, names, isPath) } : item))];
};

/** `a.b` and `l.0`: where there are values that have nothing in them. */
function leavesOf(value: unknown, isPath: boolean, path = ''): string[] {
  const isDeeper =
    typeof value === 'object' && value !== null && Object.keys(value).length > 0 && (isPath || path === '');
  if (!isDeeper) return [path];
  return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, isPath, path === '' ? key : `${path}.${key}`));
}

function mustBeEverywhere(names: string[], items: readonly Item[], isPath: boolean): void {
  for (const name of names) {
    if (items.some((item) => getPath(item.json, name, isPath) === undefined)) {
      throw new NodeFailure(`'${name}' field is missing from some input items`);
    }
  }
}

function pick(json: Fields, names: string[], isPath: boolean): Fields {
  const picked: Fields = {};
  for (const name of names) setPath(picked, name, getPath(json, name, isPath), isPath);
  return picked;
}
