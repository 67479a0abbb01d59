import { oc } from '@orpc/contract';
import { z } from 'zod';
import { defineEvent } from './event.ts';
import { RunId } from './ids.ts';
import { Json, JsonObject } from './json.ts';
import { strictObject } from './strict-object.ts';

/** What a server wants to know in one field of a question. */
export const McpQuestionField = strictObject(() => ({
  name: z.string(),
  title: z.string(),
  /** The server's words. */
  description: z.string(),
  /** choice: one of the choices; choices: any of them. */
  kind: z.enum(['text', 'number', 'integer', 'boolean', 'choice', 'choices']),
  choices: z.array(strictObject(() => ({ value: z.string(), title: z.string() }))).optional(),
  /** What holds when nothing is said. */
  default: Json.optional(),
  isNeeded: z.boolean(),
}));
export type McpQuestionField = z.infer<typeof McpQuestionField>;

/** What a server asks the person in the middle of a call, which waits for the answer. */
export const McpQuestion = strictObject(() => ({
  id: z.string(),
  /** The name of the server. */
  server: z.string(),
  runId: RunId,
  /** The server's words. */
  text: z.string(),
  fields: z.array(McpQuestionField),
  /** As the server gave it, for whoever asks in Heron's stead. */
  schema: JsonObject,
  askedAt: z.int(),
}));
export type McpQuestion = z.infer<typeof McpQuestion>;

/** accept: with what was filled in; decline: a no; cancel: nobody answered. */
export const McpAnswerKind = z.enum(['accept', 'decline', 'cancel']);
export type McpAnswerKind = z.infer<typeof McpAnswerKind>;

export const mcpAsked = defineEvent('mcp.asked', () => z.strictObject({ question: McpQuestion }));
/** What was filled in is not told again: it is for the server alone. */
export const mcpAnswered = defineEvent('mcp.answered', () => z.strictObject({ id: z.string(), answer: McpAnswerKind }));

export const mcpQuestionCalls = {
  questions: oc
    .route({ method: 'GET', path: '/mcp-questions', summary: 'What MCP servers ask in the middle of calls' })
    .output(z.array(McpQuestion)),
  /** Fields that are left out have their defaults. Errors: `not-found`, `invalid-input` with the field. */
  answer: oc
    .route({ method: 'POST', path: '/mcp-questions/{id}', summary: 'Answer what an MCP server asks' })
    .input(
      strictObject(() => ({
        id: z.string(),
        answer: McpAnswerKind,
        content: JsonObject.default({}),
      })),
    )
    .output(strictObject(() => ({}))),
};
