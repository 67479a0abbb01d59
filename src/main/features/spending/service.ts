import type { ModelOption, ModelUse, SpendingLimit, SpendingUsage, UsageSum } from '../../../contract/spending.ts';
import type { Clock } from '../../base/clock.ts';
import { dayOf, lastDays } from '../../models/guards/days.ts';
import { noUsage, type Holder } from '../../models/guards/usage-store.ts';
import type { Guards } from '../../models/guards/with-guards.ts';

export type SpendingParts = {
  guards: Pick<Guards, 'store' | 'limits' | 'rests'>;
  /** Models that can be picked by name. */
  options: () => Promise<ModelOption[]>;
  clock: Clock;
};

export type SpendingService = {
  usage(days: number): SpendingUsage;
  /** Of a run or a conversation, or of everybody. */
  requests(asked: { runId?: string | undefined; conversationId?: string | undefined; limit: number }): {
    total: UsageSum;
    limits: SpendingLimit[];
    requests: ModelUse[];
  };
  /** Errors: `not-found` when it does not rest. */
  resume(way: { model: string; account: string }): Promise<void>;
  options(): Promise<ModelOption[]>;
};

/** What models used, as people ask for it. */
export function createSpending({ guards: { store, limits, rests }, options, clock }: SpendingParts): SpendingService {
  return {
    usage(count) {
      const days = lastDays(clock(), count);
      const first = days[0] ?? dayOf(clock());
      const used = new Map(store.byDay(first).map((each) => [each.day, each]));
      const tokens = new Map(store.modelDays(first).map((each) => [`${each.day} ${each.model}`, each.tokens]));
      return {
        limits: limits.of({}),
        total: store.since(first),
        days: days.map((day) => used.get(day) ?? { day, ...noUsage }),
        models: store
          .byModel(first)
          .map((each) => ({ ...each, days: days.map((day) => tokens.get(`${day} ${each.model}`) ?? 0) })),
        accounts: store.byAccount(first),
        purposes: store.byPurpose(first),
        resting: rests.all(),
      };
    },
    requests({ runId, conversationId, limit }) {
      const holder = holderOf(runId, conversationId);
      const total = holder ? store.ofHolder(holder) : store.since('');
      const own = limits.of({ runId, conversationId }).filter(({ per }) => per === holder?.of);
      return { total, limits: own, requests: store.requests(holder, limit) };
    },
    resume: rests.resume,
    options,
  };
}

function holderOf(runId: string | undefined, conversationId: string | undefined): Holder | undefined {
  if (runId !== undefined) return { of: 'run', id: runId };
  return conversationId === undefined ? undefined : { of: 'conversation', id: conversationId };
}
