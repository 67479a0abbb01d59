import type { Message } from '../../../contract/conversations.ts';
import type { EventOf } from '../../../contract/events.ts';
import { endingText, spanText } from '../../../contract/process-text.ts';
import type { EventLog } from '../../base/event-log.ts';
import { endings } from './find-unanswered.ts';

type Ended = EventOf<'process.ended'>;

type EndingParts = {
  log: EventLog;
  keep: (message: Message, causedBy: string | undefined) => Promise<void>;
};

const shownOutput = 2000;
const page = 1000;

/**
 * Tells in its conversation how a background process ended, once: when the run that started it is over, and not when that run
 * waited for it, because then its own answer tells, nor when somebody stopped it and knows.
 */
export function createProcessEndings({ log, keep }: EndingParts) {
  const begun = new Set<string>();

  function isTold(id: string, conversationId: string): boolean {
    const messages = log.list({ types: ['message.added'], scope: { conversationId } });
    return messages.some((event) => event.type === 'message.added' && event.payload.message.id === messageIdOf(id));
  }

  return async (runId: string, conversationId: string): Promise<void> => {
    if (log.list({ types: [...endings], scope: { runId }, limit: 1 }).length === 0) return;
    for (const event of log.list({ types: ['process.ended'], scope: { runId } })) {
      if (event.type !== 'process.ended' || !isNews(event) || wasAwaited(log, event)) continue;
      const { id } = event.payload;
      if (begun.has(id) || isTold(id, conversationId)) continue;
      begun.add(id);
      const said = { text: textOf(event), processId: id, at: event.at };
      await keep({ id: messageIdOf(id), conversationId, role: 'assistant', ...said }, event.id).finally(() =>
        begun.delete(id),
      );
    }
  };
}

/** Runs with a conversation about which there may be something to tell since the last start. */
export function runsWithEndings(log: EventLog, from: number): { runId: string; conversationId: string }[] {
  const found = new Map<string, string>();
  for (let after = from; ;) {
    const events = log.list({ types: ['process.ended', ...endings], after, limit: page });
    for (const { scope } of events)
      if (scope.runId && scope.conversationId) found.set(scope.runId, scope.conversationId);
    const last = events.at(-1)?.seq;
    if (events.length < page || last === undefined) break;
    after = last;
  }
  return [...found].map(([runId, conversationId]) => ({ runId, conversationId }));
}

function isNews({ payload: { end } }: Ended): boolean {
  return end !== 'stopped' && end !== 'run';
}

function wasAwaited(log: EventLog, { scope: { runId }, payload: { id } }: Ended): boolean {
  return log.list({ types: ['task.woken'], scope: runId === undefined ? {} : { runId } }).some((event) => {
    if (event.type !== 'task.woken' || event.payload.by !== 'event') return false;
    const output = event.payload.output as { type?: string; payload?: { id?: string } } | null;
    return output?.type === 'process.ended' && output.payload?.id === id;
  });
}

function textOf({ payload }: Ended): string {
  const { name, durationMs, lastOutput } = payload;
  const ending = `\`${name.replaceAll('`', '´')}\` ${endingText(payload)} after ${spanText(durationMs)}.`;
  const shown = lastOutput.slice(-shownOutput).trimEnd();
  return shown === '' ? ending : `${ending}\n\n~~~~text\n${shown}\n~~~~`;
}

/** A message for each process: asked twice, it is the same one. */
function messageIdOf(id: string): string {
  return `msg_${id.slice('prc_'.length)}`;
}
