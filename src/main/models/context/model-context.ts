import type { Checkpoint } from '../../../contract/context.ts';
import { HeronError } from '../../base/errors.ts';
import type { Meter } from '../guards/meter.ts';
import type { FindCandidates, ModelMessage, ModelRequest } from '../model-client.ts';
import { createCalibration } from './calibration.ts';
import type { CheckpointStore } from './checkpoint-store.ts';
import { type Compacted, type CompactionParts, createCompaction } from './compaction.ts';
import { countMessages, countRequest } from './count-tokens.ts';
import { type FittingParts, makeRoom, roomFor, shownRequest } from './fit-request.ts';
import { fittedMeter } from './fitted-meter.ts';
import { noteRoom } from './remember.ts';
import { type Summary, summarise } from './summarise.ts';
import { withCheckpoints } from './plan-compaction.ts';

export type ContextParts = Omit<CompactionParts, 'summaries'> & {
  summaries: Pick<CompactionParts['summaries'], 'client'>;
  find: FindCandidates;
  /** Tokens that a model's record says its window holds. */
  windowOf: (model: string) => number | undefined;
};

/** A request as a model is asked it. Tokens are estimated. */
export type ShownRequest = {
  model: string;
  window: number;
  tokens: number;
  instructions: string;
  messages: readonly ModelMessage[];
};

export type ModelContext = {
  /** Around every request that says how it may be shortened. */
  around(meter: Meter): Meter;
  checkpoints(conversationId: string): Checkpoint[];
  /** Now, however much there is room for. Errors: those of finding a model. */
  compact(conversationId: string, request: ModelRequest): Promise<Compacted>;
  /** Takes a summary back, and those after it. Errors: `not-found`. */
  restore(conversationId: string, checkpointId: string): Promise<string[]>;
  /** Has a summary made ahead where the request would not fit. Errors: those of finding a model. */
  makeRoom(request: ModelRequest): Promise<void>;
  /** The request as a model is asked it, if nothing new has to be summarised. */
  shown(model: string, request: ModelRequest): ModelRequest;
  /** Errors: those of finding a model. */
  show(request: ModelRequest): Promise<ShownRequest>;
  /** Tokens of a conversation as a model would be shown it. */
  tokensOf(conversationId: string, messages: readonly ModelMessage[]): number;
  /** A summary of messages that belong to no checkpoint. Errors: those of the model. */
  sumUp(
    before: string | undefined,
    messages: readonly ModelMessage[],
    asker: Pick<ModelRequest, 'scope' | 'signal'>,
  ): Promise<Summary>;
  forget: CheckpointStore['forget'];
};

/** What is told of earlier conversations is no longer, in tokens. */
const mostSumUp = 4000;

/** What models are shown of long histories. */
export function createModelContext(parts: ContextParts): ModelContext {
  const { log, store, find, windowOf } = parts;
  const calibration = createCalibration();
  const firstFor = async (request: ModelRequest): Promise<string> => (await find(request))[0]?.model ?? '';
  const windowFor = (model: string): number => calibration.windowOf(model, windowOf(model));
  const summaryWindow = async ({ scope, signal }: Pick<ModelRequest, 'scope' | 'signal'>): Promise<number> =>
    windowFor(await firstFor({ choice: { purpose: 'summary' }, instructions: '', messages: [], scope, signal }));
  const compact = createCompaction({
    ...parts,
    summaries: {
      client: parts.summaries.client,
      window: summaryWindow,
    },
  });
  const fitting: FittingParts = { log, store, calibration, windowOf, compact };
  const checkpoints = (conversationId: string): Checkpoint[] =>
    store.list({ conversationId }).map(({ checkpoint }) => checkpoint);

  return {
    around: (meter) => fittedMeter(fitting, meter),
    checkpoints,
    async compact(conversationId, request) {
      const of = { conversationId };
      const { messages, scope, signal } = request;
      const shown = countMessages(withCheckpoints(messages, store.list(of)));
      const room = Math.min(roomFor(fitting, await firstFor(request), request), shown);
      return compact({ of, messages, room, because: 'asked', scope, signal });
    },
    async restore(conversationId, checkpointId) {
      const all = checkpoints(conversationId).map(({ id }) => id);
      const at = all.indexOf(checkpointId);
      if (at < 0) {
        const text = `There is no summary ${checkpointId} in the conversation ${conversationId}`;
        throw new HeronError('not-found', text, { conversationId, checkpointId });
      }
      const checkpointIds = all.slice(at);
      await log.append([{ type: 'context.restored', payload: { checkpointIds }, scope: { conversationId } }], () =>
        checkpointIds.forEach(store.remove),
      );
      return checkpointIds;
    },
    makeRoom: async (request) => makeRoom(fitting, await firstFor(request), request),
    shown: (model, request) => shownRequest(fitting, model, request),
    async show(request) {
      const model = await firstFor(request);
      const { instructions, messages, ...rest } = shownRequest(fitting, model, request);
      const tokens = countRequest({ ...rest, instructions, messages });
      return { model, window: windowFor(model), tokens, instructions, messages };
    },
    tokensOf: (conversationId, messages) => countMessages(withCheckpoints(messages, store.list({ conversationId }))),
    sumUp: createSummingUp(parts, summaryWindow),
    forget: store.forget,
  };
}

type SummaryWindow = (asker: Pick<ModelRequest, 'scope' | 'signal'>) => Promise<number>;

/** What is summed up goes out of sight, so what must outlast it is noted here as well. */
function createSummingUp({ summaries, remember }: ContextParts, windowFor: SummaryWindow): ModelContext['sumUp'] {
  return async (before, messages, { scope, signal }) => {
    const window = await windowFor({ scope, signal });
    const most = Math.min(mostSumUp, Math.floor(window / 8));
    const { conversationId } = scope;
    if (conversationId !== undefined) {
      const after = `given ${messages.findLast(({ mark }) => mark !== undefined)?.mark ?? messages.length}`;
      const going = { of: { conversationId }, scope, after, older: messages, room: noteRoom(window), signal };
      await remember?.(going);
    }
    return summarise({ client: summaries.client, window, most, scope, signal }, before, messages);
  };
}
