import Mustache from 'mustache';
import {
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
import { setProperty } from '../property.ts';
import { evaluate } from '../typed-values.ts';

/** For each message what to ask another worker for, as the engine hands it on; one that fails is told and asks for nothing. */
function plans(make: (message: Message, run: NodeRun) => Fields | Promise<Fields>): Kind {
  return async (run) => {
    const made: Message[] = [];
    for (const [at, message] of run.messages.entries()) {
      try {
        made.push({ ...(await make(message, run)), at });
      } catch (error) {
        run.failed(error, message);
      }
    }
    return [made];
  };
}

/** The answers beside the messages they are for; `given` holds what was asked, what came of each, and what could not be asked. */
function answers(read: (message: Message, answer: Fields | null, run: NodeRun) => Message[][]): Kind {
  return (run) => {
    const [asked = [], came = [], failed = []] = run.given as [Fields[]?, (Fields | null)[]?, Fields[]?];
    for (const { error, ...message } of failed) run.failed(error, message);
    const outputs: Message[][] = Array.from({ length: run.ports }, () => []);
    for (const [index, { at }] of asked.entries()) {
      const message = run.messages[Number(at)];
      if (!message) continue;
      try {
        for (const [port, messages] of read(message, came[index] ?? null, run).entries())
          outputs[port]?.push(...messages);
      } catch (error) {
        run.failed(error, message);
      }
    }
    return outputs;
  };
}

const methods = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']);

function textsOf(fields: unknown): Record<string, string> {
  const entries = isFields(fields) ? Object.entries(fields) : [];
  return Object.fromEntries(
    entries.map(([key, value]) => [
      key.toLowerCase(),
      typeof value === 'object' ? JSON.stringify(value) : wordsOf(value),
    ]),
  );
}

/** HTTP request, the first half: what to ask, as the worker `api` is told. */
export const httpRequests: Kind = plans(async (message, run) => {
  const { node } = run;
  const wanted = textOf(node, 'method', 'GET').toUpperCase();
  const method = wanted === 'USE' ? wordsOf(message['method'] ?? 'GET').toUpperCase() : wanted;
  if (!methods.has(method)) throw new NodeFailure(`requests with ${method} are not there in Heron`);
  const own = textOf(node, 'url');
  const written = own === '' ? wordsOf(message['url'] ?? '') : own.includes('{{') ? Mustache.render(own, message) : own;
  if (written === '') throw new NodeFailure('No url specified');
  const url = /^https?:\/\//i.test(written) ? written : `http://${written}`;
  const headers = { ...textsOf(message['headers']), ...(await headersOf(message, run)) };
  const expect = isOn(node, 'senderr') ? {} : { expect: { status: Array.from({ length: 500 }, (_, at) => at + 100) } };
  const { payload } = message;
  const asQuery = node['paytoqs'] === 'query' || isOn(node, 'paytoqs');
  const query = method === 'GET' && asQuery && isFields(payload) ? queryOf(payload) : {};
  const body =
    method === 'GET' || payload === undefined
      ? {}
      : typeof payload === 'string'
        ? { body: payload }
        : { json: payload };
  return { url, method, headers, query, ...expect, ...body };
});

const queryOf = (payload: Fields): Record<string, string> =>
  Object.fromEntries(Object.entries(payload).map(([key, value]) => [key, wordsOf(value)]));

type Header = { keyType?: string; keyValue?: string; valueType?: string; valueValue?: string };

async function headersOf(message: Message, run: NodeRun): Promise<Record<string, string>> {
  const list = Array.isArray(run.node['headers']) ? (run.node['headers'] as Header[]) : [];
  const found: Record<string, string> = {};
  for (const { keyType = '', keyValue = '', valueType = '', valueValue = '' } of list) {
    const read = async (type: string, value: string): Promise<string> =>
      type === 'msg' ? wordsOf(await evaluate(value, 'msg', message, run)) : type === 'other' ? value : type;
    const name = (await read(keyType, keyValue)).toLowerCase();
    if (name !== '') found[name] = await read(valueType, valueValue);
  }
  return found;
}

/** The second half: the answer stands in the message. */
export const httpResponses: Kind = answers((message, answer, { node }) => {
  if (!answer) throw new NodeFailure('The request failed');
  const ret = textOf(node, 'ret', 'txt');
  const { body, status, headers, url } = answer;
  const text = typeof body === 'string' ? body : body === undefined || body === null ? '' : JSON.stringify(body);
  const payload = ret === 'obj' ? (typeof body === 'string' ? JSON.parse(body) : (body ?? '')) : text;
  return [[{ ...message, payload: payload as unknown, statusCode: status, headers, responseUrl: url }]];
});

/** The words of a command, as they are quoted. What only a shell could do has no words. */
export function wordsIn(command: string): string[] {
  const words: string[] = [];
  for (const [, double, single, plain] of command.matchAll(/"((?:\\.|[^"\\])*)"|'([^']*)'|(\S+)/g)) {
    words.push(double?.replaceAll(/\\(["\\])/g, '$1') ?? single ?? plain ?? '');
  }
  return words;
}

/** Exec, the first half: a program and its arguments. What a message brings is one argument, whatever stands in it. */
export const execPlans: Kind = plans(async (message, run) => {
  const { node } = run;
  const [program = '', ...args] = wordsIn(textOf(node, 'command'));
  if (program === '') throw new NodeFailure('it names no program');
  const added = isOn(node, 'addpay') ? 'payload' : textOf(node, 'addpay');
  const value = added === '' ? undefined : await evaluate(added, 'msg', message, run).catch(() => undefined);
  const own =
    value === undefined || value === null ? [] : [typeof value === 'object' ? JSON.stringify(value) : wordsOf(value)];
  const seconds = Math.min(3600, Math.max(1, Math.ceil(Number(node['timer'] ?? 0)) || 60));
  return { program, args: [...args, ...own, ...wordsIn(textOf(node, 'append'))], timeoutSeconds: seconds };
});

/** The second half: what it printed, what it complained of, and how it ended. */
export const execEnds: Kind = answers((message, end) => {
  if (!end) throw new NodeFailure('The program could not be run');
  const { stdout, stderr, exitCode, signal } = end;
  const rc = {
    code: exitCode,
    ...(typeof signal === 'string' ? { signal } : {}),
    ...(exitCode === 0 ? {} : { message: 'Command failed' }),
  };
  const printed = { ...message, payload: stdout, ...(exitCode === 0 ? {} : { rc }) };
  const complained = typeof stderr === 'string' && stderr !== '' ? [{ ...message, payload: stderr, rc }] : [];
  return [[{ ...printed, rc }], complained, [{ ...message, payload: rc }]];
});

async function fileOf(message: Message, run: NodeRun): Promise<string> {
  const type = textOf(run.node, 'filenameType', textOf(run.node, 'filename') === '' ? 'msg' : 'str');
  const path = await evaluate(run.node['filename'] ?? '', type, message, run);
  if (typeof path === 'string' && path !== '') return path;
  throw new NodeFailure('No filename specified');
}

/** File and File in, the first halves: which file, and what to write. */
export const fileWrites: Kind = plans(async (message, run) => {
  const path = await fileOf(message, run);
  const { payload } = message;
  if (payload === undefined) throw new NodeFailure('there is no payload to write');
  const text = typeof payload === 'object' ? JSON.stringify(payload) : wordsOf(payload);
  return { path, content: isOn(run.node, 'appendNewline') ? `${text}\n` : text };
});
export const fileReads: Kind = plans(async (message, run) => ({ path: await fileOf(message, run) }));

export const fileWritten: Kind = answers((message, answer) => {
  if (!answer) throw new NodeFailure('The file could not be written');
  return [[message]];
});

/** File in: all of it, or a message for each line. */
export const fileContents: Kind = answers((message, answer, { node, nowMs }) => {
  if (!answer) throw new NodeFailure('The file could not be read');
  const text = wordsOf(answer['text']);
  const filename = answer['path'];
  if (textOf(node, 'format', 'utf8') !== 'lines') return [[{ ...message, payload: text, filename }]];
  const lines = text.split('\n');
  const parts = { id: `${node.id}${nowMs.toString(16)}`, type: 'string', ch: '\n', count: lines.length };
  return [
    lines.map((payload, index) => {
      const made: Message = { ...message, filename, parts: { ...parts, index } };
      setProperty(made, 'payload', payload, made);
      return made;
    }),
  ];
});
