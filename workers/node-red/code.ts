import {
  copyOf,
  type Fields,
  isFields,
  type Message,
  NodeFailure,
  type NodeRun,
  type Store,
  textOf,
  wordsOf,
} from './node.ts';
import { getProperty, setProperty } from './property.ts';

type Written = (...given: unknown[]) => Promise<unknown>;

const AsyncFunction = (async () => {}).constructor as new (...parts: string[]) => Written;
const compiled = new Map<string, Written>();
const names = ['msg', 'node', 'context', 'flow', 'global', 'env', 'RED', 'console', '__msgid__'];

function compile(source: string): Written {
  let written = compiled.get(source);
  if (!written) {
    try {
      written = new AsyncFunction(...names, source);
    } catch (error) {
      throw new NodeFailure(`the code cannot be read: ${(error as Error).message}`);
    }
    if (compiled.size > 500) compiled.clear();
    compiled.set(source, written);
  }
  return written;
}

/** A function node: its body for each message. It may wait for promises, give a message for each output, lists of them, and send on its own. */
export async function runFunction(run: NodeRun): Promise<Message[][]> {
  const outputs: Message[][] = Array.from({ length: run.ports }, () => []);
  const body = compile(textOf(run.node, 'func'));
  const first = textOf(run.node, 'initialize');
  if (first.trim() !== '') await compile(first)(...scopeOf(run, {}, outputs));
  for (const message of run.messages) {
    try {
      put({ outputs, from: message, tell: run.show }, await body(...scopeOf(run, message, outputs)));
    } catch (error) {
      run.failed(error, message);
    }
  }
  return outputs;
}

type Sending = { outputs: Message[][]; from: Message; tell: (value: unknown) => void };

/** A message, or a list with one place for each output, each a message, a list of them, or nothing. */
function put({ outputs, from, tell }: Sending, given: unknown, isCopied = false): void {
  if (given === undefined || given === null) return;
  const places: unknown[] = Array.isArray(given) ? given : [given];
  for (const [at, place] of places.entries()) {
    for (const one of (Array.isArray(place) ? place : [place]) as unknown[]) {
      if (one === undefined || one === null) continue;
      if (!isFields(one)) {
        tell(`Function tried to send a message of type ${typeOf(one)}`);
        continue;
      }
      if (!('_msgid' in one) && from['_msgid'] !== undefined) one['_msgid'] = from['_msgid'];
      outputs[at]?.push(isCopied ? copyOf(one) : one);
    }
  }
}

function typeOf(value: unknown): string {
  return Array.isArray(value) ? 'array' : typeof value;
}

function scopeOf(run: NodeRun, message: Message, outputs: Message[][]): unknown[] {
  const { node, stores, env } = run;
  const tell = (...values: unknown[]): void => run.show(values.length === 1 ? values[0] : values);
  const nothing = (): void => undefined;
  const send = (given: unknown, isCopied = true): void => put({ outputs, from: message, tell }, given, isCopied);
  const done = (error?: unknown): void => {
    if (error !== undefined && error !== null) run.failed(error, message);
  };
  const own = {
    ...{ id: node.id, name: node.name ?? '', path: '', outputCount: Number(node['outputs'] ?? run.ports) },
    ...{ send, done, on: nothing, status: nothing, trace: nothing, debug: nothing, log: nothing, warn: tell },
    error: (error: unknown, about?: unknown) => {
      if (isFields(about)) run.failed(error, about);
      else tell(error);
    },
  };
  const flow = codeStore(stores.flow);
  const global = codeStore(stores.global);
  const console = { log: tell, info: tell, warn: tell, error: tell, debug: nothing };
  const context = { ...codeStore(stores.node), flow, global };
  return [message, own, context, flow, global, { get: env }, toolsOf(), console, message['_msgid']];
}

type Callback = (error: unknown, ...values: unknown[]) => void;

/** With a callback, as stores that wait have it, and without one. */
function codeStore(store: Store): object {
  const last = (given: unknown[]): Callback | undefined =>
    given.findLast((one) => typeof one === 'function') as Callback;
  return {
    get(path: string | string[], ...more: unknown[]): unknown {
      const value = Array.isArray(path) ? path.map((one) => store.get(one)) : store.get(path);
      last(more)?.(null, ...(Array.isArray(value) && Array.isArray(path) ? value : [value]));
      return value;
    },
    set(path: string | string[], value: unknown, ...more: unknown[]): void {
      const values = Array.isArray(path) && Array.isArray(value) ? (value as unknown[]) : [value];
      for (const [at, one] of (Array.isArray(path) ? path : [path]).entries()) store.set(one, values[at]);
      last([value, ...more])?.(null);
    },
    keys(...more: unknown[]): string[] {
      last(more)?.(null, store.keys());
      return store.keys();
    },
  };
}

function toolsOf(): object {
  return {
    util: {
      cloneMessage: (value: unknown) => copyOf(value),
      getMessageProperty: (from: Fields, path: string) => getProperty(from, path.replace(/^msg\./, ''), from),
      setMessageProperty: (into: Fields, path: string, value: unknown) =>
        setProperty(into, path.replace(/^msg\./, ''), value, into),
      getObjectProperty: (from: Fields, path: string) => getProperty(from, path, from),
      setObjectProperty: (into: Fields, path: string, value: unknown) => setProperty(into, path, value, into),
      compareObjects: (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b),
      ensureString: (value: unknown) => (typeof value === 'object' ? JSON.stringify(value) : wordsOf(value)),
    },
  };
}
