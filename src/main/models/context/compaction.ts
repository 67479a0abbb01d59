import type { Checkpoint } from '../../../contract/context.ts';
import type { Clock } from '../../base/clock.ts';
import { HeronError, toFailure } from '../../base/errors.ts';
import type { EventLog } from '../../base/event-log.ts';
import type { MakeId } from '../../base/ids.ts';
import type { Logger } from '../../base/logger.ts';
import type { HistoryOf, ModelClient, ModelMessage, ModelRequest } from '../model-client.ts';
import type { CheckpointStore, KeptCheckpoint } from './checkpoint-store.ts';
import { countMessages } from './count-tokens.ts';
import { olderMessages, withCheckpoints } from './plan-compaction.ts';
import { type Forgetting, noteRoom } from './remember.ts';
import { placeOf } from './place-of.ts';
import { summarise } from './summarise.ts';

/** Of a history, in numbers; what hooks are told. */
type Measure = { conversationId?: string; runId?: string; messages: number; tokens: number };

/** Who is asked before, and told after. */
export type CompactionHooks = {
  compacting(measure: Measure, signal: AbortSignal): Promise<{ reason: string } | undefined>;
  compacted(measure: Measure & { messagesAfter: number; tokensAfter: number }): void;
};

export type CompactionParts = {
  log: EventLog;
  store: CheckpointStore;
  makeId: MakeId;
  clock: Clock;
  logger: Logger;
  hooks: CompactionHooks;
  /** Notes what has to outlast older messages, before they go; absent where nothing is noted. */
  remember?: ((going: Forgetting) => Promise<void>) | undefined;
  /** Who writes summaries, and the window of the model it asks first. */
  summaries: { client: ModelClient; window(request: Pick<ModelRequest, 'scope' | 'signal'>): Promise<number> };
};

export type CompactionWish = {
  of: HistoryOf;
  /** The whole history, with what is already summarised. */
  messages: readonly ModelMessage[];
  /** Tokens of the messages that fit. */
  room: number;
  because: Checkpoint['because'];
  scope: ModelRequest['scope'];
  signal: AbortSignal;
};

/** `why`: nothing was summarised. */
export type Compacted =
  | { checkpoint: Checkpoint; isRefused?: undefined }
  | { checkpoint?: undefined; why: string; isRefused?: true };

/** After one that failed, or that a hook minded, the next is not tried for so long: each costs a request, or several. */
const restMs = 30_000;

/** So long a summary may be, where there is room for it. */
const mostSummary = { tokens: 4000, share: 0.25, least: 200 };

/** Puts what is older into a summary, once at a time for each history. Errors: the signal's reason alone. */
export function createCompaction(parts: CompactionParts): (wish: CompactionWish) => Promise<Compacted> {
  const underWay = new Map<string, Promise<unknown>>();
  const inVain = new Map<string, { until: number; why: string }>();
  return async (wish) => {
    const key = JSON.stringify(wish.of);
    const last = inVain.get(key);
    if (last && wish.because !== 'asked' && parts.clock() < last.until) return { why: last.why };
    inVain.delete(key);
    const before = underWay.get(key);
    const mine = (before ?? Promise.resolve()).then(() => compact(parts, wish));
    const settled = mine.catch(() => undefined);
    underWay.set(key, settled);
    try {
      const done = await mine;
      if (done.isRefused) inVain.set(key, { until: parts.clock() + restMs, why: done.why });
      return done;
    } catch (error) {
      wish.signal.throwIfAborted();
      const { message } = toFailure(error);
      inVain.set(key, { until: parts.clock() + restMs, why: message });
      parts.logger.warn('A history could not be summarised', { ...wish.of, error: toFailure(error) });
      return { why: message };
    } finally {
      if (underWay.get(key) === settled) underWay.delete(key);
    }
  };
}

async function compact(parts: CompactionParts, wish: CompactionWish): Promise<Compacted> {
  const { of, messages, room, signal, scope } = wish;
  signal.throwIfAborted();
  const kept = parts.store.list(of);
  const shown = withCheckpoints(messages, kept);
  const older = olderMessages(shown, room);
  if (!older) return { why: 'there is nothing older to summarise' };
  const measure = { ...placeOf(scope), messages: shown.length, tokens: countMessages(shown) };
  const refusal = await parts.hooks.compacting(measure, signal);
  if (refusal) return { why: refusal.reason, isRefused: true };
  const most = Math.max(mostSummary.least, Math.min(mostSummary.tokens, Math.floor(room * mostSummary.share)));
  const window = await parts.summaries.window({ scope, signal });
  const after = kept.at(-1)?.checkpoint.id;
  await parts.remember?.({ of, scope, after, older, room: noteRoom(window), signal });
  const summary = await summarise(
    { client: parts.summaries.client, window, most, scope, signal },
    kept.at(-1)?.checkpoint.summary,
    older,
  );
  signal.throwIfAborted();
  const made = checkpointOf(parts, wish, { kept, older, summary, measure });
  const shownAfter = withCheckpoints(messages, [...kept, made]);
  const tokensAfter = countMessages(shownAfter);
  if (tokensAfter >= measure.tokens) throw new HeronError('provider', 'The summary is no shorter than what it is of');
  const checkpoint = { ...made.checkpoint, tokensAfter };
  await keep(parts, wish, { ...made, checkpoint });
  parts.hooks.compacted({ ...measure, messagesAfter: shownAfter.length, tokensAfter });
  return { checkpoint };
}

type Made = {
  kept: readonly KeptCheckpoint[];
  older: readonly ModelMessage[];
  summary: { text: string; model: string };
  measure: Measure;
};

function checkpointOf(
  { makeId, clock }: CompactionParts,
  { of, because, scope }: CompactionWish,
  { kept, older, summary, measure }: Made,
): KeptCheckpoint {
  const covered = older.flatMap(({ mark }) => (mark === undefined ? [] : [mark]));
  const last = covered.at(-1);
  const checkpoint: Checkpoint = {
    id: makeId('ckp'),
    ...('runId' in of ? { ...placeOf(scope), runId: of.runId, path: of.path } : { conversationId: of.conversationId }),
    ...('runId' in of || last === undefined ? {} : { lastMessageId: last }),
    ...{ summary: summary.text, model: summary.model, because, at: clock() },
    messages: (kept.at(-1)?.checkpoint.messages ?? 0) + older.length,
    ...{ tokens: measure.tokens, tokensAfter: measure.tokens },
  };
  return { checkpoint, covered };
}

/** The row is that of the event, from which the log takes the values of secrets. */
async function keep({ log, store }: CompactionParts, { scope }: CompactionWish, made: KeptCheckpoint): Promise<void> {
  const draft = { type: 'context.compacted' as const, payload: { checkpoint: made.checkpoint }, scope: placeOf(scope) };
  await log.append([draft], ([event]) => {
    if (event?.type === 'context.compacted') store.write({ ...made, checkpoint: event.payload.checkpoint });
  });
}
