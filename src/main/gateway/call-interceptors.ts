import { ORPCError } from '@orpc/server';
import type { Surface } from '../../contract/surfaces.ts';
import type { Logger } from '../base/logger.ts';
import { inTrace, requestContext, traceContext, type TraceContext } from '../base/trace-context.ts';
import type { Tracing } from '../base/tracing.ts';
import { refusal, toOrpcError } from './call-errors.ts';

type Next = { path?: readonly string[]; context?: CallerContext; next: () => Promise<unknown> };

/** What a transport says of its caller; nothing a caller says itself. */
export type CallerContext = { surface?: Surface };

/**
 * Wraps each call, on every transport and in this process: no error leaves it but one the contract knows, and all that is
 * done for it has one trace.
 */
export function callInterceptor(logger: Logger, tracing?: Tracing, surface?: Surface) {
  return ({ path = [], context: caller, next }: Next): Promise<unknown> => {
    const context = at(surface ?? caller?.surface, traceContext() ?? requestContext());
    return inTrace(context, async () => {
      try {
        const output = await (tracing?.isOn ? aroundCall(tracing, context, path.join('.'), next) : next());
        return isEventStream(output) ? withReadableErrors(output, logger) : output;
      } catch (error) {
        throw toOrpcError(error, logger);
      }
    });
  };
}

function at(surface: Surface | undefined, context: TraceContext): TraceContext {
  return surface === undefined ? context : { ...context, surface };
}

/** What a stream gives later is not in it. */
function aroundCall<Result>(
  tracing: Tracing,
  { traceId, spanId, callerId }: TraceContext,
  name: string,
  next: () => Promise<Result>,
): Promise<Result> {
  const attributes = { 'rpc.system': 'orpc', 'rpc.method': name };
  return tracing.around({ traceId, id: spanId, parentId: callerId, kind: 'request', name, attributes }, next);
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
