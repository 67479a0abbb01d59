import { HeronError } from '../../base/errors.ts';

/** Why a way to a model could not answer, when another one may. */
export type Fault = { because: string; retryAfterMs: number | undefined; error: HeronError };

/** These are for whoever asked: another model would be asked the same, or answer something else than was wanted. */
const finalKinds = new Set(['context-overflow', 'refused']);

const kindsByStatus: Record<number, string> = {
  401: 'key',
  402: 'billing',
  403: 'key',
  404: 'unknown-model',
  408: 'overloaded',
  425: 'overloaded',
  429: 'rate-limited',
};

/** Undefined for an error that goes up: nobody else is asked because of it. */
export function faultOf(error: unknown): Fault | undefined {
  if (!(error instanceof HeronError)) return undefined;
  const { code, details = {} } = error;
  const retryAfterMs = typeof details['retryAfterMs'] === 'number' ? details['retryAfterMs'] : undefined;
  if (code === 'network' || code === 'timeout') return { because: code, retryAfterMs, error };
  if (code !== 'provider') return undefined;
  const because = kindOf(details);
  return because === undefined || finalKinds.has(because) ? undefined : { because, retryAfterMs, error };
}

/** What a request is recorded as when it failed. */
export function failureName(error: unknown): string {
  if (!(error instanceof HeronError))
    return error instanceof Error && error.name === 'AbortError' ? 'cancelled' : 'internal';
  return error.code === 'provider' ? (kindOf(error.details ?? {}) ?? error.code) : error.code;
}

function kindOf({ kind, status }: Record<string, unknown>): string | undefined {
  if (typeof kind === 'string') return kind;
  if (typeof status !== 'number') return 'nonsense';
  // What a server finds wrong with a request another one would find too.
  return kindsByStatus[status] ?? (status >= 500 ? 'overloaded' : undefined);
}
