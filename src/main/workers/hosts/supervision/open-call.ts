import type { JsonObject } from '../../../../contract/json.ts';
import type { HostCallScope } from '../../../../worker-kit/host-side/messages.ts';
import { addUsage, type CallUsage, usageSince } from '../../../../contract/usage.ts';
import type { Priority } from '../../../base/priority.ts';
import { createDeadlines, type Deadline, type Deadlines } from '../../../base/deadlines.ts';
import { HeronError } from '../../../base/errors.ts';
import { type AbortListener, listenForAbort } from '../../../base/on-abort.ts';
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
  /** Its deadline stands still, as while somebody is asked, until what it gives is called; then it has all its time anew. */
  hold: () => () => void;
  /** Why it is being stopped. */
  stopReason: () => HeronError | undefined;
  /** What the worker says, or somebody has measured, of what it has used so far in all. */
  used: (part: CallUsage) => void;
  /** A call that is being stopped fails with the reason, however it ends. */
  succeed: (output: unknown) => void;
  fail: (error: HeronError) => void;
};

type OpenCallParts = { id: number; workerId: string; request: CallRequest; deadlines: Deadlines };

/** Opens a call, hands it to `place` unless it was cancelled before it began, and resolves with its output. */
export type OpenCalls = (request: CallRequest, place: (call: OpenCall) => void) => Promise<unknown>;

/** Numbers the calls of one worker. */
export function createCallOpener(workerId: string): OpenCalls {
  let lastCall = 0;
  const deadlines = createDeadlines();
  return (request, place) => openCall({ id: ++lastCall, workerId, request, deadlines }, place);
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
  return new Promise((resolve, reject) => {
    const call = new Call(parts, { resolve, reject });
    if (parts.request.signal.aborted) call.cancel();
    else place(call);
  });
}

type Settle = { resolve: (output: unknown) => void; reject: (error: HeronError) => void };

/**
 * A class that is told by its own methods: functions made anew at each call take longer than what they do, and one that is put
 * straight into a field is made among what lives long, so it and the whole call would stay until all memory is looked through.
 */
class Call implements OpenCall {
  readonly id: number;
  readonly request: CallRequest;
  readonly #workerId: string;
  readonly #settle: Settle;
  readonly #deadlines: Deadlines;
  #deadline: Deadline;
  readonly #listener: AbortListener;
  #reason: HeronError | undefined;
  #isOver = false;
  #holder: (() => void) | undefined;
  #used: OpenCall['used'] | undefined;

  constructor({ id, workerId, request, deadlines }: OpenCallParts, settle: Settle) {
    this.id = id;
    this.request = request;
    this.#workerId = workerId;
    this.#settle = settle;
    this.#deadlines = deadlines;
    this.#deadline = deadlines.set(request.timeoutMs, this);
    this.#listener = listenForAbort(request.signal, this);
  }

  heldBy(stop: () => void): void {
    this.#holder = stop;
  }

  hold(): () => void {
    this.#deadline.withdraw();
    return () => {
      if (!this.#isOver) this.#deadline = this.#deadlines.set(this.request.timeoutMs, this);
    };
  }

  stopReason(): HeronError | undefined {
    return this.#reason;
  }

  used(part: CallUsage): void {
    this.#used ??= usedBy(this.request);
    this.#used(part);
  }

  succeed(output: unknown): void {
    if (this.#reason) this.fail(this.#reason);
    else if (this.#end()) this.#settle.resolve(output);
  }

  fail(error: HeronError): void {
    if (this.#end()) this.#settle.reject(this.#reason ?? error);
  }

  cancel(): void {
    this.#stop(new HeronError('cancelled', `${this.#name()} was cancelled`));
  }

  late(): void {
    this.#stop(overLimit(this.#name(), { limit: 'timeoutMs', value: this.request.timeoutMs }));
  }

  #stop(why: HeronError): void {
    if (this.#isOver || this.#reason) return;
    this.#reason = why;
    this.request.onStopping(why);
    if (this.#holder) this.#holder();
    else this.fail(why);
  }

  #end(): boolean {
    if (this.#isOver) return false;
    this.#isOver = true;
    this.#deadline.withdraw();
    this.#listener.stop();
    return true;
  }

  #name(): string {
    return `${this.#workerId}.${this.request.action}`;
  }
}
