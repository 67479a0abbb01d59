import jsonata from 'jsonata';
import { type Message, NodeFailure, type NodeRun, wordsOf } from './node.ts';
import { getProperty, setProperty } from './property.ts';

type Way = (value: string, message: Message, run: NodeRun) => unknown;

/** What Node-RED calls a typed input: a value, and what kind of value that is. */
const ways: Record<string, Way> = {
  str: (value) => value,
  num: (value) => Number(value),
  bool: (value) => /^true$/i.test(value),
  json: (value) => JSON.parse(value) as unknown,
  re: (value) => new RegExp(value),
  date: (value, _, { nowMs }) => (value === 'iso' || value === 'object' ? new Date(nowMs).toISOString() : nowMs),
  msg: (value, message) => getProperty(message, value, message),
  flow: (value, _, { stores }) => stores.flow.get(value),
  global: (value, _, { stores }) => stores.global.get(value),
  env: (value, _, { env }) => envValue(value, env),
  jsonata: (value, message, run) => calculate(value, message, run),
};

/** Errors: `NodeFailure`, and whatever the value itself is wrong with. */
export async function evaluate(value: unknown, type: unknown, message: Message, run: NodeRun): Promise<unknown> {
  const kind = typeof type === 'string' && type !== '' ? type : 'str';
  const way = ways[kind];
  if (!way) throw new NodeFailure(`values of the type ${kind} are not there in Heron`);
  if (typeof value !== 'string' && ['str', 'num', 'bool', 'json'].includes(kind)) {
    return kind === 'str' && value !== undefined && value !== null ? wordsOf(value) : value;
  }
  return way(typeof value === 'string' ? value : wordsOf(value ?? ''), message, run);
}

/** `NAME`, or words with `${NAME}` in them. */
function envValue(value: string, env: NodeRun['env']): unknown {
  const whole = /^\$\{([^}]+)\}$/.exec(value)?.[1];
  if (whole !== undefined) return env(whole) ?? '';
  if (!value.includes('${')) return env(value) ?? '';
  return value.replaceAll(/\$\{([^}]+)\}/g, (_, name: string) => wordsOf(env(name) ?? ''));
}

const prepared = new Map<string, ReturnType<typeof jsonata>>();

/** A JSONata expression over the message, with what else Node-RED lets it call. */
export async function calculate(
  source: string,
  over: unknown,
  { env, stores }: Pick<NodeRun, 'env' | 'stores'>,
  more: Record<string, unknown> = {},
): Promise<unknown> {
  let expression = prepared.get(source);
  if (!expression) {
    if (prepared.size > 500) prepared.clear();
    expression = jsonata(source);
    prepared.set(source, expression);
  }
  const names = {
    ...{ env: (name: string) => env(name) ?? '', clone: (value: unknown) => structured(value) },
    ...{ flowContext: (key: string) => stores.flow.get(key), globalContext: (key: string) => stores.global.get(key) },
    ...more,
  };
  return structured(await failing(expression.evaluate(over, names)));
}

/** What JSONata throws is no error, but an object with a message. */
async function failing(work: Promise<unknown>): Promise<unknown> {
  try {
    return await work;
  } catch (error) {
    throw new NodeFailure((error as { message?: string }).message ?? String(error));
  }
}

/** Its lists carry more than their items. */
function structured(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? (JSON.parse(JSON.stringify(value)) as unknown) : value;
}

/** Writes to a message, or to a store. */
export function write(place: string, type: unknown, value: unknown, message: Message, run: NodeRun): void {
  if (type === 'flow' || type === 'global') run.stores[type].set(place, value);
  else setProperty(message, place, value, message);
}
