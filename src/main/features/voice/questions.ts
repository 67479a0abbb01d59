import type { PermissionRequest } from '../../../contract/permissions.ts';
import { mayAllowByVoice, questionText } from './approvals.ts';
import type { SessionParts } from './session-parts.ts';
import type { ReadAlong } from './speaking/read-along.ts';

/** A run that was begun by voice, and the utterance that began it. */
export type Followed = {
  runId: string;
  conversationId: string;
  utterance: number;
  text: string;
  begun: number;
  along: ReadAlong;
};

export type Questions = {
  count(): number;
  /** Reads out what the run waits for; all that a plan needs at once is asked for in events one after the other. */
  askSoon(followed: Followed): void;
  /** Somebody answered elsewhere, or the run ended. */
  lookAgain(runId: string): void;
  forget(): void;
  /** Gives the run whose questions were answered; undefined when these need the screen. */
  answer(wanted: 'allow' | 'deny'): Promise<string | undefined>;
};

const gatheringMs = 30;

/** The questions of runs that were begun by voice. */
export function createQuestions(
  session: SessionParts,
  say: (utterance: number, text: string) => Promise<void>,
  onChange: () => void,
): Questions {
  let asked: PermissionRequest[] = [];
  let asking: NodeJS.Timeout | undefined;

  function set(next: PermissionRequest[]): void {
    asked = next;
    onChange();
  }

  function mayAllow(): boolean {
    return session.settings().answersByVoice && asked.every((request) => mayAllowByVoice(request, session.riskOf));
  }

  return {
    count: () => asked.length,
    askSoon({ runId, utterance }) {
      clearTimeout(asking);
      asking = setTimeout(() => {
        set(session.pending(runId));
        if (asked.length > 0) void say(utterance, questionText(asked, mayAllow()));
      }, gatheringMs).unref();
    },
    lookAgain(runId) {
      if (asked.length > 0) set(session.pending(runId));
    },
    forget: () => set([]),
    async answer(wanted) {
      if (wanted === 'allow' && !mayAllow()) return undefined;
      const decision: 'once' | 'deny' = wanted === 'allow' ? 'once' : 'deny';
      const answers = asked.map(({ id }) => ({ requestId: id, answer: decision }));
      const [first] = asked;
      set([]);
      await session.answer(answers);
      return first?.runId;
    },
  };
}
