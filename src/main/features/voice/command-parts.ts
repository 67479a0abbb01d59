import type { SessionParts } from './session-parts.ts';
import type { Telling } from './speaking/speech.ts';
import type { StageEvents } from './stage-events.ts';

/** What spoken commands, and the runs that they begin, are made of. */
export type CommandParts = {
  session: SessionParts;
  events: StageEvents;
  say: (utterance: number, markdown: string) => Promise<void>;
  /** Begins to say what is still being written. */
  begin: (utterance: number) => Telling;
  /** What Heron says ends at once. */
  hush: () => void;
  /** Something of `questions` or `underWay` is another now. */
  onChange: () => void;
  /** An answer was given, or there is none to give: the next command needs no wake phrase for a while. */
  onOver: () => void;
};
