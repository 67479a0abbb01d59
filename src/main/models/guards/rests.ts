import type { RestingModel } from '../../../contract/spending.ts';
import type { Clock } from '../../base/clock.ts';
import { HeronError } from '../../base/errors.ts';
import type { EventLog } from '../../base/event-log.ts';
import type { Fault } from './fault-of.ts';
import { forgottenAfterMs, restMs } from './rest-ladder.ts';
import type { Rest, RestStore } from './rest-store.ts';

/** One way to one model. */
export type Way = { model: string; account: string };

export type Rests = {
  /** Undefined when it may be asked. */
  of(way: Way): Rest | undefined;
  all(): RestingModel[];
  /** It could not answer a request that began at `beganAt`. */
  note(way: Way, fault: Fault, beganAt: number): Promise<Rest>;
  /** It answers: what was before is forgotten. */
  forget(way: Way): void;
  /** Other keys or other models were set: what failed before says nothing of them. */
  forgetAll(): void;
  /** It was found to be there again. Should it fail once more, it rests for longer than before. */
  wake(rest: Rest): Promise<void>;
  /** Errors: `not-found` when it does not rest. */
  resume(way: Way): Promise<void>;
};

/** Which ways to models are not asked for a while. They rest over a restart too. */
export function createRests({ log, store, clock }: { log: EventLog; store: RestStore; clock: Clock }): Rests {
  return {
    of({ model, account }) {
      const rest = store.get(model, account);
      return rest && rest.until > clock() ? rest : undefined;
    },
    all: () =>
      store.restingAt(clock()).map(({ model, account, because, until, times }) => {
        return { model, account, because, until, times };
      }),
    async note({ model, account }, { because, retryAfterMs }, beganAt) {
      const at = clock();
      const before = store.get(model, account);
      const isRecent = before !== undefined && at - before.until < forgottenAfterMs;
      // Requests that were made together and fail together are one failure.
      const isSame = isRecent && before.at >= beganAt;
      const times = isRecent ? before.times + (isSame ? 0 : 1) : 1;
      const until = Math.max(at + restMs(because, times, retryAfterMs), isSame ? before.until : 0);
      const rest: Rest = { model, account, because, at, until, times };
      const { at: _, ...payload } = rest;
      await log.append([{ type: 'model.rested', payload }], () => store.write(rest));
      return rest;
    },
    forget({ model, account }) {
      // Nearly always there is nothing, and reading that is cheaper than writing it.
      if (store.get(model, account)) store.remove(model, account);
    },
    forgetAll: store.clear,
    async wake({ model, account, at }) {
      const rest = store.get(model, account);
      // It may have failed again, or been set up anew, while it was looked at.
      if (!rest || rest.at !== at || rest.until <= clock()) return;
      const payload = { model, account, by: 'check' as const };
      await log.append([{ type: 'model.resumed', payload }], () => store.write({ ...rest, until: clock() }));
    },
    async resume({ model, account }) {
      const rest = store.get(model, account);
      if (!rest || rest.until <= clock()) {
        throw new HeronError('not-found', `${model} (${account}) does not rest`, { model, account });
      }
      await log.append([{ type: 'model.resumed', payload: { model, account } }], () => {
        store.remove(model, account);
      });
    },
  };
}
