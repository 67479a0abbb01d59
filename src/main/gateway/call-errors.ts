import { ORPCError, ValidationError } from '@orpc/server';
import type { ErrorCode, Failure } from '../../contract/errors.ts';
import { HeronError, toFailure } from '../base/errors.ts';
import type { Logger } from '../base/logger.ts';
import { inputIssues, issueText } from './input-issues.ts';

/** The status of `FAILURE` in the contract; a different one would make the error undeclared. */
const failureStatus = 422;

/**
 * What a caller is told of an error, whatever the transport: a HeronError becomes the contract's FAILURE, refused input
 * becomes BAD_REQUEST with a line for each field, and anything else is a bug, which is logged and reported as `internal`.
 */
export function toOrpcError(error: unknown, logger: Logger): ORPCError<string, unknown> {
  if (error instanceof ORPCError) return error.cause instanceof ValidationError ? invalid(error, logger) : error;
  if (error instanceof HeronError) return failed(toFailure(error));
  if (isAbort(error)) return failed({ code: 'cancelled', message: 'The call was cancelled' });
  const failure = toFailure(error);
  if (failure.code === 'internal') {
    logger.error(`A call failed: ${failure.message}`, { stack: error instanceof Error ? error.stack : undefined });
  }
  return failed(failure);
}

/** An error with a status of HTTP's own and a Failure to read, for what happens before a call begins. */
export function refusal(status: string, code: ErrorCode, message: string): ORPCError<string, Failure> {
  return new ORPCError(status, { message, data: { code, message } });
}

function failed(failure: Failure): ORPCError<string, Failure> {
  return new ORPCError('FAILURE', { status: failureStatus, message: failure.message, data: failure });
}

function invalid(error: ORPCError<string, unknown>, logger: Logger): ORPCError<string, Failure> {
  const issues = inputIssues((error.cause as ValidationError).issues);
  const text = issueText(issues);
  if (error.code === 'BAD_REQUEST') {
    return new ORPCError('BAD_REQUEST', {
      message: text,
      data: { code: 'invalid-input', message: text, details: { issues } },
    });
  }
  logger.error(`An answer did not fit the contract: ${text}`, { issues });
  return failed({ code: 'internal', message: `The engine's answer did not fit its contract (${text})` });
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}
