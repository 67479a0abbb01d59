import type { AnyEvent } from '../../../contract/events.ts';
import type { CommandParts } from './command-parts.ts';
import type { Followed, Questions } from './questions.ts';
import { tell } from './session-parts.ts';
import type { ReadAlong } from './speaking/read-along.ts';

export type Following = {
  heed(event: AnyEvent): void;
  /** It may have asked, and even ended, before its id was known here. */
  follow(followed: Followed): void;
  count(): number;
  /** Nothing is said of them any more; gives their conversations. */
  letGo(): string[];
};

const questionEnds = ['permission.granted', 'permission.denied', 'permission.withdrawn'];
const runEnds = ['run.completed', 'run.failed', 'run.cancelled'];

/** The runs that were begun by voice, until they are answered. */
export function createFollowing(
  { session, events, onChange, onOver }: Pick<CommandParts, 'session' | 'events' | 'onChange' | 'onOver'>,
  questions: Questions,
): Following {
  const runs = new Map<string, Followed>();
  /** Those that have not ended. */
  const acting = new Set<string>();

  /** What was asked for is done, or came to nothing. */
  function ended({ utterance, text, runId, conversationId, begun }: Followed): void {
    if (!acting.delete(runId)) return;
    const latencyMs = events.end(utterance, 'act', begun);
    const payload = { sessionId: session.id, text, latencyMs };
    tell(session, { type: 'voice.acted', payload, scope: { runId, conversationId } });
  }

  function heed(event: AnyEvent): void {
    const followed = runs.get(event.scope.runId ?? '');
    if (!followed) return;
    followAgent(event, followed.along);
    if (event.type === 'permission.requested') questions.askSoon(followed);
    else if (questionEnds.includes(event.type)) questions.lookAgain(followed.runId);
    else if (runEnds.includes(event.type)) {
      questions.forget();
      ended(followed);
    } else if (event.type === 'message.added' && event.payload.message.role === 'assistant') {
      runs.delete(followed.runId);
      onOver();
      onChange();
      void followed.along.finish(event.payload.message.text);
    }
  }

  return {
    heed,
    follow(followed) {
      runs.set(followed.runId, followed);
      acting.add(followed.runId);
      events.start(followed.utterance, 'act');
      if (session.pending(followed.runId).length > 0) questions.askSoon(followed);
      if (session.log.count({ types: runEnds, scope: { runId: followed.runId } }) > 0) ended(followed);
      const answer = session.log.last('message.added', { runId: followed.runId });
      if (answer) heed(answer);
    },
    count: () => runs.size,
    letGo() {
      const conversations = [...runs.values()].map(({ conversationId }) => conversationId);
      runs.forEach(ended);
      runs.clear();
      questions.forget();
      return conversations;
    },
  };
}

/** Agents inside of agents work for those, and not for who listens. */
const outermost = 2;

/** What the agent of a run writes is read along; before anything else is said, and before its next step, it comes to its end. */
function followAgent({ type, scope, payload }: AnyEvent, along: ReadAlong): void {
  if (type === 'agent.wrote' && !payload.isThinking && (scope.taskId ?? '').split('/').length <= outermost) {
    along.hear(payload.text);
  }
  if (type === 'task.modelAnswered' || type === 'permission.requested') along.pause();
}
