import { ORPCError } from '@orpc/client';
import type { Failure } from '../../contract/errors.ts';

/** What any error of a call says to a person. The engine's own words come through as they are. */
export function failureOf(error: unknown): Failure {
  if (error instanceof ConnectionLost) return { code: 'network', message: error.message };
  if (error instanceof ORPCError && isFailure(error.data)) return error.data;
  if (isAbort(error)) return { code: 'network', message: 'The connection to Heron was lost before the answer came.' };
  return { code: 'internal', message: error instanceof Error ? error.message : String(error) };
}

/** No channel was open, and none opened in time. Nothing was sent. */
export class ConnectionLost extends Error {
  constructor() {
    super('Heron cannot be reached. Nothing was sent; try again when it is back.');
    this.name = 'ConnectionLost';
  }
}

export function isFailure(data: unknown): data is Failure {
  return (
    typeof data === 'object' &&
    data !== null &&
    typeof Reflect.get(data, 'code') === 'string' &&
    typeof Reflect.get(data, 'message') === 'string'
  );
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}
