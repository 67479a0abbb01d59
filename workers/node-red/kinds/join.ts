import {
  copyOf,
  type Fields,
  isFields,
  isOn,
  type Kind,
  type Message,
  NodeFailure,
  type NodeRun,
  textOf,
  wordsOf,
} from '../node.ts';
import { getOrNothing, setProperty } from '../property.ts';
import { calculate, evaluate } from '../typed-values.ts';
import { unescaped } from './split.ts';

/** What is gathered until it is whole. */
type Group = {
  build: string;
  joiner: string;
  property: string;
  count: number | undefined;
  values: unknown[];
  keyed: Fields;
  last: Message;
  isAuto: boolean;
};

/** Join: one message of many, by what Split wrote on them, by a number, or by an expression over them. */
export const join: Kind = async (run) => {
  const mode = textOf(run.node, 'mode', 'auto');
  if (mode === 'reduce') return [await reduced(run)];
  const groups = new Map<unknown, Group>();
  const made: Message[] = [];
  for (const message of run.messages) {
    try {
      gather(message, { groups, made, isAuto: mode === 'auto', node: run.node });
    } catch (error) {
      run.failed(error, message);
    }
  }
  // Whatever is there when its time is over; all that comes in a run has come by now.
  if (mode === 'custom' && Number(run.node['timeout']) > 0) {
    for (const group of groups.values()) made.push(whole(group));
  }
  return [made];
};

type Gathering = { groups: Map<unknown, Group>; made: Message[]; isAuto: boolean; node: Fields };

function gather(message: Message, { groups, made, isAuto, node }: Gathering): void {
  const parts = isFields(message['parts']) ? message['parts'] : undefined;
  if (isAuto && !(parts && 'id' in parts)) return;
  const id = isAuto ? parts?.['id'] : isOn(node, 'useparts') && parts ? parts['id'] : '_';
  const isReset = Object.hasOwn(message, 'reset');
  if (isReset && !isAuto) {
    groups.delete(id);
    return;
  }
  const group = groups.get(id) ?? (isAuto ? ofParts(parts ?? {}, message) : ofSettings(node, message));
  if (!isAuto && isOn(node, 'useparts') && parts?.['count'] !== undefined) group.count = Number(parts['count']);
  add(group, message, node, parts);
  groups.set(id, group);
  const isComplete = Object.hasOwn(message, 'complete');
  if (isAuto && parts?.['count'] !== undefined) group.count = Number(parts['count']);
  const there = ['object', 'merged'].includes(group.build)
    ? Object.keys(group.keyed).length
    : group.values.filter((one) => one !== absent).length;
  if (!isComplete && !(group.count !== undefined && group.count > 0 && there >= group.count)) return;
  made.push(whole(group));
  if (isAuto || !isOn(node, 'accumulate')) groups.delete(id);
}

const absent = Symbol('absent');

function ofParts(parts: Fields, last: Message): Group {
  const type = textOf(parts, 'type', 'array');
  return {
    ...{ build: type, joiner: textOf(parts, 'ch'), property: textOf(parts, 'property', 'payload'), last },
    ...{ count: undefined, values: [], keyed: {}, isAuto: true },
  };
}

function ofSettings(node: Fields, last: Message): Group {
  const count = Number(node['count'] ?? 0);
  return {
    ...{ build: textOf(node, 'build', 'object'), joiner: unescaped(textOf(node, 'joiner', String.raw`\n`)), last },
    property: textOf(node, 'propertyType', 'msg') === 'full' ? '' : textOf(node, 'property', 'payload'),
    ...{ count: Number.isNaN(count) ? undefined : count, values: [], keyed: {}, isAuto: false },
  };
}

function add(group: Group, message: Message, node: Fields, parts: Fields | undefined): void {
  const { build, property, isAuto } = group;
  const value = property === '' ? message : getOrNothing(message, property, message);
  group.last = message;
  if (build === 'merged') {
    if (isFields(value)) Object.assign(group.keyed, value);
  } else if (build === 'object') {
    const key = isAuto ? parts?.['key'] : getOrNothing(message, textOf(node, 'key', 'topic'), message);
    if (key === undefined || key === '') return;
    if (value !== undefined) group.keyed[wordsOf(key)] = value;
  } else if (isAuto || (isOn(node, 'useparts') && parts?.['index'] !== undefined)) {
    const at = Number(parts?.['index'] ?? 0);
    while (group.values.length < at) group.values.push(absent);
    const many = isAuto && build === 'array' && Number(parts?.['len'] ?? 1) > 1;
    group.values[at] = many && Array.isArray(value) ? new Many(value) : value;
  } else if (value !== undefined) group.values.push(value);
}

/** A piece that was several items of a list. */
class Many {
  readonly items: unknown[];

  constructor(items: unknown[]) {
    this.items = items;
  }
}

function whole({ build, joiner, property, values, keyed, last }: Group): Message {
  const there = values.filter((one) => one !== absent).flatMap((one) => (one instanceof Many ? one.items : [one]));
  const { parts, complete: _, ...rest } = copyOf(last);
  const before = isFields(parts) && isFields(parts['parts']) ? { parts: parts['parts'] } : {};
  const made: Message = { ...rest, ...before };
  const value = build === 'string' ? there.map(asText).join(joiner) : build === 'array' ? there : { ...keyed };
  setProperty(made, property === '' ? 'payload' : property, copyOf(value), made);
  return made;
}

const asText = (value: unknown): string =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : wordsOf(value);

/** An expression over the messages of a sequence, one after the other. */
async function reduced(run: NodeRun): Promise<Message[]> {
  const { node, messages } = run;
  const groups = Map.groupBy(
    messages.filter((message) => isFields(message['parts'])),
    (message) => (message['parts'] as Fields)['id'],
  );
  const made: Message[] = [];
  for (const list of groups.values()) {
    const first = list[0]?.['parts'] as Fields;
    if (list.length < Number(first['count'] ?? Infinity)) continue;
    const sorted = list.toSorted(
      (a, b) => Number((a['parts'] as Fields)['index']) - Number((b['parts'] as Fields)['index']),
    );
    if (isOn(node, 'reduceRight')) sorted.reverse();
    try {
      made.push(await reduce(sorted, run));
    } catch (error) {
      run.failed(error, list[0] ?? {});
    }
  }
  return made;
}

async function reduce(list: Message[], run: NodeRun): Promise<Message> {
  const { node } = run;
  const last = list.at(-1);
  if (!last) throw new NodeFailure('there is nothing to reduce');
  const count = list.length;
  let value = await evaluate(node['reduceInit'] ?? '', textOf(node, 'reduceInitType', 'str'), {}, run);
  for (const message of list) {
    const { index } = message['parts'] as Fields;
    value = await calculate(textOf(node, 'reduceExp'), message, run, { I: index, N: count, A: value });
  }
  const fixup = textOf(node, 'reduceFixup');
  if (fixup !== '') value = await calculate(fixup, {}, run, { A: value, N: count });
  return { ...copyOf(last), payload: value };
}
