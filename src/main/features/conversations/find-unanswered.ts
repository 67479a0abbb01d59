import type { AnyEvent } from '../../../contract/events.ts';
import type { EventLog } from '../../base/event-log.ts';
import { createRunLinks, linkTypes } from './read-messages.ts';

/** Whose cursor stands where the last start had answered everything. */
export const answersConsumer = 'conversations';
export const endings: readonly string[] = ['run.completed', 'run.failed', 'run.cancelled'];
const page = 1000;

/** What was said or has ended since the last start and has no answer. Everything older was answered by then. */
export function findUnanswered(log: EventLog) {
  const messages = new Map<string, string>();
  const runs = new Map<string, string>();
  const links = createRunLinks();
  const types = [...linkTypes, ...endings];
  for (let after = log.readCursor(answersConsumer); ;) {
    const events = log.list({ types, after, limit: page });
    for (const event of events) {
      const link = links.follow(event);
      if (link) messages.delete(link.messageId);
      note(event, messages, runs);
    }
    const last = events.at(-1);
    if (events.length < page || last?.seq === undefined) break;
    after = last.seq;
  }
  return {
    messages: [...messages].map(([messageId, conversationId]) => ({ messageId, conversationId })),
    runs: [...runs].map(([runId, conversationId]) => ({ runId, conversationId })),
  };
}

function note(event: AnyEvent, messages: Map<string, string>, runs: Map<string, string>): void {
  const { conversationId, runId } = event.scope;
  if (!conversationId) return;
  if (event.type !== 'message.added') {
    if (endings.includes(event.type) && runId) runs.set(runId, conversationId);
    return;
  }
  const { message } = event.payload;
  // What was said to agents at work is answered with their run.
  if (message.role === 'person' && message.steers) return;
  if (message.role === 'person') messages.set(message.id, conversationId);
  else if (message.runId) runs.delete(message.runId);
  else if (event.causedBy) messages.delete(event.causedBy);
}
