import { type Fields, isFields, type Item, type Kind, NodeFailure, type NodeRun } from '../node.ts';
import { wordsOf } from '../words.ts';

type Pair = { name: string; value: unknown };

/** HTTP Request, the first half: what to ask for each item, as the worker `api` is told. */
export const httpRequests: Kind = (run) => [
  run.items.map((_, index): Item => ({ json: requestOf(run, index), pairedItem: index })),
];

const methods = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']);

function requestOf(run: NodeRun, index: number): Fields {
  const method = run.text('method', index, 'GET');
  if (!methods.has(method)) throw new NodeFailure(`Requests with ${method} are not there in Heron`);
  const url = run.text('url', index);
  const address = /^https?:\/\//i.test(url) ? url : `http://${url}`;
  const query = fieldsOf(run, index, {
    flag: 'sendQuery',
    how: 'specifyQuery',
    json: 'jsonQuery',
    pairs: 'queryParameters',
  });
  const headers = fieldsOf(run, index, {
    flag: 'sendHeaders',
    how: 'specifyHeaders',
    json: 'jsonHeaders',
    pairs: 'headerParameters',
  });
  const lower = Object.fromEntries(Object.entries(texts(headers)).map(([key, value]) => [key.toLowerCase(), value]));
  const expect = run.flag('options.response.response.neverError', index)
    ? { expect: { status: Array.from({ length: 500 }, (_, at) => at + 100) } }
    : {};
  const shared = { url: address, headers: lower, query: texts(query), ...expect };
  return method === 'GET' ? shared : { ...shared, method, ...bodyOf(run, index) };
}

type Place = { flag: string; how: string; json: string; pairs: string };

function fieldsOf(run: NodeRun, index: number, place: Place): Fields {
  if (!run.flag(place.flag, index)) return {};
  if (run.text(place.how, index, 'keypair') === 'json')
    return jsonOf(run.parameter(place.json, index, '{}'), place.json) as Fields;
  const pairs = run.parameter(`${place.pairs}.parameters`, index, []) as Pair[];
  return Object.fromEntries(pairs.map(({ name, value }) => [name, value]));
}

function jsonOf(value: unknown, field: string): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    throw new NodeFailure(`JSON parameter needs to be valid JSON (${field})`);
  }
}

function texts(fields: Fields): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [
      key,
      typeof value === 'object' ? JSON.stringify(value) : wordsOf(value),
    ]),
  );
}

function bodyOf(run: NodeRun, index: number): Fields {
  if (!run.flag('sendBody', index)) return {};
  const type = run.text('contentType', index, 'json');
  const isPairs = run.text('specifyBody', index, 'keypair') === 'keypair';
  const pairs = (): Fields =>
    Object.fromEntries(
      (run.parameter('bodyParameters.parameters', index, []) as Pair[]).map(({ name, value }) => [name, value]),
    );
  if (type === 'json') return { json: isPairs ? pairs() : jsonOf(run.parameter('jsonBody', index, '{}'), 'jsonBody') };
  if (type === 'form-urlencoded') return isPairs ? { form: texts(pairs()) } : { body: run.text('body', index) };
  if (type === 'raw') return { body: run.text('body', index) };
  throw new NodeFailure(`Bodies of the kind ${type} are not there in Heron`);
}

type Answer = { status: number; headers: Fields; body?: unknown };

/** The second half: items of the answers. */
export const httpResponses: Kind = (run) => {
  const answers = run.given as (Answer | null)[];
  return [run.items.flatMap((_, index) => itemsOf(run, answers[index] ?? null, index))];
};

function itemsOf(run: NodeRun, answer: Answer | null, index: number): Item[] {
  if (!answer) return [{ json: { error: 'The request failed' }, pairedItem: index }];
  const place = 'options.response.response';
  const field = run.text(`${place}.outputPropertyName`, index, 'data');
  const isText = run.text(`${place}.responseFormat`, index, 'autodetect') === 'text';
  const body = isText && typeof answer.body === 'object' ? JSON.stringify(answer.body) : answer.body;
  if (run.flag(`${place}.fullResponse`, index)) {
    return [{ json: { body: body ?? '', headers: answer.headers, statusCode: answer.status }, pairedItem: index }];
  }
  if (Array.isArray(body))
    return body.map((one: unknown) => ({ json: isFields(one) ? one : { [field]: one }, pairedItem: index }));
  return [{ json: isFields(body) ? body : { [field]: body ?? '' }, pairedItem: index }];
}
