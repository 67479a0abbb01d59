import type { FailoverSettings, ShareSettings, SpendingSettings } from '../../../contract/spending.ts';
import type { Clock } from '../../base/clock.ts';
import type { Database } from '../../base/database.ts';
import type { EventLog } from '../../base/event-log.ts';
import type { MakeId } from '../../base/ids.ts';
import type { Logger } from '../../base/logger.ts';
import type {
  FindCandidates,
  ModelCandidate,
  ModelClient,
  ModelPart,
  ModelPurpose,
  ModelRequest,
} from '../model-client.ts';
import type { CompactionHooks } from '../context/compaction.ts';
import { checkpointStore } from '../context/checkpoint-store.ts';
import { createModelContext, type ModelContext } from '../context/model-context.ts';
import { createRemembering, type RememberingParts } from '../context/remember.ts';
import type { UsageWindow } from '../../../contract/models.ts';
import type { PacingSettings } from '../../../contract/pacing.ts';
import { type Background, createBackground } from '../pacing/background.ts';
import { planWindows } from '../pacing/plan-windows.ts';
import { sleep } from '../pacing/sleep.ts';
import { createFailover } from './failover.ts';
import { createHealthChecks, type HealthChecks, type ListModels } from './health-checks.ts';
import { createLimits, type Limits } from './limits.ts';
import { createMeter } from './meter.ts';
import { restStore } from './rest-store.ts';
import { createRests, type Rests } from './rests.ts';
import { allowedIn, type SharesOf } from './shares.ts';
import { type UsageStore, usageStore } from './usage-store.ts';

export type GuardParts = {
  log: EventLog;
  database: Database;
  clock: Clock;
  settings: () => {
    spending: SpendingSettings;
    failover: FailoverSettings;
    shares: ShareSettings;
    pacing: PacingSettings;
  };
  /** What providers said last of their own limits. */
  windows: () => UsageWindow[];
  /** The model that somebody gave a conversation. */
  chosenIn: (conversationId: string) => string | undefined;
  /** The channel and the folder of a request that does not say them. */
  sharesOf: SharesOf;
  /** Asks servers what they have; without it nobody looks whether one is there again. */
  listModels?: ListModels | undefined;
  /** What makes requests fit. */
  context: {
    makeId: MakeId;
    logger: Logger;
    hooks: CompactionHooks;
    windowOf: (model: string) => number | undefined;
    /** Who could write summaries. */
    find: FindCandidates;
    /** Where notes are kept before older messages go, and whether that is wanted; absent where nothing is noted. */
    notes?: Pick<RememberingParts, 'isOn' | 'keep'> | undefined;
  };
};

/** What guards know, for whoever shows it. */
export type Guards = {
  /** The way to models with everything around it: limits, failover, what was used. */
  withGuards(find: FindCandidates): ModelClient;
  store: UsageStore;
  limits: Limits;
  rests: Rests;
  context: ModelContext;
  background: Background;
  /** Absent where nobody looks. */
  health: HealthChecks | undefined;
  /** Has work in the background wait for its room before it asks; gives what is called when it has asked. Errors: those of finding a model. */
  enter(request: ModelRequest): Promise<() => void>;
};

export function createGuards(parts: GuardParts): Guards {
  const { log, database, clock, settings, windows: _, context: given, listModels: list, ...where } = parts;
  const { store, limits, rests, meter, background } = countingOf(parts);
  // A summary is part of what waits for it, and that has its room.
  const client: ModelClient = {
    stream: (request) =>
      stream(given.find, { ...request, scope: { ...request.scope, hasEntered: true } }, 'compaction'),
  };
  const { notes } = given;
  const placed = placing(where);
  const allowed = async (find: FindCandidates, request: ModelRequest): Promise<readonly ModelCandidate[]> =>
    allowedIn(request.scope.folder, await find(request), settings().shares);
  const context = createModelContext({
    ...{ ...given, log, clock, store: checkpointStore(database) },
    find: (request) => allowed(given.find, placed(request)),
    // Somebody waits for a summary: it is no work in the background.
    summaries: { client },
    remember: notes && createRemembering({ ...notes, log, client }),
  });
  const fitted = context.around(meter);
  const health = list && createHealthChecks({ rests, list, clock });
  const answer = createFailover({
    ...{ log, store, rests, health, meter: fitted, clock },
    settings: () => settings().failover,
  });

  async function* stream(
    find: FindCandidates,
    asked: ModelRequest,
    lane = purposeOf(asked),
  ): AsyncGenerator<ModelPart, void> {
    asked.signal.throwIfAborted();
    const purpose = purposeOf(asked);
    const request = placed(asked);
    const candidates = background.open(await allowed(find, request), request);
    // Limits go by what is asked, not by all there is.
    const shown = context.shown(candidates[0]?.model ?? '', request);
    const leave = await limits.enter(shown, lane);
    try {
      yield* answer(candidates, request, purpose);
    } finally {
      leave();
    }
  }

  return {
    withGuards: (find) => ({ stream: (request) => stream(find, request) }),
    ...{ store, limits, rests, health, context, background },
    enter: (asked) => {
      const request = placed(asked);
      return background.enter(request, () => allowed(given.find, request));
    },
  };
}

/** What is counted of requests, and what goes by it. */
function countingOf({ log, database, clock, settings, windows }: GuardParts) {
  const store = usageStore(database);
  const limits = createLimits({
    ...{ log, store, clock },
    settings: () => settings().spending,
    shares: () => settings().shares.limits,
  });
  const counted = planWindows(database, clock, () => settings().pacing.plans);
  return {
    ...{ store, limits },
    rests: createRests({ log, clock, store: restStore(database) }),
    meter: createMeter({ log, store, limits, clock }),
    background: createBackground({
      ...{ log, clock, sleep, limitsOf: limits.of, settings: () => settings().pacing },
      windows: () => [...windows(), ...counted()],
    }),
  };
}

function purposeOf({ choice }: ModelRequest): string {
  return 'purpose' in choice ? choice.purpose : 'chosen';
}

/** Jobs of their own, that routing gives to the cheapest. */
const besides = new Set<ModelPurpose>(['summary', 'title', 'route']);

/** A request with what its conversation and its run say of it. */
function placing({ chosenIn, sharesOf }: Pick<GuardParts, 'chosenIn' | 'sharesOf'>) {
  return (asked: ModelRequest): ModelRequest => {
    const { channel, folder, isBackground } = sharesOf(asked.scope);
    const found = {
      ...(channel === undefined ? {} : { channel }),
      ...(folder === undefined ? {} : { folder }),
      ...(isBackground ? { isBackground } : {}),
    };
    return withChosen({ ...asked, scope: { ...found, ...asked.scope } }, chosenIn);
  };
}

/** What a conversation was given goes before what routing would choose. */
function withChosen(request: ModelRequest, chosenIn: GuardParts['chosenIn']): ModelRequest {
  const { choice, scope } = request;
  if ('named' in choice || besides.has(choice.purpose) || scope.conversationId === undefined) return request;
  const named = chosenIn(scope.conversationId);
  return named === undefined ? request : { ...request, choice: { named } };
}
