import {
  allTokens,
  amountText,
  type LimitPeriod,
  limitPeriods,
  limitKey,
  limitOfShare,
  limitSetting,
  limitText,
  limitUnits,
  type ShareLimit,
  type SpendingLimit,
  type SpendingSettings,
  type UsageSum,
} from '../../../contract/spending.ts';
import type { Clock } from '../../base/clock.ts';
import { HeronError } from '../../base/errors.ts';
import type { EventLog } from '../../base/event-log.ts';
import type { ModelPurpose, ModelRequest } from '../model-client.ts';
import { dayOf, periodAround } from './days.ts';
import { tokensOfRequest } from './estimate-tokens.ts';
import { limitsFor, type Shares } from './shares.ts';
import type { UsageStore } from './usage-store.ts';

export type LimitScope = { conversationId?: string | undefined; runId?: string | undefined } & Shares;

export type Limits = {
  /** Those that are set, beside what was used of them. */
  of(scope: LimitScope): SpendingLimit[];
  /** Those of every agent, channel and folder. */
  ofShares(): SpendingLimit[];
  /** Lets a request in and gives what is called when it is over. Errors: `limit-exceeded`. */
  enter(request: ModelRequest, purpose: string): Promise<() => void>;
  /** The limits of which a use made the warning due. */
  nearedBetween(before: SpendingLimit[], after: SpendingLimit[]): SpendingLimit[];
};

type LimitParts = {
  log: EventLog;
  store: UsageStore;
  settings: () => SpendingSettings;
  shares: () => readonly ShareLimit[];
  clock: Clock;
};

/** Nobody waits for these: they may only use what would be left over otherwise. */
const background = new Set<string>(['summary', 'title'] satisfies ModelPurpose[]);

export function createLimits(parts: LimitParts): Limits {
  const { settings, clock } = parts;
  const underWay = createUnderWay();
  const tell = tellingOnce(parts.log);

  return {
    of: (scope) => limitsOf(parts, scope),
    ofShares: () => parts.shares().flatMap((limit) => ofShare(parts, limit)),
    async enter(request, purpose) {
      const { scope } = request;
      const tokens = tokensOfRequest(request);
      for (const limit of limitsOf(parts, scope)) {
        const more = limit.unit === 'tokens' ? tokens + underWay.tokens(limit, scope) : 0;
        if (limit.used >= limit.atMost || limit.used + more > limit.atMost) {
          await tell(limit, scope);
          throw exceeded(limit);
        }
        if (background.has(purpose) && isAhead(limit, clock())) throw heldBack(limit);
      }
      return underWay.add({ ...scope, tokens });
    },
    nearedBetween(before, after) {
      const share = settings().warnAt / 100;
      return after.filter((limit) => {
        const { used, atMost } = limit;
        const was = before.find((each) => limitKey(each) === limitKey(limit))?.used ?? 0;
        return was < atMost * share && used >= atMost * share;
      });
    },
  };
}

function limitsOf(parts: LimitParts, scope: LimitScope): SpendingLimit[] {
  const given = parts.settings();
  const general = limitPeriods.flatMap((per) => {
    const set = limitUnits
      .map((unit) => ({ unit, atMost: given[limitSetting(per, unit)] }))
      .filter(({ atMost }) => atMost > 0);
    const used = set.length === 0 ? undefined : usedIn(parts, per, scope);
    if (!used) return [];
    const resets = per === 'day' || per === 'month' ? { resetsAt: periodAround(parts.clock(), per).to } : {};
    return set.map((each) => ({
      per,
      ...each,
      used: each.unit === 'tokens' ? allTokens(used) : used.money,
      ...resets,
    }));
  });
  return [...general, ...limitsFor(parts.shares(), scope).flatMap((limit) => ofShare(parts, limit))];
}

