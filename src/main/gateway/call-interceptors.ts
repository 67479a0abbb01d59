import { ORPCError } from '@orpc/server';
import type { Logger } from '../base/logger.ts';
import { refusal, toOrpcError } from './call-errors.ts';

type Next = { next: () => Promise<unknown> };

/** Wraps each call, on every transport and in this process: no error leaves it but one the contract knows. */
export function callInterceptor(logger: Logger) {
  return async ({ next }: Next): Promise<unknown> => {
    try {
      const output = await next();
      return isEventStream(output) ? withReadableErrors(output, logger) : output;
    } catch (error) {
      throw toOrpcError(error, logger);
    }
  };
}

/** Wraps the reading of a request: what is thrown there and is not an oRPC error is a message nobody can read. */
export async function readingInterceptor<Result>({ next }: { next: () => Promise<Result> }): Promise<Result> {
  try {
    return await next();
  } catch (error) {
    if (error instanceof ORPCError) throw error;
    const because = error instanceof Error ? error.message : String(error);
    throw refusal('BAD_REQUEST', 'invalid-input', `The request cannot be read: ${because}`);
  }
}

async function* withReadableErrors(stream: AsyncIterable<unknown>, logger: Logger): AsyncGenerator {
  try {
    yield* stream;
  } catch (error) {
    throw toOrpcError(error, logger);
  }
}

function isEventStream(output: unknown): output is AsyncIterable<unknown> {
  return typeof output === 'object' && output !== null && Symbol.asyncIterator in output;
}
