import type { Clock } from '../../../base/clock.ts';
import { toFailure } from '../../../base/errors.ts';
import type { Logger } from '../../../base/logger.ts';
import { StoppedByPerson } from '../stopped-by-person.ts';
import type { KeptQueued, QueueStore } from '../queue-store.ts';
import type { TurnTaking } from '../turn-taking.ts';
import { choose, type Turn } from './lane.ts';
import type { LaneParts } from './lane-parts.ts';
import type { LaneRules } from './lane-rules.ts';

export type GoingParts = {
  store: QueueStore;
  logger: Logger;
  turns: TurnTaking;
  clock: Clock;
  rules: LaneRules;
  work: Pick<LaneParts, 'isWorking' | 'running' | 'stopRuns'>;
  /** Whether a run has ended whose answer is being written. */
  isAnswering: (conversationId: string) => boolean;
  /** Says them in the person's name as one message, takes them out of the queue with that, and gives the run it led to. */
  say: (queued: KeptQueued[], signal: AbortSignal) => Promise<string | undefined>;
};

/** Lets what waits go when its turn has come. */
export function createGoing({ store, turns, logger, clock, rules, work, say, ...parts }: GoingParts) {
  const sending = new Set<Promise<unknown>>();
  /** One that failed stays where it is, and is tried again when its conversation comes to rest the next time. */
  const failed = new Set<string>();
  const alarm = createAlarm(goOn);
  let goes = false;

  const isWorking = (conversationId: string): boolean =>
    turns.isTaken(conversationId) || work.isWorking(conversationId) || parts.isAnswering(conversationId);
  const interrupts = createInterrupts({ turns, work, logger }, isWorking);
  const taken = (): number => new Set([...turns.taken(), ...work.running()]).size;
  const freePlaces = (): number => Math.max(0, rules.places() - taken());

  /** What waits may have been changed or taken back by the time its turn comes. */
  const send = (conversationId: string, messageIds: readonly string[]): Promise<string | undefined> =>
    turns.take(conversationId, async (signal) => {
      const queued = messageIds.flatMap((id) => store.get(conversationId, id) ?? []);
      return queued.length === 0 ? undefined : say(queued, signal);
    });

  function goOn(): void {
    if (!goes) return;
    const waiting = [...store.lanes()];
    const lanes = waiting.map(([id, queued]) => ({
      ...{ id, waiting: queued.map((one) => rules.toWaiting(one)) },
      isBusy: failed.has(id) || isWorking(id),
    }));
    for (const [id, queued] of waiting) interrupts.heed(id, queued);
    const { turns: begun, wakeInMs } = choose(lanes, { now: clock(), freePlaces: freePlaces() });
    alarm.set(wakeInMs);
    begun.forEach(begin);
  }

  function begin({ laneId, messages }: Turn<{ id: string }>): void {
    const ids = messages.map(({ id }) => id);
    const watched: Promise<unknown> = send(laneId, ids)
      .catch((error: unknown) => {
        const failure = toFailure(error);
        failed.add(laneId);
        if (failure.code !== 'cancelled') logger.error('A queued message could not be sent', { failure });
      })
      .finally(() => {
        sending.delete(watched);
        goOn();
      });
    sending.add(watched);
  }

  return {
    ...{ isWorking, freePlaces, taken, send },
    goOn: (conversationId: string): void => {
      failed.delete(conversationId);
      goOn();
    },
    resume: (): void => {
      goes = true;
      goOn();
    },
    close: async (): Promise<void> => {
      goes = false;
      alarm.set(undefined);
      await Promise.all(sending);
    },
  };
}

/** Stops for a message's sake what is under way: once, and also what a person wanted to stop when the last engine ended. */
function createInterrupts(
  { turns, work, logger }: Pick<GoingParts, 'turns' | 'work' | 'logger'>,
  isWorking: (conversationId: string) => boolean,
) {
  const heeded = new Set<string>();
  return {
    heed: (conversationId: string, queued: readonly KeptQueued[]): void => {
      const interrupting = queued.filter(({ id, mode }) => mode === 'interrupt' && !heeded.has(id));
      if (interrupting.length === 0) return;
      for (const { id } of interrupting) heeded.add(id);
      if (!isWorking(conversationId)) return;
      turns.stopCurrent(conversationId, new StoppedByPerson());
      work.stopRuns(conversationId).catch((error: unknown) => {
        logger.error('What was interrupted could not be stopped', { failure: toFailure(error) });
      });
    },
  };
}

/** One timer, set anew each time. */
function createAlarm(ring: () => void) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    set: (inMs: number | undefined): void => {
      clearTimeout(timer);
      timer = inMs === undefined ? undefined : setTimeout(ring, inMs);
      timer?.unref();
    },
  };
}
