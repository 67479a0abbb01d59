import { HeronError, systemCode } from '../base/errors.ts';
import type { Taken } from './call-options.ts';
import type { ProviderFault } from './model-client.ts';
import type { ModelTarget } from './model-target.ts';
import { networkWords } from './network-words.ts';
import { stepAfter, stepToReach } from './next-step.ts';

/** Thrown for a stream that ends before its answer does. */
export class CutOff extends Error {}

/** Thrown for a server that answers a request for a stream with a whole document. */
export class NoStream extends Error {}

/** How servers name what not every one of them takes. */
const refusable = {
  temperature: /temperature/i,
  seed: /\bseed\b/i,
  schema: /response_format|json_schema|structured|output_config|output_format|grammar|guided|text\.format/i,
  tools: /\btools?\b|tool[_ -](choice|call|use)|function[_ -]?call/i,
  streaming: /stream/i,
} satisfies Record<keyof Taken, RegExp>;

/** What a server does not take of a request that it refused; undefined when that is not the reason. */
export function refusedBy(error: unknown, taken: Taken): keyof Taken | undefined {
  if (causes(error).some((each) => each instanceof NoStream)) return taken.streaming ? 'streaming' : undefined;
  const { status, body } = readCallError(error);
  // What of a request a server's template has no place for, some find only when they write the prompt.
  if (status === 500) return taken.tools && /\btools?\b|jinja/i.test(body) ? 'tools' : undefined;
  if ((status !== 400 && status !== 422) || tooLong.test(body)) return undefined;
  const names = ['temperature', 'seed', 'schema', 'tools', 'streaming'] as const;
  return names.find((name) => taken[name] && refusable[name].test(body));
}

