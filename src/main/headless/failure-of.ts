import type { Failure } from '../../contract/errors.ts';

/** The Failure inside an error of a call, whichever way the call went; an error of another kind is `internal`. */
export function failureOf(error: unknown): Failure {
  if (error instanceof Error) {
    if ('data' in error && isFailure(error.data)) return error.data;
    if (isFailure(error)) return error;
    if (error.name === 'AbortError') return { code: 'network', message: 'The connection to Heron was lost' };
    return { code: 'internal', message: error.message };
  }
  return { code: 'internal', message: String(error) };
}

function isFailure(value: unknown): value is Failure {
  if (typeof value !== 'object' || value === null || !('code' in value) || !('message' in value)) return false;
  // The codes of the contract are lower case, those of the system and of oRPC are not.
  return typeof value.code === 'string' && /^[a-z-]+$/.test(value.code) && typeof value.message === 'string';
}
