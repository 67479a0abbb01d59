import { mostThinking, type Thinking } from '../../contract/thinking.ts';
import type { Clock } from '../base/clock.ts';
import type { ScrubText } from '../base/scrubber.ts';
import { headAndTail } from './context/trim-text.ts';
import type { ModelPart } from './model-client.ts';

/** How long there was nothing but thinking: from its first piece to the next piece of anything else. */
export type ThinkingTime = { ms: number; since: number | undefined };

export const noThinking = (): ThinkingTime => ({ ms: 0, since: undefined });

export function noteThinking(time: ThinkingTime, type: ModelPart['type'], now: number): void {
  if (time.since !== undefined) time.ms += Math.max(0, now - time.since);
  time.since = type === 'reasoning' ? now : undefined;
}

/** What is done with the words of thinking: all of it only while the person wants to see them. */
export type ShownThinking = { isShown: () => boolean; clock: Clock; scrub: ScrubText };

export type Thoughts = {
  take(part: ModelPart): void;
  /** Undefined where the model did not think in words, or nobody wants to see them. */
  kept(): Thinking | undefined;
};

/** Gathers what a model thinks over one answer. Whether that is wanted is asked once, at its beginning. */
export function gatherThoughts(shown: ShownThinking | undefined): Thoughts {
  if (!shown?.isShown()) return { take: () => undefined, kept: () => undefined };
  const { clock, scrub } = shown;
  const time = noThinking();
  let text = '';
  return {
    take(part) {
      noteThinking(time, part.type, clock());
      if (part.type === 'reasoning') text += part.text;
    },
    // Scrubbed before it is cut: half of a value would not be known.
    kept: () => joinThinking([{ text: scrub(text), tookMs: Math.round(time.ms) }]),
  };
}

/** Of several answers one after the other. */
export function joinThinking(all: readonly (Thinking | undefined)[]): Thinking | undefined {
  const some = all.filter((one): one is Thinking => one !== undefined && one.text.trim() !== '');
  if (some.length === 0) return undefined;
  return {
    text: headAndTail(some.map(({ text }) => text.trim()).join('\n\n'), mostThinking),
    tookMs: some.reduce((sum, { tookMs }) => sum + tookMs, 0),
  };
}
