import { DateTime, Duration, Interval } from 'luxon';
import { type Fields, type Item, type Node, NodeFailure, type Results, type Wire } from '../node.ts';
import { extend } from './extensions.ts';

/** What the names of an expression stand for, besides the item. */
export type Surroundings = {
  node: Node;
  version: number;
  inputs: Item[][];
  wires: Wire[][];
  results: Results;
  runIndex: number;
  nowMs: number;
  zone: string;
  workflow: { id: string; name: string; active: boolean };
  parameter: (index: number) => Fields;
};

const isNothing = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  (typeof value === 'object' && Object.keys(value).length === 0);

const fixed = {
  $extend: extend,
  $if: (test: unknown, yes: unknown, no: unknown) => (test ? yes : no),
  $ifEmpty: (value: unknown, otherwise: unknown) => (isNothing(value) ? otherwise : value),
  $min: Math.min,
  $max: Math.max,
  $not: (value: unknown) => !value,
  $vars: Object.freeze({}),
  $execution: Object.freeze({ id: 'heron', mode: 'production' }),
  DateTime,
  Duration,
  Interval,
  luxon: Object.freeze({ DateTime, Duration, Interval }),
};

/** Makes the scope of each item; what is dear is worked out when it is named. */
export function scopes(around: Surroundings): (index: number) => object {
  const now = () => DateTime.fromMillis(around.nowMs, { zone: around.zone });
  const shared: object = {
    ...fixed,
    $workflow: Object.freeze({ ...around.workflow }),
    $runIndex: around.runIndex,
    $nodeVersion: around.version,
    get $now() {
      return now();
    },
    get $today() {
      return now().startOf('day');
    },
    get $env(): never {
      throw new NodeFailure('access to env vars denied');
    },
    $jmespath(): never {
      throw new NodeFailure('$jmespath is not there in Heron');
    },
    get $prevNode() {
      const [first] = around.wires[0] ?? [];
      return { name: first?.node, outputIndex: first?.output ?? 0, runIndex: around.runIndex };
    },
    $items: (name?: string, output = 0) =>
      name === undefined ? (around.inputs[0] ?? []) : (around.results.outputs(name)[output] ?? []),
  };
  return itemScopes(shared, around);
}

type ItemScope = { $itemIndex: number };

/** What an item has of its own is a field; all else is inherited, so that a scope costs little. */
function itemScopes(shared: object, around: Surroundings): (index: number) => object {
  const named =
    (index: number) =>
    (name: string): object =>
      nodeScope(around, name, index);
  const perItem: Record<string, (this: ItemScope) => unknown> = {
    $binary() {
      return around.inputs[0]?.[this.$itemIndex]?.binary ?? {};
    },
    $position() {
      return this.$itemIndex;
    },
    $input() {
      return inputScope(around, this.$itemIndex);
    },
    $parameter() {
      return around.parameter(this.$itemIndex);
    },
    $() {
      return named(this.$itemIndex);
    },
    $node() {
      const find = named(this.$itemIndex);
      return new Proxy({}, { get: (_, name) => (typeof name === 'string' ? find(name) : undefined) });
    },
    $item: () => scopeAt,
  };
  const inherited = Object.create(
    shared,
    Object.fromEntries(Object.entries(perItem).map(([name, get]) => [name, { get }])),
  ) as object;
  function scopeAt(index: number): object {
    const own = Object.create(inherited) as ItemScope & { $json: Fields };
    own.$itemIndex = index;
    own.$json = around.inputs[0]?.[index]?.json ?? {};
    return own;
  }
  return scopeAt;
}

function inputScope({ inputs, node }: Surroundings, index: number): object {
  const items = inputs[0] ?? [];
  return {
    item: items[index],
    first: () => items[0],
    last: () => items.at(-1),
    all: () => items,
    params: node.parameters ?? {},
  };
}

/** `$('Name')`: what another node gave, and the item of it that this one was made of. */
function nodeScope(around: Surroundings, name: string, index: number): object {
  const { results, wires } = around;
  const outputs = (): Item[][] => results.outputs(name);
  const matching = (at: number): Item => {
    const whole = outputs();
    const found = results.ancestor(name, wires, at);
    if (found) return found;
    // Where the line is lost but there is only one it can be, n8n takes that one.
    const [first, ...more] = whole.flat();
    if (first && more.length === 0) return first;
    throw new NodeFailure(`The item of ${name} that belongs to item ${at} cannot be told`);
  };
  if (!results.has(name)) outputs();
  return {
    get item() {
      return matching(index);
    },
    get json() {
      return matching(index).json;
    },
    get binary() {
      return matching(index).binary ?? {};
    },
    get isExecuted() {
      return results.isThere(name);
    },
    first: (output = 0) => outputs()[output]?.[0],
    last: (output = 0) => outputs()[output]?.at(-1),
    all: (output = 0) => outputs()[output] ?? [],
    itemMatching: matching,
    pairedItem: (at = index) => matching(at),
    runIndex: 0,
  };
}
