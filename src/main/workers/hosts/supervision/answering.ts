import type { Manifest } from '../../../../contract/manifest.ts';
import type { Clock } from '../../../base/clock.ts';
import type { HeronError } from '../../../base/errors.ts';
import type { HostProcess } from '../wire/host-process.ts';
import type { OpenCall } from './open-call.ts';
import { type RunEnd, spoilt } from './run-end.ts';
import type { RunningCalls } from './running-calls.ts';
import { createSingleTimer } from './single-timer.ts';
import { createWaitingCalls } from './waiting-calls.ts';

export type AnsweringParts = {
  manifest: Manifest;
  clock: Clock;
  host: Pick<HostProcess, 'send'>;
  calls: Pick<RunningCalls, 'start' | 'count' | 'failAll'>;
  kill: (end: RunEnd) => void;
  onIdle: () => void;
  /** Calls that it was handed after a rest, and has not heard of before it was found dead. */
  onUnheard: (calls: OpenCall[]) => void;
};

/**
 * Asks a process that has rested whether it still answers, before it is handed the next call: in one that hangs, that would wait
 * out all its time.
 */
export type Answering = {
  /** It has nothing to do from now on. */
  rests: () => void;
  /** `isFrozen`: until now. */
  start: (call: OpenCall, isFrozen: boolean) => void;
  answered: () => void;
  /** It has calls in hand, or some wait for its answer. */
  isBusy: () => boolean;
  /** The calls that wait for its answer. */
  take: () => OpenCall[];
  /** These, and those it has in hand. */
  failAll: (error: HeronError) => void;
};

/** Who was at work so shortly before is not asked. */
const freshMs = 10_000;
const answersWithinMs = 5000;

export function createAnswering({ manifest, clock, host, calls, kill, onIdle, onUnheard }: AnsweringParts): Answering {
  const waiting = createWaitingCalls();
  const timer = createSingleTimer();
  let restsSince = Infinity;
  let isAsked = false;

  function take(): OpenCall[] {
    timer.clear();
    return waiting.take();
  }

  function ask(): void {
    isAsked = true;
    timer.set(answersWithinMs, () => {
      kill(spoilt(manifest, 'no longer answers'));
      onUnheard(take());
    });
    host.send({ message: { type: 'ping' } });
  }

  return {
    take,
    rests: () => void (restsSince = clock()),
    start(call, isFrozen) {
      const isDoubtful = isFrozen || clock() - restsSince >= freshMs;
      restsSince = Infinity;
      if (!isDoubtful && !isAsked) return calls.start(call);
      waiting.add(call);
      if (!isAsked) ask();
    },
    answered() {
      if (!isAsked) return;
      isAsked = false;
      take().forEach(calls.start);
      if (calls.count() === 0) onIdle(); // all who waited have gone, or could not be sent
    },
    isBusy: () => isAsked || calls.count() > 0,
    failAll(error) {
      calls.failAll(error);
      for (const call of take()) call.fail(error);
    },
  };
}
