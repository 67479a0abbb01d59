import { type Fields, isFields, type Item, type Kind, NodeFailure, type NodeRun, type PairedItem } from '../node.ts';
import { getPath, isSame, namesIn } from '../paths.ts';
import { wordsOf } from '../words.ts';
import { type Clash, clashOf, merged } from './clash.ts';

/** Merge: the items of several inputs one after the other, or joined by fields, by position or each with each. */
export const merge: Kind = (run) => {
  const mode = run.text('mode', 0, 'append');
  const inputs = run.inputs.map((items, input) =>
    items.map((item, at) => ({ ...item, pairedItem: { item: at, input } })),
  );
  if (mode === 'append') return [inputs.flat()];
  if (mode === 'chooseBranch') return [chosen(run, inputs)];
  if (mode !== 'combine') throw new Error(`Merging by ${mode} is not there in Heron`);
  const combineBy = run.text('combineBy', 0, 'combineByFields');
  if (combineBy === 'combineAll') return [eachWithEach(run, inputs)];
  if (combineBy === 'combineByPosition') return [byPosition(run, inputs)];
  return [byFields(run, inputs[0] ?? [], inputs[1] ?? [])];
};

function chosen(run: NodeRun, inputs: Item[][]): Item[] {
  if (run.text('output', 0, 'specifiedInput') === 'empty') return [{ json: {} }];
  return inputs[run.number('useDataOfInput', 0, 1) - 1] ?? [];
}

function join(items: Item[], clash: Clash): Item {
  const binary = Object.assign({}, ...items.map((item) => item.binary ?? {})) as Fields;
  const json = merged(
    items.map((item) => item.json),
    clash,
  );
  const pairedItem = items.map((item) => item.pairedItem as PairedItem);
  return { json, pairedItem, ...(Object.keys(binary).length > 0 ? { binary } : {}) };
}

function eachWithEach(run: NodeRun, [first = [], second = []]: Item[][]): Item[] {
  const clash = clashOf(run, 'preferLast');
  if (clash.resolve === 'preferInput1') return second.flatMap((other) => first.map((one) => join([one, other], clash)));
  return first.flatMap((one) => second.map((other) => join([one, other], clash)));
}

function byPosition(run: NodeRun, inputs: Item[][]): Item[] {
  const clash = clashOf(run, 'preferLast');
  const lengths = inputs.map((items) => items.length);
  const isWhole = run.flag('options.includeUnpaired', 0);
  const count = isWhole ? Math.max(0, ...lengths) : Math.min(...lengths);
  return Array.from({ length: count }, (_, at) => {
    const present = inputs.flatMap((items, input) => (items[at] ? [{ item: items[at], input }] : []));
    const [only] = present;
    if (only && present.length === 1) return only.item;
    const all = present.map(({ item }) => item);
    const joined = join(all, { ...clash, numbers: present.map(({ input }) => input + 1) });
    // n8n gives the fields by their own names besides those with a suffix.
    const isBoth = clash.resolve === 'addSuffix';
    return isBoth
      ? { ...joined, json: { ...join(all, { ...clash, resolve: 'preferLast', isDeep: false }).json, ...joined.json } }
      : joined;
  });
}

type Field = { field1: string; field2: string };

function fieldsOf(run: NodeRun): Field[] {
  if (run.flag('advanced', 0)) return run.parameter('mergeByFields.values', 0, []) as Field[];
  return namesIn(run.parameter('fieldsToMatchString', 0, '')).map((name) => ({ field1: name, field2: name }));
}

type Matches = { pairs: { one: Item; others: Item[] }[]; alone1: Item[]; alone2: Item[] };

function byFields(run: NodeRun, first: Item[], second: Item[]): Item[] {
  const found = match(run, first, second);
  const joinMode = run.text('joinMode', 0, 'keepMatches');
  const from = run.text('outputDataFrom', 0, 'both');
  const clash = clashOf(run, 'preferLast');
  const joined = (preferred: 1 | 2): Item[] =>
    found.pairs.flatMap(({ one, others }) => others.map((other) => joinMatched(one, other, clash, preferred)));
  if (joinMode === 'keepMatches') {
    if (from === 'input1') return found.pairs.map(({ one }) => one);
    if (from === 'input2') return second.filter((other) => !found.alone2.includes(other));
    return joined(2);
  }
  if (joinMode === 'keepNonMatches') {
    if (from === 'input1') return found.alone1;
    return from === 'input2' ? found.alone2 : [...withSource(found.alone1, 1), ...withSource(found.alone2, 2)];
  }
  if (joinMode === 'keepEverything')
    return [...joined(2), ...withSuffix(found.alone1, clash, 1), ...withSuffix(found.alone2, clash, 2)];
  if (joinMode === 'enrichInput1') return [...joined(2), ...withSuffix(found.alone1, clash, 1)];
  return [...joined(1), ...withSuffix(found.alone2, clash, 2)];
}

function joinMatched(one: Item, other: Item, clash: Clash, preferred: 1 | 2): Item {
  const isReversed = clash.resolve === 'preferInput1' || (clash.resolve === 'preferLast' && preferred === 1);
  return isReversed ? join([other, one], { ...clash, resolve: 'preferLast' }) : join([one, other], clash);
}

function withSource(items: Item[], number: number): Item[] {
  return items.map((item) => ({ ...item, json: { ...item.json, _source: `input${number}` } }));
}

function withSuffix(items: Item[], clash: Clash, number: number): Item[] {
  if (clash.resolve !== 'addSuffix') return items;
  return items.map((item) => ({
    ...item,
    json: Object.fromEntries(Object.entries(item.json).map(([key, value]) => [`${key}_${number}`, value])),
  }));
}

function match(run: NodeRun, first: Item[], second: Item[]): Matches {
  const fields = fieldsOf(run);
  if (fields.length === 0)
    throw new NodeFailure('You need to define at least one pair of fields in "Fields to Match" to match on');
  const isPath = !run.flag('options.disableDotNotation', 0);
  const same = run.flag('options.fuzzyCompare', 0) ? isAlike : isSame;
  const isFirstOnly = run.text('options.multipleMatches', 0, 'all') === 'first';
  const used = new Set<Item>();
  const pairs: Matches['pairs'] = [];
  const alone1: Item[] = [];
  for (const one of first) {
    const wanted = fields.map(({ field1 }) => getPath(one.json, field1, isPath));
    const isWhole = wanted.every((value) => value !== undefined);
    let others = isWhole
      ? second.filter((other) =>
          fields.every(({ field2 }, at) => same(wanted[at], getPath(other.json, field2, isPath))),
        )
      : [];
    if (isFirstOnly) others = others.slice(0, 1);
    for (const other of others) used.add(other);
    if (others.length > 0) pairs.push({ one, others });
    else alone1.push(one);
  }
  return { pairs, alone1, alone2: second.filter((other) => !used.has(other)) };
}

/** Numbers and texts that say the same, and everything that is empty. */
function isAlike(a: unknown, b: unknown): boolean {
  if (isSame(a, b)) return true;
  if (isNothing(a) && isNothing(b)) return true;
  if (typeof a === 'object' || typeof b === 'object') return false;
  return wordsOf(a) === wordsOf(b);
}

const isNothing = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  value === false ||
  value === '0' ||
  value === 0 ||
  (Array.isArray(value) && value.length === 0) ||
  (isFields(value) && Object.keys(value).length === 0);
