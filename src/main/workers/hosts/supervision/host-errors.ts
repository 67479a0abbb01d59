import type { ErrorCode } from '../../../../contract/errors.ts';
import type { HostFailure } from '../../../../worker-kit/host-side/messages.ts';
import { HeronError, isErrorCode } from '../../../base/errors.ts';
import type { HostExit } from '../wire/host-process.ts';

/** Codes a worker may fail with: its own, and those the broker handed it. The rest are for the engine to say. */
const workerCodes: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'invalid-input',
  'not-found',
  'already-exists',
  'conflict',
  'permission-missing',
  'permission-denied',
  'not-declared',
  'timeout',
  'limit-exceeded',
  'network',
  'provider',
  'storage',
  'unsupported',
  'blocked',
  'worker-failed',
]);

export function failureOfWorker(failure: HostFailure): HeronError {
  const { code, message, details } = failure;
  const isKnown = isErrorCode(code) && (workerCodes.has(code) || isOfHost(code, details));
  return isKnown ? new HeronError(code, message, details) : new HeronError('worker-failed', message, details);
}

/** The broker told it that a network host is left alone; that it is left alone itself is not for it to say. */
function isOfHost(code: ErrorCode, details: HostFailure['details']): boolean {
  return code === 'circuit-open' && typeof details?.['host'] === 'string';
}

export function saysOutOfMemory(exit: HostExit): boolean {
  return /heap out of memory|Reached heap limit|Allocation failed|invalid (array|table|string)? ?size error/i.test(
    exit.lastWords,
  );
}

export function crashed(workerId: string, exit: HostExit): HeronError {
  const how = exit.error ?? (exit.signal ? `signal ${exit.signal}` : `exit code ${exit.code ?? 'unknown'}`);
  const words = lastSentence(exit.lastWords);
  return new HeronError(
    'worker-crashed',
    `The worker ${workerId} ended unexpectedly (${how})${words && `: ${words}`}`,
    {
      exitCode: exit.code,
      signal: exit.signal,
    },
  );
}

/** The line of a stack trace that names the error, else the last line. */
function lastSentence(words: string): string {
  const lines = words.split('\n').filter((line) => line.trim() !== '' && !/^(Node\.js v|-{3}|\s*\d+: 0x)/.test(line));
  const named = lines.findLast((line) => /^\w*Error\b.*: /.test(line));
  return (named ?? lines.at(-1) ?? '').trim().slice(0, 500);
}

/** The kit's own error says when a message is too large. */
export function asHeronError(error: unknown): HeronError {
  if (error instanceof HeronError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const isTooLarge = error instanceof Error && 'code' in error && error.code === 'limit-exceeded';
  return new HeronError(isTooLarge ? 'limit-exceeded' : 'internal', message);
}
