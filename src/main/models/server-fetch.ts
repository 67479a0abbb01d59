import { providerInfo } from '../../contract/model-providers.ts';
import type { JsonObject } from '../../contract/json.ts';
import { HeronError } from '../base/errors.ts';
import type { ModelTarget } from './model-target.ts';

type Place = Pick<ModelTarget, 'baseUrl'>;

export function tooSlow({ baseUrl }: Place, limitMs: number): HeronError {
  return new HeronError('timeout', `The model's server at ${baseUrl} did not answer within ${limitMs / 1000} s`, {
    url: baseUrl,
  });
}

/** Thrown for a server that answers a request for a stream with a whole document. */
export class NoStream extends Error {}

/**
 * Sends requests with the fields that the options add to their bodies. Ends a request to a server that accepts it and then
 * says nothing; once it answers, it may take its time.
 */
export function serverFetch(target: ModelTarget, firstByteLimitMs: number): typeof fetch {
  const fields = fieldsOf(target);
  return async (input, init) => {
    const silence = new AbortController();
    const timer = setTimeout(() => silence.abort(tooSlow(target, firstByteLimitMs)), firstByteLimitMs);
    const signals = init?.signal ? [init.signal, silence.signal] : [silence.signal];
    try {
      const body = withFields(init?.body, fields);
      const response = await fetch(input, { ...init, body, signal: AbortSignal.any(signals) });
      const isStream = typeof body === 'string' && /"stream":true/.test(body);
      if (isStream && response.ok && /^application\/json/i.test(response.headers.get('content-type') ?? '')) {
        await response.body?.cancel();
        throw new NoStream(`${target.baseUrl} answered with a whole document instead of a stream`);
      }
      return response;
    } finally {
      clearTimeout(timer);
    }
  };
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
