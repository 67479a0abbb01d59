import type { Message } from '../../../contract/conversations.ts';
import type { AnyEvent } from '../../../contract/events.ts';
import type { EventLog } from '../../base/event-log.ts';

/** A message of the person with what came of it, or a message that answers nothing. */
type Turn = { message: Message; answers: Message[] };

export type Messages = {
  /** Every answer stands right after its question, also when a later question was answered sooner. */
  inOrder: Message[];
  /** The message a run was started for. */
  questionOf: (runId: string) => Message | undefined;
};

/** The fold of a conversation's events. */
export function readMessages(log: EventLog, conversationId: string): Messages {
  const turns: Turn[] = [];
  const byMessage = new Map<string, Turn>();
  const byRun = new Map<string, Turn>();
  const links = createRunLinks();
  for (const event of log.list({ types: [...linkTypes, 'conversation.branched'], scope: { conversationId } })) {
    const link = links.follow(event);
    if (link) {
      const turn = byMessage.get(link.messageId);
      if (turn) {
        byRun.set(link.runId, turn);
        turn.message = { ...turn.message, runId: link.runId };
      }
    }
    if (event.type === 'conversation.branched') {
      for (const message of event.payload.messages) byMessage.set(message.id, addTurn(message));
    }
    if (event.type !== 'message.added') continue;
    const { message } = event.payload;
    const turn = message.role === 'assistant' ? turnAnswered(event, message) : undefined;
    if (turn) turn.answers.push(message);
    else byMessage.set(message.id, addTurn(message));
  }

  function turnAnswered(event: AnyEvent, message: Message): Turn | undefined {
    return (message.runId ? byRun.get(message.runId) : undefined) ?? byMessage.get(event.causedBy ?? '');
  }

  function addTurn(message: Message): Turn {
    const turn = { message, answers: [] };
    turns.push(turn);
    return turn;
  }

  return {
    inOrder: turns.flatMap(({ message, answers }) => [message, ...answers]),
    questionOf: (runId) => byRun.get(runId)?.message,
  };
}

/** The events that say which message a run was started for. */
export const linkTypes = ['message.added', 'plan.proposed', 'run.created'];

/**
 * Tells which message a run belongs to. Within a conversation one message at a time is planned and started, so a run
 * that a planner made is the one of the last proposal; a run of source `person` was started by hand.
 */
export function createRunLinks() {
  const proposed = new Map<string, string>();
  return {
    follow(event: AnyEvent): { runId: string; messageId: string } | undefined {
      const { conversationId, runId } = event.scope;
      if (!conversationId) return undefined;
      // A proposal that was answered in words came to no run.
      if (event.type === 'message.added' && proposed.get(conversationId) === event.causedBy)
        proposed.delete(conversationId);
      if (event.type === 'plan.proposed' && event.causedBy) proposed.set(conversationId, event.causedBy);
      if (event.type !== 'run.created' || !runId || event.payload.source === 'person') return undefined;
      // It was started by itself, or by an agent, whatever was said last.
      if (event.payload.trigger || event.payload.spawnedBy) return undefined;
      const messageId = proposed.get(conversationId);
      proposed.delete(conversationId);
      return messageId === undefined ? undefined : { runId, messageId };
    },
  };
}
