import { randomUUID } from 'node:crypto';
import { JsonObject } from '../../../contract/json.ts';
import type { McpAnswerKind, McpQuestion } from '../../../contract/mcp-questions.ts';
import type { Clock } from '../../base/clock.ts';
import { HeronError } from '../../base/errors.ts';
import type { EventLog } from '../../base/event-log.ts';
import { checkedContent, questionFields } from './question-fields.ts';
import { plainWords } from './tool-definition.ts';

/** Of whose call it is asked. */
export type AskingCall = { runId: string; taskId: string; unattended: boolean; signal: AbortSignal };

export type Asked = { message: string; requestedSchema: unknown };

export type Answered = { action: McpAnswerKind; content?: JsonObject };

/** What servers ask in the middle of calls. They are in memory alone: a call does not outlast the engine, nor does its question. */
export type Questions = {
  /** Resolves when it was answered; `cancel` where nobody can. Errors: `invalid-input` for what no form can show. */
  ask: (server: string, call: AskingCall, asked: Asked) => Promise<Answered>;
  list: () => McpQuestion[];
  /** Errors: `not-found`, `invalid-input`. */
  answer: (id: string, answer: McpAnswerKind, content: JsonObject) => Promise<void>;
};

type QuestionsParts = {
  events: Pick<EventLog, 'append'>;
  clock: Clock;
  /** Whether an MCP client waits for the run, so that somebody may be there. */
  isClientCall: (runId: string) => boolean;
};

const mostOpen = 20;
const longestSchema = 50_000;

export function createQuestions({ events, clock, isClientCall }: QuestionsParts): Questions {
  const open = new Map<string, { question: McpQuestion; settle: (answer: Answered) => void }>();

  return {
    async ask(server, { runId, taskId, unattended, signal }, { message, requestedSchema }) {
      if (open.size >= mostOpen || (unattended && !isClientCall(runId))) return { action: 'cancel' };
      const schema = JsonObject.safeParse(requestedSchema).data;
      if (!schema || JSON.stringify(schema).length > longestSchema) {
        throw new HeronError('invalid-input', 'What it asks for cannot be read');
      }
      const id = randomUUID();
      const text = plainWords(message, 2000);
      const question = { id, server, runId, text, fields: questionFields(schema), schema, askedAt: clock() };
      const { promise, resolve } = Promise.withResolvers<Answered>();
      const given = (): void => resolve({ action: 'cancel' });
      open.set(id, { question, settle: resolve });
      signal.addEventListener('abort', given, { once: true });
      try {
        signal.throwIfAborted();
        await events.append([{ type: 'mcp.asked', scope: { runId, taskId }, payload: { question } }]);
        const answer = await promise;
        open.delete(id);
        const payload = { id, answer: answer.action };
        await events.append([{ type: 'mcp.answered', scope: { runId, taskId }, payload }]);
        return answer;
      } finally {
        open.delete(id);
        signal.removeEventListener('abort', given);
      }
    },
    list: () => [...open.values()].map(({ question }) => question),
    async answer(id, action, content) {
      const one = open.get(id);
      if (!one) throw new HeronError('not-found', 'This question is not open any more', { id });
      if (action !== 'accept') return one.settle({ action });
      one.settle({ action, content: checkedContent(one.question.schema, content) });
    },
  };
}
