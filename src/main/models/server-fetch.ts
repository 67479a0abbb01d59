import { providerInfo } from '../../contract/model-providers.ts';
import type { JsonObject } from '../../contract/json.ts';
import { HeronError } from '../base/errors.ts';
import type { ProviderFault } from './model-client.ts';
import type { ModelTarget } from './model-target.ts';
import { stepToAddress } from './next-step.ts';
import { errorInAnswer, NoStream } from './provider-error.ts';

type Place = Pick<ModelTarget, 'baseUrl'>;

export function tooSlow({ baseUrl }: Place, limitMs: number): HeronError {
  return new HeronError('timeout', `The model's server at ${baseUrl} did not answer within ${limitMs / 1000} s`, {
    url: baseUrl,
  });
}

function fellSilent({ baseUrl }: Place, limitMs: number): HeronError {
  const text = `The model's server at ${baseUrl} began its answer and then said nothing for ${limitMs / 1000} s`;
  return new HeronError('timeout', text, { url: baseUrl });
}

/** A whole answer comes when all of it is written, and some take minutes. At 300 s Node's `fetch` gives up by itself, saying less. */
const wholeAnswerLimitMs = 290_000;

/**
 * Milliseconds for the beginning of an answer: of one that comes piece by piece, and of one that comes whole; and for how long
 * nothing more may come of one that has begun.
 */
type ServerLimits = { firstByteMs: number; wholeMs?: number | undefined; silentMs?: (() => number) | undefined };

/**
 * Sends requests with the fields that the options add to their bodies. Ends a request to a server that accepts it and then
 * says nothing, or stops in the middle of its answer; while something comes, it may take its time. `onHeaders` is given those of each
 * answer, of a refusal too.
 */
export function serverFetch(
  target: ModelTarget,
  { firstByteMs, wholeMs = wholeAnswerLimitMs, silentMs }: ServerLimits,
  onHeaders: (headers: Headers) => void = () => undefined,
): typeof fetch {
  const fields = fieldsOf(target);
  return async (input, init) => {
    const body = withFields(init?.body, fields);
    const isStream = typeof body === 'string' && /"stream":true/.test(body);
    const limitMs = isStream ? firstByteMs : wholeMs;
    const silence = new AbortController();
    const timer = setTimeout(() => silence.abort(tooSlow(target, limitMs)), limitMs);
    const signals = init?.signal ? [init.signal, silence.signal] : [silence.signal];
    try {
      const response = await fetch(input, { ...init, body, signal: AbortSignal.any(signals) });
      onHeaders(response.headers);
      if (response.ok) await refuseOthers(response, isStream, target);
      if (!silentMs) return response;
      // Some answer at once, and then read the question for as long as it takes.
      const limits = { firstMs: Math.max(silentMs(), isStream ? firstByteMs : 0), nextMs: silentMs() };
      return untilSilent(response, limits, (ms) => silence.abort(fellSilent(target, ms)));
    } finally {
      clearTimeout(timer);
    }
  };
}

/** The same answer, given up when it is waited for and nothing comes for so long; a comment that keeps the line open is something. */
function untilSilent(
  response: Response,
  { firstMs, nextMs }: { firstMs: number; nextMs: number },
  giveUp: (limitMs: number) => void,
): Response {
  if (!response.body) return response;
  const reader = response.body.getReader();
  let limitMs = firstMs;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const timer = setTimeout(giveUp, limitMs, limitMs);
      try {
        const { done, value } = await reader.read();
        limitMs = nextMs;
        if (done) controller.close();
        else controller.enqueue(value);
      } finally {
        clearTimeout(timer);
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });
  const { status, statusText, headers } = response;
  return new Response(body, { status, statusText, headers });
}

/** What is no answer of a model the library would take for an empty one. */
async function refuseOthers(response: Response, isStream: boolean, target: ModelTarget): Promise<void> {
  const { baseUrl: url } = target;
  const type = response.headers.get('content-type') ?? '';
  const isPage = /^text\/html/i.test(type);
  if (!isPage && /^application\/json/i.test(type)) {
    const said = isStream && !isShort(response) ? undefined : saidInstead(await response.clone().text());
    if (said === undefined && !isStream) return;
    await response.body?.cancel();
    if (said !== undefined) throw errorInAnswer(said, target);
    throw new NoStream(`${url} answered with a whole document instead of a stream`);
  }
  if (!isPage) return;
  await response.body?.cancel();
  const text = `The model's server at ${url} answered with a web page. ${stepToAddress(url)}`;
  throw new HeronError('provider', text, { url, kind: 'nonsense' satisfies ProviderFault });
}

/** As long as an error is; a whole answer in the place of a stream is not waited for. */
function isShort({ headers }: Response): boolean {
  return Number(headers.get('content-length') ?? Infinity) <= 4096;
}

/** The words of an error that some servers send as if it were an answer; undefined for an answer. */
function saidInstead(text: string): string | undefined {
  try {
    const { error, ...rest } = JSON.parse(text) as { error?: unknown };
    if ('choices' in rest && (!Array.isArray(rest.choices) || rest.choices.length === 0)) return 'it holds no answer';
    const isAnswer = ['choices', 'output', 'content'].some((name) => name in rest);
    if (error === undefined || error === null || isAnswer) return undefined;
    const message = typeof error === 'object' && 'message' in error ? error.message : error;
    return typeof message === 'string' ? message : JSON.stringify(error);
  } catch {
    return undefined;
  }
}

type Body = RequestInit['body'];

function withFields(body: Body, fields: JsonObject): Exclude<Body, undefined> {
  if (typeof body !== 'string' || Object.keys(fields).length === 0) return body ?? null;
  return JSON.stringify({ ...(JSON.parse(body) as JsonObject), ...fields });
}

function fieldsOf({ kind, options }: ModelTarget): JsonObject {
  const named = providerInfo(kind).options.flatMap(({ id, field }) => {
    const value = options[id];
    return field === undefined || value === undefined || value === '' ? [] : [[field, value] as const];
  });
  const more = options['body'];
  return {
    ...Object.fromEntries(named),
    ...(typeof more === 'string' && more.trim() !== '' ? (JSON.parse(more) as JsonObject) : {}),
  };
}