function ofShare({ store, clock }: LimitParts, { kind, name, ...amounts }: ShareLimit): SpendingLimit[] {
  return (['day', 'month'] as const).flatMap((per) => {
    const set = limitUnits.filter((unit) => amounts[limitOfShare(per, unit)] > 0);
    if (set.length === 0) return [];
    const { from, to } = periodAround(clock(), per);
    const used = store.ofShare({ kind, name }, dayOf(from));
    return set.map((unit) => ({
      ...{ per, unit, atMost: amounts[limitOfShare(per, unit)], of: { kind, name }, resetsAt: to },
      used: unit === 'tokens' ? allTokens(used) : used.money,
    }));
  });
}

/** undefined: the request is in none. */
function usedIn({ store, clock }: LimitParts, per: LimitPeriod, scope: LimitScope): UsageSum | undefined {
  if (per === 'day' || per === 'month') return store.since(dayOf(periodAround(clock(), per).from));
  const id = per === 'run' ? scope.runId : scope.conversationId;
  return id === undefined ? undefined : store.ofHolder({ of: per, id });
}

/** Requests under way: what they come to is only known at their end. */
function createUnderWay() {
  const requests = new Set<LimitScope & { tokens: number }>();
  return {
    /** Gives what is called when it is over. */
    add(request: LimitScope & { tokens: number }): () => void {
      requests.add(request);
      return () => void requests.delete(request);
    },
    /** Of the requests that are in the same as this one. */
    tokens({ per, of }: Pick<SpendingLimit, 'per' | 'of'>, { conversationId, runId }: LimitScope): number {
      let tokens = 0;
      for (const each of requests) {
        if (of && each[of.kind] !== of.name) continue;
        if (per === 'run' && each.runId !== runId) continue;
        if (per === 'conversation' && each.conversationId !== conversationId) continue;
        tokens += each.tokens;
      }
      return tokens;
    },
  };
}

/** Tells that a limit is reached, once until it begins anew or is changed. */
function tellingOnce(log: EventLog) {
  const told = new Map<string, number>();
  return async (limit: SpendingLimit, scope: LimitScope): Promise<void> => {
    const { per, atMost, resetsAt } = limit;
    const holder = per === 'run' ? scope.runId : per === 'conversation' ? scope.conversationId : resetsAt;
    const key = `${limitKey(limit)} ${holder}`;
    if (told.get(key) === atMost) return;
    told.set(key, atMost);
    await log.append([{ type: 'model.limitReached', payload: { limit }, scope: scopeOf(scope) }]);
  };
}

/** More of it is used than of its time has passed. Near its end all that is left may be used up. */
function isAhead({ per, used, atMost }: SpendingLimit, now: number): boolean {
  if (per !== 'day' && per !== 'month') return false;
  const { from, to } = periodAround(now, per);
  return used / atMost > (now - from) / (to - from);
}

export function scopeOf({
  conversationId,
  runId,
  taskId,
}: ModelRequest['scope'] | (LimitScope & { taskId?: undefined })) {
  return {
    ...(conversationId === undefined ? {} : { conversationId }),
    ...(runId === undefined ? {} : { runId }),
    ...(taskId === undefined ? {} : { taskId }),
  };
}

const where = 'limits are changed in Settings, Spending, or with "heron models limits"';

function exceeded(limit: SpendingLimit): HeronError {
  const text = `The limit of ${limitText(limit)} for models leaves no room for this request (${amountText(limit, limit.used)} used); ${where}`;
  return new HeronError('limit-exceeded', text, detailsOf(limit));
}

function heldBack(limit: SpendingLimit): HeronError {
  const text = `Work in the background waits: of the limit of ${limitText(limit)} more is used than of the ${limit.per} has passed; ${where}`;
  return new HeronError('limit-exceeded', text, detailsOf(limit));
}

function detailsOf({ per, unit, used, atMost, resetsAt, of }: SpendingLimit): Record<string, unknown> {
  const setting = of ? 'shares.limits' : `spending.${limitSetting(per, unit)}`;
  return { ...(of ? { of } : {}), per, unit, used, atMost, setting, ...(resetsAt === undefined ? {} : { resetsAt }) };
}
