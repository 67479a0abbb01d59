import type { Json } from '../../../../contract/json.ts';
import type { Manifest } from '../../../../contract/manifest.ts';
import type {
  CallTraffic,
  MessageFromHost,
  Packet,
  ProgressMessage,
} from '../../../../worker-kit/host-side/messages.ts';
import type { Clock } from '../../../base/clock.ts';
import { HeronError, toFailure } from '../../../base/errors.ts';
import { createBrokerDesk } from './broker-desk.ts';
import type { Peak } from '../machine/process-usage.ts';
import { createMeasuring } from './measuring.ts';
import { asHeronError, failureOfWorker } from './host-errors.ts';
import type { OpenCall } from './open-call.ts';
import { createRateLimit } from './rate-limit.ts';
import { over, type RunEnd } from './run-end.ts';

/** What a host says about a call. */
type CallMessageFromHost = Extract<MessageFromHost, { call: number }>;

export type RunningCallsParts = {
  manifest: Manifest;
  clock: Clock;
  /** Throws `limit-exceeded` when the message is too large. */
  send: (packet: Packet<CallTraffic>) => void;
  kill: (end: RunEnd) => void;
  /** What the process has taken, of its processor time and of memory at the most; undefined where nobody can tell. */
  measure: () => Peak | undefined;
  onSuccess: () => void;
  onIdle: () => void;
};

export type RunningCalls = {
  start: (call: OpenCall) => void;
  receive: (packet: Packet<CallMessageFromHost>) => void;
  failAll: (error: HeronError) => void;
  count: () => number;
  /** In all. */
  taken: () => number;
};

/** How long an action may go on after it was told to stop, in milliseconds. */
const graceMs = 1000;
const mostStrayMessages = 10_000;

/** The calls a host has in hand: their progress, their requests to the broker and their end. */
export function createRunningCalls(parts: RunningCallsParts): RunningCalls {
  const { send } = parts;
  const { id: workerId } = parts.manifest;
  const running = new Map<number, OpenCall>();
  const measuring = createMeasuring(parts.measure);
  const report = createReporter(parts.manifest, parts.clock);
  const isRunning = (call: OpenCall): boolean => running.has(call.id);
  const answer = createBrokerDesk({ send, isRunning });
  let strays = 0;
  let taken = 0;

  /** Messages cross: one about a call that has just ended is no fault. A flood of them is. */
  function countStray(): void {
    strays += 1;
    if (strays === mostStrayMessages) parts.kill(nonsense(workerId));
  }

  function receive(packet: Packet<CallMessageFromHost>): void {
    const { message, bytes } = packet;
    const call = running.get(message.call);
    if (!call) return countStray();
    if (message.type === 'request') return void answer(call, { message, bytes });
    if (message.type === 'progress') return report(call, message);
    if (message.used) call.used(message.used);
    if (message.type === 'used') return;
    measuring.end(call);
    running.delete(call.id);
    if (message.type === 'result') {
      call.succeed(message.output);
      parts.onSuccess();
    } else {
      const isMemory = message.failure.details?.['limit'] === 'memoryMb';
      call.fail(isMemory ? over(parts.manifest, 'memoryMb').error : failureOfWorker(message.failure));
    }
    if (running.size === 0) parts.onIdle();
  }

  return {
    start(call) {
      const { action, input, scope, settings } = call.request;
      taken += 1;
      try {
        measuring.begin(call);
        send({ message: { type: 'call', call: call.id, action, input, scope, settings } });
      } catch (error) {
        return call.fail(asHeronError(error));
      }
      running.set(call.id, call);
      call.heldBy(() => {
        tellToStop(call, parts);
        setTimeout(() => isRunning(call) && parts.kill(didNotStop(workerId, call)), graceMs).unref();
      });
    },
    receive,
    failAll(error) {
      measuring.stop();
      const ended = [...running.values()];
      running.clear();
      for (const call of ended) call.fail(error);
    },
    count: () => running.size,
    taken: () => taken,
  };
}

function tellToStop(call: OpenCall, parts: RunningCallsParts): void {
  const { code, message } = toFailure(call.stopReason());
  parts.send({ message: { type: 'cancel', call: call.id, failure: { code, message } } });
}

function didNotStop(workerId: string, call: OpenCall): RunEnd {
  const reason = `was ended because ${call.request.action} did not stop when it was told to`;
  return { reason, isCrash: false, error: new HeronError('worker-crashed', `The worker ${workerId} ${reason}`) };
}

function nonsense(workerId: string): RunEnd {
  const reason = 'speaks of calls it does not have';
  return { reason, isCrash: true, error: new HeronError('worker-crashed', `The worker ${workerId} ${reason}`) };
}

/**
 * Passes progress on, as much of it as a screen can show, and of partial results of a streaming action as much as a
 * reader can take. Each partial result has its number before any are left out, so that a gap shows.
 */
function createReporter(
  { actions }: RunningCallsParts['manifest'],
  clock: Clock,
): (call: OpenCall, message: ProgressMessage) => void {
  const screen = createRateLimit({ most: 100, windowMs: 500, clock });
  const reader = createRateLimit({ most: 5000, windowMs: 500, clock });
  const numbers = new WeakMap<OpenCall, number>();
  return (call, { percent, text, output }) => {
    const number = (numbers.get(call) ?? 0) + (output === undefined ? 0 : 1);
    numbers.set(call, number);
    const isStreamed = output !== undefined && actions[call.request.action]?.streaming === true;
    if (call.stopReason() || !(isStreamed ? reader : screen).allows()) return;
    call.request.onProgress({
      ...(percent === undefined ? {} : { percent }),
      ...(text === undefined ? {} : { text }),
      ...(output === undefined ? {} : { partial: { number, data: output as Json } }),
    });
  };
}
