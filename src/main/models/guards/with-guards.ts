import type { FailoverSettings, SpendingSettings } from '../../../contract/spending.ts';
import type { Clock } from '../../base/clock.ts';
import type { Database } from '../../base/database.ts';
import type { EventLog } from '../../base/event-log.ts';
import type { FindCandidates, ModelClient, ModelPart, ModelPurpose, ModelRequest } from '../model-client.ts';
import { createFailover } from './failover.ts';
import { createLimits, type Limits } from './limits.ts';
import { createMeter } from './meter.ts';
import { restStore } from './rest-store.ts';
import { createRests, type Rests } from './rests.ts';
import { type UsageStore, usageStore } from './usage-store.ts';

export type GuardParts = {
  log: EventLog;
  database: Database;
  clock: Clock;
  settings: () => { spending: SpendingSettings; failover: FailoverSettings };
  /** The model that somebody gave a conversation. */
  chosenIn: (conversationId: string) => string | undefined;
};

/** What guards know, for whoever shows it. */
export type Guards = {
  /** The way to models with everything around it: limits, failover, what was used. */
  withGuards(find: FindCandidates): ModelClient;
  store: UsageStore;
  limits: Limits;
  rests: Rests;
};

export function createGuards({ log, database, clock, settings, chosenIn }: GuardParts): Guards {
  const store = usageStore(database);
  const limits = createLimits({ log, store, clock, settings: () => settings().spending });
  const rests = createRests({ log, clock, store: restStore(database) });
  const meter = createMeter({ log, store, limits, clock });
  const answer = createFailover({ log, store, rests, meter, clock, settings: () => settings().failover });

  async function* stream(find: FindCandidates, given: ModelRequest): AsyncGenerator<ModelPart, void> {
    given.signal.throwIfAborted();
    const purpose = purposeOf(given);
    const request = withChosen(given, chosenIn);
    const candidates = await find(request);
    const leave = await limits.enter(request, purpose);
    try {
      yield* answer(candidates, request, purpose);
    } finally {
      leave();
    }
  }

  return {
    withGuards: (find) => ({ stream: (request) => stream(find, request) }),
    ...{ store, limits, rests },
  };
}

function purposeOf({ choice }: ModelRequest): string {
  return 'purpose' in choice ? choice.purpose : 'chosen';
}

/** Jobs of their own, that routing gives to the cheapest. */
const besides = new Set<ModelPurpose>(['summary', 'title']);

/** What a conversation was given goes before what routing would choose. */
function withChosen(request: ModelRequest, chosenIn: GuardParts['chosenIn']): ModelRequest {
  const { choice, scope } = request;
  if ('named' in choice || besides.has(choice.purpose) || scope.conversationId === undefined) return request;
  const named = chosenIn(scope.conversationId);
  return named === undefined ? request : { ...request, choice: { named } };
}
