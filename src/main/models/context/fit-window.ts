import type { ModelMessage } from '../model-client.ts';
import { countMessage, countMessages } from './count-tokens.ts';
import { trimMessage, trimText } from './trim-text.ts';
import { messagesOf, tokensOf, type Unit, unitsOf } from './units.ts';

/** What is said before an answer as long as this fits in. */
const mostReserved = 20_000;

/** Tokens of a window that a request may fill: what is left is for the answer. */
export function roomIn(windowTokens: number): number {
  return windowTokens - Math.min(mostReserved, Math.floor(windowTokens / 4));
}

/** Answers of the assistant whose results are left whole. */
const protectedTurns = 3;
/** No output is shown longer, and none fills more than this share of the room. */
const mostOutput = { tokens: 8000, share: 0.25 };
/** Stale results are left out as soon as the messages fill this share of the room … */
const pruneFrom = 0.5;
/** … where they come to more than this. */
const worthPruning = 60;

export const prunedText = '[This result was left out to save room. Call again if it is needed.]';

/** Long outputs with head and tail alone, and without results that are stale. Of the request: what is kept stays as it is. */
export function pruneMessages(messages: readonly ModelMessage[], room: number): ModelMessage[] {
  const most = Math.max(100, Math.min(mostOutput.tokens, Math.floor(room * mostOutput.share)));
  const trimmed = messages.map((message) =>
    message.role === 'tool' ? { ...message, output: trimText(message.output, most) } : message,
  );
  if (countMessages(trimmed) <= room * pruneFrom) return trimmed;
  const from = beginningOfProtected(trimmed);
  return trimmed.map((message, index) =>
    message.role === 'tool' && index < from && countMessage(message) > worthPruning
      ? { ...message, output: prunedText }
      : message,
  );
}

function beginningOfProtected(messages: readonly ModelMessage[]): number {
  const turns = messages.flatMap(({ role }, index) => (role === 'assistant' ? [index] : []));
  return turns.at(-protectedTurns) ?? 0;
}

export type Fitted = {
  messages: ModelMessage[];
  tokens: number;
  /** False: there is not even room for what may not be left out, however short. */
  isWithin: boolean;
  /** Messages that were left out. */
  left: number;
};

/**
 * Messages that come to no more than `room` tokens: the oldest are left out first, never what is pinned, never the newest,
 * and no call without its result. What is still too long is shortened.
 */
export function fitWindow(given: readonly ModelMessage[], room: number): Fitted {
  const messages = pruneMessages(given, room);
  const units = unitsOf(messages);
  const kept = keepNewest(units, room);
  const left = messages.length - messagesOf(kept).length;
  const fitting = left === 0 ? messages : withGap(units, kept, left);
  const short = shorten(fitting, room);
  const tokens = countMessages(short);
  return { messages: short, tokens, isWithin: tokens <= room, left };
}

/** What the message about a gap comes to at most. */
const tokensOfGap = 40;

function keepNewest(units: readonly Unit[], room: number): Unit[] {
  if (tokensOf(units) <= room) return [...units];
  const kept = new Set(units.filter(({ isPinned }, index) => isPinned || index === units.length - 1));
  let tokens = tokensOf([...kept]) + tokensOfGap;
  for (const unit of units.toReversed()) {
    if (kept.has(unit)) continue;
    if (tokens + unit.tokens > room) break;
    kept.add(unit);
    tokens += unit.tokens;
  }
  return units.filter((unit) => kept.has(unit));
}

/** Where the first message is missing stands how many are. */
function withGap(units: readonly Unit[], kept: readonly Unit[], left: number): ModelMessage[] {
  const at = units.findIndex((unit) => !kept.includes(unit));
  const before = units.slice(0, at);
  const gap: ModelMessage = { role: 'user', content: `[${left} earlier messages are left out here]` };
  return [...messagesOf(before), gap, ...messagesOf(kept.slice(before.length))];
}

/** The longest texts lose the most: none is longer than the longest length at which all fit. */
function shorten(messages: ModelMessage[], room: number): ModelMessage[] {
  if (countMessages(messages) <= room) return messages;
  let [fits, tooLong] = [16, room];
  while (tooLong - fits > 16) {
    const middle = Math.floor((fits + tooLong) / 2);
    if (countMessages(messages.map((message) => trimMessage(message, middle))) <= room) fits = middle;
    else tooLong = middle;
  }
  return messages.map((message) => trimMessage(message, fits));
}
