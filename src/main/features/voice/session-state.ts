import type { VoiceState } from '../../../contract/voice.ts';

/** All that decides what a session is doing. */
export type SessionFacts = {
  /** A window plays what Heron says. */
  isPlaying: boolean;
  /** Somebody speaks, and it is meant for Heron. */
  isAddressed: boolean;
  /** Questions that wait for a yes or a no. */
  questions: number;
  /** Commands under way. */
  commands: number;
  /** Until then what is said is meant for Heron; Infinity while the talk button is down. */
  openUntil: number;
};

export const atRest: SessionFacts = { isPlaying: false, isAddressed: false, questions: 0, commands: 0, openUntil: 0 };

/** Speech goes before everything, then what Heron says, then what waits for the person. */
export function stateOf(facts: SessionFacts, now: number): VoiceState {
  if (facts.isAddressed) return 'hearing';
  if (facts.isPlaying) return 'speaking';
  if (facts.questions > 0) return 'asking';
  if (facts.commands > 0) return 'thinking';
  return facts.openUntil > now ? 'ready' : 'waiting';
}
