import type { HeardMessage } from '../../../../contract/agents.ts';
import type { Message } from '../../../../contract/conversations.ts';
import type { Clock } from '../../../base/clock.ts';
import type { EventDraft, EventLog } from '../../../base/event-log.ts';
import { withFiles } from '../files-of-message.ts';
import type { MessageIndex } from '../message-index.ts';
import type { KeptQueued, QueueStore } from '../queue-store.ts';
import type { ConversationStore } from '../store.ts';

type SteeringParts = {
  log: EventLog;
  queued: QueueStore;
  store: ConversationStore;
  index: MessageIndex;
  clock: Clock;
};

export type Steering = {
  /** What is to be told to the agents of a run now; undefined when nothing is. Said again until it is on record there. */
  hear(run: { runId: string; conversationId?: string }): Promise<HeardMessage[] | undefined> | undefined;
  /** What was said to runs that have ended without hearing it; it is forgotten here with that. */
  takeUnheard(isOver: (runId: string) => boolean): Message[];
  close(): void;
};

/** Carries messages to agents at work. One is said, kept as said to a run, and forgotten once the run has it on record. */
export function createSteering(parts: SteeringParts): Steering {
  const { log, queued } = parts;
  const stopListening = log.listen((event) => {
    if (event.type === 'task.steered') for (const { messageId } of event.payload.heard) queued.remove(messageId);
  });

  /** An engine may have ended between the record and the forgetting. */
  function unheard(runId: string): KeptQueued[] {
    const said = queued.steering(runId);
    if (said.length === 0) return [];
    const recorded = heardIn(log, runId);
    for (const { id } of said) if (recorded.has(id)) queued.remove(id);
    return said.filter(({ id }) => !recorded.has(id));
  }

  return {
    hear({ runId, conversationId }) {
      if (conversationId === undefined) return undefined;
      const waiting = queued.list(conversationId).filter(({ mode }) => mode === 'steer');
      const before = unheard(runId);
      if (waiting.length + before.length === 0) return undefined;
      return sayTo(parts, runId, waiting).then(() => [...before, ...waiting].map(toHeard));
    },
    takeUnheard: (isOver) =>
      queued
        .allSteering()
        .filter(({ steers }) => isOver(steers))
        .flatMap(({ steers, ...row }) => {
          const isUnheard = !heardIn(log, steers).has(row.id);
          queued.remove(row.id);
          return isUnheard ? [toMessage(row, row.at)] : [];
        }),
    close: stopListening,
  };
}

function heardIn(log: EventLog, runId: string): Set<string> {
  const events = log.list({ types: ['task.steered'], scope: { runId } });
  return new Set(
    events.flatMap((event) => (event.type === 'task.steered' ? event.payload.heard.map((one) => one.messageId) : [])),
  );
}

async function sayTo({ log, queued, store, index, clock }: SteeringParts, runId: string, waiting: KeptQueued[]) {
  if (waiting.length === 0) return;
  const at = clock();
  const drafts = waiting.flatMap((one, number): EventDraft[] => {
    const scope = { conversationId: one.conversationId };
    const waited = {
      messageId: one.id,
      count: 1,
      waitedMs: Math.max(0, at - one.at),
      left: waiting.length - number - 1,
    };
    return [
      { type: 'message.added', payload: { message: { ...toMessage(one, at), steers: runId } }, scope },
      { type: 'message.waited', payload: waited, scope },
    ];
  });
  await log.append(drafts, (events) => {
    for (const { id, conversationId } of waiting) {
      queued.steer(id, runId);
      store.touch(conversationId, at);
    }
    index.follow(events);
  });
}

function toMessage({ id, conversationId, text, attachments = [] }: KeptQueued, at: number): Message {
  return { id, conversationId, role: 'person', text, ...withFiles(attachments), at };
}

function toHeard({ id: messageId, text }: KeptQueued): HeardMessage {
  return { messageId, text };
}
