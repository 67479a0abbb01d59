import type { JsonObject } from '../../../../contract/json.ts';
import type { HostCallScope } from '../../../../worker-kit/host-side/messages.ts';
import { addUsage, type CallUsage, usageSince } from '../../../../contract/usage.ts';
import type { Priority } from '../../../base/priority.ts';
import { HeronError } from '../../../base/errors.ts';
import { onAbort } from '../../../base/on-abort.ts';
import type { BrokerSession } from '../../broker/session.ts';
import { overLimit } from './limit-words.ts';
import type { WorkerProgress } from '../../worker-call.ts';

/** One action to be run, and what answers the worker meanwhile. */
export type CallRequest = {
  action: string;
  input: JsonObject;
  scope: HostCallScope;
  /** What the worker finds in its context. */
  settings: JsonObject;
  priority: Priority;
  timeoutMs: number;
  signal: AbortSignal;
  session: BrokerSession;
  /** Called once when the call is to stop; what the session waits for is given up. */
  onStopping: (reason: HeronError) => void;
  onProgress: (progress: WorkerProgress) => void;
  /** It has a process to itself, and what that takes is told to `onUsed`. */
  isMeasured?: boolean | undefined;
  /** Told what the call has used so far in all. */
  onUsed?: ((used: CallUsage) => void) | undefined;
};

/** A call until it is over: with a deadline, and stoppable by whoever asked for it. */
export type OpenCall = {
  readonly id: number;
  readonly request: CallRequest;
  /** Names who must act when the call is to stop; it still ends by `succeed` or `fail`. */
  heldBy: (stop: () => void) => void;
  /** Why it is being stopped. */
  stopReason: () => HeronError | undefined;
  /** What the worker says, or somebody has measured, of what it has used so far in all. */
  used: (part: CallUsage) => void;
  /** A call that is being stopped fails with the reason, however it ends. */
  succeed: (output: unknown) => void;
  fail: (error: HeronError) => void;
};

type OpenCallParts = { id: number; workerId: string; request: CallRequest };

/** Opens a call, hands it to `place` unless it was cancelled before it began, and resolves with its output. */
export type OpenCalls = (request: CallRequest, place: (call: OpenCall) => void) => Promise<unknown>;

/** Numbers the calls of one worker. */
export function createCallOpener(workerId: string): OpenCalls {
  let lastCall = 0;
  return (request, place) => openCall({ id: ++lastCall, workerId, request }, place);
}

/** Puts the parts together. Nobody gives back what was used: of each the most that was said counts. */
function usedBy({ onUsed }: CallRequest): OpenCall['used'] {
  let total: CallUsage = {};
  return (part) => {
    const news = usageSince(total, part);
    if (!news || !onUsed) return;
    total = addUsage(total, news);
    onUsed(total);
  };
}

function openCall(parts: OpenCallParts, place: (call: OpenCall) => void): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const { id, workerId, request } = parts;
  const name = `${workerId}.${request.action}`;
  let reason: HeronError | undefined;
  let isOver = false;
  let holder: (() => void) | undefined;

  function stop(why: HeronError): void {
    if (isOver || reason) return;
    reason = why;
    request.onStopping(why);
    if (holder) holder();
    else fail(why);
  }

  function end(): boolean {
    if (isOver) return false;
    isOver = true;
    clearTimeout(deadline);
    forget();
    return true;
  }

  function fail(error: HeronError): void {
    if (end()) reject(reason ?? error);
  }

  const deadline = setTimeout(
    () => stop(overLimit(name, { limit: 'timeoutMs', value: request.timeoutMs })),
    request.timeoutMs,
  );
  const cancel = (): void => stop(new HeronError('cancelled', `${name} was cancelled`));
  const forget = onAbort(request.signal, cancel);
  if (request.signal.aborted) cancel();
  else place({ id, request, heldBy, stopReason: () => reason, used: usedBy(request), succeed, fail });
  return promise;

  function heldBy(next: () => void): void {
    holder = next;
  }

  function succeed(output: unknown): void {
    if (reason) fail(reason);
    else if (end()) resolve(output);
  }
}
