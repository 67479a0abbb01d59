import { type FailoverSettings, restReason } from '../../../contract/spending.ts';
import type { Clock } from '../../base/clock.ts';
import { HeronError } from '../../base/errors.ts';
import type { EventLog } from '../../base/event-log.ts';
import type { ModelCandidate, ModelPart, ModelRequest } from '../model-client.ts';
import { faultOf } from './fault-of.ts';
import type { HealthChecks } from './health-checks.ts';
import { scopeOf } from './limits.ts';
import type { Meter } from './meter.ts';
import { orderCandidates } from './order-candidates.ts';
import { isFirm } from './rest-ladder.ts';
import type { Rest } from './rest-store.ts';
import type { Rests, Way } from './rests.ts';
import type { Holder, UsageStore } from './usage-store.ts';

export type FailoverParts = {
  log: EventLog;
  store: UsageStore;
  rests: Rests;
  /** Told of those that are passed over. */
  health?: Pick<HealthChecks, 'look'> | undefined;
  meter: Meter;
  settings: () => FailoverSettings;
  clock: Clock;
};

type Answer = (
  candidates: readonly ModelCandidate[],
  request: ModelRequest,
  purpose: string,
) => AsyncGenerator<ModelPart, void>;

/** Why a way was passed over. */
type Missed = { candidate: ModelCandidate; because: string; message: string; until: number; error?: HeronError };

type PassedOver = { candidate: ModelCandidate; rest: Rest };

const lately = { ms: 3_600_000, requests: 10, fewest: 4 };

/** Asks one way after the other until one begins to answer. What has begun is never begun again. */
export function createFailover(parts: FailoverParts): Answer {
  const { rests, clock } = parts;

  async function* attempt(
    candidate: ModelCandidate,
    request: ModelRequest,
    purpose: string,
    onFirstPart: () => Promise<void>,
  ): AsyncGenerator<ModelPart, Missed | undefined> {
    const beganAt = clock();
    let hasBegun = false;
    try {
      for await (const part of parts.meter(candidate, request, purpose)) {
        if (!hasBegun) await onFirstPart();
        hasBegun = true;
        yield part;
      }
      rests.forget(candidate);
      return undefined;
    } catch (error) {
      const fault = request.signal.aborted ? undefined : faultOf(error);
      if (!fault) throw error;
      const { until } = await rests.note(candidate, fault, beganAt);
      if (hasBegun) throw error;
      const { because, error: failed } = fault;
      return { candidate, because, message: failed.message, until, error: failed };
    }
  }

  return async function* answer(candidates, request, purpose) {
    const wanted = chosen(parts, candidates, request);
    const missed: Missed[] = [];
    const { open, resting } = byRest(rests, wanted);
    parts.health?.look(resting.map(({ rest }) => rest));
    missed.push(...resting.map(({ candidate, rest }) => missedBy(candidate, rest)));
    for (const candidate of open) {
      const fellBack = (): Promise<void> => noteFallBack(parts, { wanted, missed, candidate, request, purpose });
      const failed = yield* attempt(candidate, request, purpose, fellBack);
      if (!failed) return;
      missed.push(failed);
    }
    throw nobodyAnswered(missed, request);
  };
}

/** A model that was named is asked by all of its accounts, and no other in its place. */
function chosen(
  { store, settings, clock }: FailoverParts,
  candidates: readonly ModelCandidate[],
  { choice, scope }: ModelRequest,
): ModelCandidate[] {
  const named = 'named' in choice ? candidates.filter(({ model }) => model === candidates[0]?.model) : candidates;
  const holder = holderOf(scope);
  const pinned = new Map<string, string | undefined>();
  const accountOf = (model: string): string | undefined => {
    if (!pinned.has(model)) pinned.set(model, holder && store.lastAccount(holder, model));
    return pinned.get(model);
  };
  const ordered = orderCandidates(named, settings(), {
    isPinned: ({ model, account }) => accountOf(model) === account,
    isAiling: (way) => isAiling(store, way, clock()),
  });
  if (ordered.length > 0) return ordered;
  const { region } = settings();
  throw new HeronError('unsupported', `No model is in the region ${region}, and the settings allow no other`, {
    region,
  });
}

function holderOf({ conversationId, runId }: ModelRequest['scope']): Holder | undefined {
  if (conversationId !== undefined) return { of: 'conversation', id: conversationId };
  return runId === undefined ? undefined : { of: 'run', id: runId };
}

function isAiling(store: UsageStore, way: Way, now: number): boolean {
  const ends = store.lastEnds(way, now - lately.ms, lately.requests);
  return ends.length >= lately.fewest && ends.filter(Boolean).length * 2 > ends.length;
}

/** Where all rest, those are asked all the same that nobody forbade to be asked. */
function byRest(rests: Rests, wanted: readonly ModelCandidate[]): { open: ModelCandidate[]; resting: PassedOver[] } {
  const all = wanted.map((candidate) => ({ candidate, rest: rests.of(candidate) }));
  const awake = all.filter(({ rest }) => !rest);
  const asked = awake.length > 0 ? awake : all.filter(({ rest }) => rest && !isFirm(rest.because));
  const resting = all.flatMap((each) =>
    each.rest && !asked.includes(each) ? [{ candidate: each.candidate, rest: each.rest }] : [],
  );
  return { open: asked.map(({ candidate }) => candidate), resting };
}

function missedBy(candidate: ModelCandidate, { because, until }: Rest): Missed {
  return { candidate, because, until, message: `it ${restReason(because)}` };
}

type FallBack = {
  wanted: readonly ModelCandidate[];
  missed: readonly Missed[];
  candidate: ModelCandidate;
  request: ModelRequest;
  purpose: string;
};

async function noteFallBack({ log }: FailoverParts, { wanted, missed, candidate, request, purpose }: FallBack) {
  const first = missed.find((each) => each.candidate === wanted[0]);
  if (!first || candidate === wanted[0]) return;
  const { because, message, until } = first;
  const payload = { purpose, from: wayOf(first.candidate), to: wayOf(candidate), because, message, until };
  await log.append([{ type: 'model.fellBack', payload, scope: scopeOf(request.scope) }]);
}

function wayOf({ model, account }: Way): Way {
  return { model, account };
}

/** One that was asked is told as it failed; of several, each is named. */
function nobodyAnswered(missed: readonly Missed[], { choice }: ModelRequest): HeronError {
  const [only] = missed;
  if (missed.length === 1 && only?.error) return only.error;
  const soonest = Math.min(...missed.map(({ until }) => until));
  const told = missed.map(({ candidate: { model, account }, because, until }) => {
    return `${model} (${account}) ${restReason(because)} and rests until ${timeText(until)}`;
  });
  const advice = 'named' in choice ? '; a model that was chosen is not replaced by another' : '';
  const text = `No model can answer: ${told.join('; ')}${advice}. Settings, Spending has them asked again`;
  const tried = missed.map(({ candidate, because, until }) => ({ ...wayOf(candidate), because, until }));
  return new HeronError('provider', text, { kind: missed.at(-1)?.because, tried, until: soonest });
}

function timeText(at: number): string {
  return new Date(at).toLocaleTimeString('en', { hour12: false });
}