/** What the library threw, as an error of Heron's. A key that a server repeats is taken out. */
export function providerError(error: unknown, target: ModelTarget): HeronError {
  const own = causes(error).find((each) => each instanceof HeronError);
  if (own instanceof HeronError) return own;
  const { baseUrl: url, apiKey } = target;
  const { status, body, message, headers } = readCallError(error);
  const cut = causes(error).find((each) => each instanceof CutOff);
  if (cut || (status === undefined && causes(error).some(isTorn))) {
    return new HeronError(
      'network',
      `The answer of the model's server at ${url} was cut off`,
      { url },
      { cause: error },
    );
  }
  const reason = apiKey ? message.replaceAll(apiKey, '…') : message;
  const because = { cause: error };
  if (status === undefined && isOfNetwork(error, reason)) {
    const text = `The model's server at ${url} cannot be reached: ${networkWords(causes(error)) ?? reason}`;
    return new HeronError('network', withStep(text, stepToReach(target)), { url }, because);
  }
  const kind = faultOf(status, `${body} ${message}`);
  const retryAfterMs = retryAfter(headers);
  const details = {
    url,
    kind,
    ...(status === undefined ? {} : { status }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
  const text =
    status === undefined
      ? `The model's server at ${url} gave no usable answer: ${reason}`
      : `The model's server at ${url} answered with status ${status}: ${reason}${kind === 'key' ? '; check the key' : ''}`;
  return new HeronError('provider', withStep(text, stepAfter(kind, target, `${body} ${message}`)), details, because);
}

/** An error of a server that answered as if all were well. `said`: its own words. */
export function errorInAnswer(said: string, target: Pick<ModelTarget, 'kind' | 'baseUrl' | 'model'>): HeronError {
  const { baseUrl: url } = target;
  const kind = faultOf(undefined, said);
  const text = `The model's server at ${url} answered with an error: ${said.slice(0, 500)}`;
  return new HeronError('provider', withStep(text, stepAfter(kind, target, said)), { url, kind });
}

/** An error, and what a person can do about it. */
function withStep(text: string, step: string | undefined): string {
  return step === undefined ? text : `${text.replace(/[.\s]+$/, '')}. ${step}`;
}

const tooLong =
  /context[ _-]?(length|window|size|limit)|context the overflows|maximum (context|model length|allowed length)|prompt is too long|too many (input )?tokens|reduce the length|exceeds? the (available|model'?s?|maximum|context)|input (is too long|length)|n_ctx/i;
const unpaid = /insufficient_quota|insufficient (credits|balance|funds)|credit balance|billing|payment|quota/i;
const noSuchModel =
  /model[^.]{0,80}(not found|does not exist|not a valid|no longer|unknown|not loaded)|(unknown|invalid|no such) model|not_found_error|model_not_found/i;

/** From the status, else from the words: an error in the middle of a stream has no status. */
export function faultOf(status: number | undefined, text: string): ProviderFault {
  if (status === 401 || status === 403) return 'key';
  if (status === 402) return 'billing';
  if (status === 429) return unpaid.test(text) ? 'billing' : 'rate-limited';
  if (status === 413 || (status !== 404 && tooLong.test(text))) return 'context-overflow';
  if (status === 404) return 'unknown-model';
  if (status !== undefined && (status >= 500 || status === 408)) return 'overloaded';
  if (unpaid.test(text)) return 'billing';
  if (noSuchModel.test(text)) return 'unknown-model';
  if (status !== undefined) return 'refused';
  if (/rate[ _-]?limit|too many requests/i.test(text)) return 'rate-limited';
  if (/authentication|api[ _-]?key|permission_error/i.test(text)) return 'key';
  return /overloaded|server_error|internal|unavailable|api_error/i.test(text) ? 'overloaded' : 'nonsense';
}

function isOfNetwork(error: unknown, reason: string): boolean {
  if (/cannot connect|fetch failed/i.test(reason)) return true;
  return causes(error).some((each) => /^(E[A-Z]+|UND_ERR_\w+)$/.test(systemCode(each) ?? ''));
}

function isTorn(error: unknown): boolean {
  return error instanceof Error && /^terminated$|other side closed|without a finish reason/i.test(error.message);
}

/** Servers say it in seconds, in milliseconds, or as a date. */
function retryAfter(headers: Record<string, string> | undefined): number | undefined {
  const exact = Number(headers?.['retry-after-ms']);
  if (Number.isFinite(exact) && exact > 0) return exact;
  const said = headers?.['retry-after'];
  if (said === undefined) return undefined;
  const ms = /^[\d.]+$/.test(said) ? Number(said) * 1000 : Date.parse(said) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, Math.round(ms)) : undefined;
}

/** An error and what caused it. */
function causes(error: unknown): unknown[] {
  const found: unknown[] = [];
  for (let each = error; each !== undefined && !found.includes(each);) {
    found.push(each);
    each = each instanceof Error ? each.cause : undefined;
  }
  return found;
}

/** What a server says of an error, in each of the forms they have for it; the library knows one of them. */
function wordsIn(body: unknown): string | undefined {
  if (typeof body !== 'string' || body.trim() === '' || /^\s*</.test(body)) return undefined;
  try {
    const { error, message, detail } = JSON.parse(body) as Record<string, unknown>;
    const inside = typeof error === 'object' && error !== null ? (error as { message?: unknown }).message : error;
    return [inside, message, detail].find((text) => typeof text === 'string');
  } catch {
    return body.trim().split('\n', 1)[0]?.slice(0, 300);
  }
}

type CallError = {
  status: number | undefined;
  body: string;
  message: string;
  headers: Record<string, string> | undefined;
};

/** The fields of the library's error for a failed call, or of an error a server put into its stream. */
function readCallError(error: unknown): CallError {
  if (typeof error !== 'object' || error === null) {
    return { status: undefined, body: '', message: String(error), headers: undefined };
  }
  const { statusCode, responseBody, responseHeaders, message } = error as Record<string, unknown>;
  const inside = (error as { error?: { message?: unknown } }).error?.message;
  return {
    // What breaks in an answer that began well has the status of its beginning.
    status: typeof statusCode === 'number' && statusCode >= 300 ? statusCode : undefined,
    body: typeof responseBody === 'string' ? responseBody : error instanceof Error ? '' : JSON.stringify(error),
    message:
      ([wordsIn(responseBody), message, inside].find((text) => typeof text === 'string' && text !== '') as
        | string
        | undefined) ?? JSON.stringify(error),
    headers: responseHeaders as Record<string, string> | undefined,
  };
}
