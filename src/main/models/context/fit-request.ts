import type { Checkpoint } from '../../../contract/context.ts';
import type { EventLog } from '../../base/event-log.ts';
import type { ModelMessage, ModelRequest } from '../model-client.ts';
import type { Calibration } from './calibration.ts';
import type { CheckpointStore } from './checkpoint-store.ts';
import type { Compacted, CompactionWish } from './compaction.ts';
import { placeOf } from './place-of.ts';
import { countFixed, countMessages } from './count-tokens.ts';
import { fitWindow, pruneMessages, roomIn } from './fit-window.ts';
import { withCheckpoints } from './plan-compaction.ts';

export type FittingParts = {
  log: EventLog;
  store: CheckpointStore;
  calibration: Calibration;
  /** Tokens that a model's record says its window holds. */
  windowOf: (model: string) => number | undefined;
  compact: (wish: CompactionWish) => Promise<Compacted>;
};

/** So much is tried to be left to messages, whatever else a request holds: whether it fits the model's server knows best. */
const leastRoom = 400;

/** Of the room in a window, the share that all but the messages may take. */
const shareOfFixed = 0.65;

/** Tokens of Heron's estimate that a request may come to with a model. */
function roomOf({ calibration, windowOf }: FittingParts, model: string): number {
  return roomIn(calibration.windowOf(model, windowOf(model))) / calibration.ratioOf(model);
}

/** The request with instructions, tools and schema as large as the model has room for. */
function sizedFor(parts: FittingParts, model: string, request: ModelRequest): ModelRequest {
  const { sized, ...rest } = request;
  if (!sized || !request.context) return request;
  return { ...rest, ...sized(Math.floor(roomOf(parts, model) * shareOfFixed)) };
}

/** Tokens of Heron's estimate that the messages of a request may come to with a model. */
export function roomFor(parts: FittingParts, model: string, request: ModelRequest): number {
  const fixed = countFixed(sizedFor(parts, model, request));
  return Math.max(leastRoom, Math.floor(roomOf(parts, model)) - fixed);
}

/** A request as a model is asked it, where nothing has to be summarised. For who only wants to see it. */
export function shownRequest(parts: FittingParts, model: string, asked: ModelRequest): ModelRequest {
  if (!asked.context) return asked;
  const request = sizedFor(parts, model, asked);
  const messages = shownMessages(parts, request);
  return { ...request, messages: fitWindow(messages, roomFor(parts, model, request)).messages };
}

/** The request with messages that fit: without what is stale, with a summary of what is older, and at last without the oldest. */
export async function fitRequest(
  parts: FittingParts,
  model: string,
  asked: ModelRequest,
  because: Checkpoint['because'],
): Promise<ModelRequest> {
  if (!asked.context) return asked;
  const request = sizedFor(parts, model, asked);
  const room = roomFor(parts, model, request);
  const pruned = pruneMessages(shownMessages(parts, request), room);
  if (countMessages(pruned) <= room) return { ...request, messages: pruned };
  const compacted = await summariseFor(parts, request, room, because);
  const fitted = fitWindow(shownMessages(parts, request), room);
  if (fitted.left > 0) {
    const why = compacted.checkpoint ? 'the summary leaves no room for more' : compacted.why;
    const payload = { messages: fitted.left, model, because: why };
    await parts.log.append([{ type: 'context.cut', payload, scope: placeOf(request.scope) }]);
  }
  return { ...request, messages: fitted.messages };
}

async function summariseFor(
  { compact }: FittingParts,
  { context, messages, scope, signal }: ModelRequest,
  room: number,
  because: Checkpoint['because'],
): Promise<Compacted> {
  const of = context?.of;
  return of ? compact({ of, messages, room, because, scope, signal }) : { why: 'it belongs to no conversation' };
}

/** Does what fitting a request would take long for. */
export async function makeRoom(parts: FittingParts, model: string, request: ModelRequest): Promise<void> {
  const room = roomFor(parts, model, request);
  if (countMessages(pruneMessages(shownMessages(parts, request), room)) > room) {
    await summariseFor(parts, request, room, 'full');
  }
}

function shownMessages({ store }: FittingParts, { messages, context }: ModelRequest): ModelMessage[] {
  return context?.of ? withCheckpoints(messages, store.list(context.of)) : [...messages];
}
