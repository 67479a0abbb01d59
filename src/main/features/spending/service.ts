import type { AccountRoom } from '../../../contract/pacing.ts';
import type {
  ModelOption,
  OpenedModelAccess,
  ModelUse,
  SpendingLimit,
  SpendingUsage,
  TaskThinking,
  UsageSum,
} from '../../../contract/spending.ts';
import type { Clock } from '../../base/clock.ts';
import { HeronError } from '../../base/errors.ts';
import { dayOf, lastDays } from '../../models/guards/days.ts';
import { noUsage, type Holder } from '../../models/guards/usage-store.ts';
import type { OpenedDoor } from '../../models/door/model-door.ts';
import type { KeyLimits, ModelKey } from '../../models/door/model-keys.ts';
import type { Guards } from '../../models/guards/with-guards.ts';

export type SpendingParts = {
  guards: Pick<Guards, 'store' | 'limits' | 'rests' | 'background'>;
  /** All that are set up, as `provider/account`. */
  accounts: () => string[];
  /** Models that can be picked by name. */
  options: () => Promise<ModelOption[]>;
  door: OpenedDoor;
  /** Undefined: there is no such run. */
  stepsOf: (runId: string) => { status: string; steps: number } | undefined;
  /** What models thought in a run, in their words; undefined where that is not shown, or not kept. */
  thoughtsOf: (runId: string) => string | undefined;
  clock: Clock;
};

export type SpendingService = {
  usage(days: number): SpendingUsage;
  /** Of each account that is set up. */
  left(): AccountRoom[];
  /** Of a run or a conversation, or of everybody. */
  requests(asked: { runId?: string | undefined; conversationId?: string | undefined; limit: number }): {
    total: UsageSum;
    limits: SpendingLimit[];
    requests: ModelUse[];
  };
  /** Errors: `not-found`. */
  task(runId: string): TaskThinking;
  /** Errors: `not-found` when it does not rest. */
  resume(way: { model: string; account: string }): Promise<void>;
  options(): Promise<ModelOption[]>;
  /** Errors: `unsupported` where nobody serves the engine. */
  openAccess(limits: KeyLimits & { folder?: string | undefined }): ReturnType<OpenedDoor['open']>;
  access(): OpenedModelAccess[];
  /** Errors: `not-found`. */
  closeAccess(id: string): void;
};

/** What models used, as people ask for it. */
export function createSpending({
  guards,
  accounts,
  options,
  door,
  stepsOf,
  thoughtsOf,
  clock,
}: SpendingParts): SpendingService {
  const { store, limits, rests } = guards;
  return {
    usage(count) {
      const days = lastDays(clock(), count);
      const first = days[0] ?? dayOf(clock());
      const used = new Map(store.byDay(first).map((each) => [each.day, each]));
      const tokens = new Map(store.modelDays(first).map((each) => [`${each.day} ${each.model}`, each.tokens]));
      return {
        limits: [...limits.of({}), ...limits.ofShares()],
        total: store.since(first),
        days: days.map((day) => used.get(day) ?? { day, ...noUsage }),
        models: store
          .byModel(first)
          .map((each) => ({ ...each, days: days.map((day) => tokens.get(`${day} ${each.model}`) ?? 0) })),
        accounts: store.byAccount(first),
        purposes: store.byPurpose(first),
        shares: store.byShare(first),
        resting: rests.all(),
      };
    },
    left: () => guards.background.rooms(accounts()),
    requests({ runId, conversationId, limit }) {
      const holder = holderOf(runId, conversationId);
      const total = holder ? store.ofHolder(holder) : store.since('');
      const own = limits.of({ runId, conversationId }).filter(({ per }) => per === holder?.of);
      return { total, limits: own, requests: store.requests(holder, limit) };
    },
    task(runId) {
      const run = stepsOf(runId);
      if (!run) throw new HeronError('not-found', `There is no run ${runId}`, { runId });
      const { requests, reasoningTokens, thinkingMs } = store.thinkingOf(runId);
      return {
        ...{ id: runId, ...run, model_requests: requests },
        ...{ reasoning_tokens_used: reasoningTokens, thinking_time_ms: thinkingMs },
        reasoning: thoughtsOf(runId) ?? (reasoningTokens > 0 || thinkingMs > 0 ? '[redacted]' : null),
      };
    },
    resume: rests.resume,
    options,
    openAccess: ({ folder, ...given }) => door.open(folder === undefined ? {} : { folder }, given),
    access: () => door.keys().map(toAccess),
    closeAccess(id) {
      if (!door.revoke(id)) throw new HeronError('not-found', `There is no key ${id}, or its time is over`, { id });
    },
  };
}

function toAccess({
  id,
  expiresAt,
  scope: { runId, folder },
  limits: { tokens, money },
  used,
}: ModelKey): OpenedModelAccess {
  return {
    ...{ id, expiresAt, tokens, used },
    ...(money === undefined ? {} : { money }),
    ...(runId === undefined ? {} : { runId }),
    ...(folder === undefined ? {} : { folder }),
  };
}

function holderOf(runId: string | undefined, conversationId: string | undefined): Holder | undefined {
  if (runId !== undefined) return { of: 'run', id: runId };
  return conversationId === undefined ? undefined : { of: 'conversation', id: conversationId };
}
