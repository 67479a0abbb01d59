import { z } from 'zod';
import type { PlanIssue } from '../../../contract/plan.ts';
import type { ActionEntry } from '../../orchestrator/catalogue.ts';

/** What a model said: a plan still to be checked, words for the person, or neither. */
export type ModelAnswer = { plan: unknown } | { words: string } | { issues: PlanIssue[] };

const Answer = z.object({
  plan: z.looseObject({}).nullish(),
  answer: z.string().nullish(),
});

/** The JSON Schema that servers with structured output hold the model to. */
export function answerSchema(actions: readonly ActionEntry[], withAgents = true): Record<string, unknown> {
  const refs = actions.map(({ ref }) => ref);
  // Only once: each name more of hundreds is paid for with every sentence, and a wrong one is sent back.
  const action = { type: 'string', ...(refs.length > 0 ? { enum: refs } : {}) };
  const text = { type: 'string' };
  const call = { action: text, input: { type: 'object' } };
  const also = { type: 'array', items: object(call, ['action', 'input']) };
  const agent = object(
    {
      goal: text,
      tools: { type: 'array', items: text },
      mostSteps: { type: 'integer' },
      check: object({ ...call, also }, ['action', 'input']),
    },
    ['goal'],
  );
  const task = object(
    {
      ...{ id: text, title: text, action, input: { type: 'object' } },
      ...(withAgents ? { agent } : {}),
      after: { type: 'array', items: text },
    },
    ['id'],
  );
  const plan = object({ title: text, tasks: { type: 'array', items: task } }, ['title', 'tasks']);
  return object({ answer: text, plan }, []);
}

/** Reads an answer as models really give it: after a thinking part, in a code fence, between other words. */
export function readAnswer(text: string): ModelAnswer {
  const json = parseJson(text);
  if (json === undefined) return { issues: [{ path: 'answer', message: 'It is not one complete JSON object' }] };
  const parsed = Answer.safeParse(json);
  if (!parsed.success) {
    return { issues: parsed.error.issues.map(({ path, message }) => ({ path: path.join('.') || 'answer', message })) };
  }
  const { plan, answer } = parsed.data;
  if (plan) return { plan: { ...plan, version: 1 } };
  if (answer?.trim()) return { words: answer.trim() };
  return { issues: [{ path: 'answer', message: 'It has neither "plan" nor "answer"' }] };
}

/** Nothing is mended here: a text that was cut would become valid and wrong. */
function parseJson(text: string): unknown {
  const said = text.replace(/^[\s\S]*<\/think>/i, '');
  const fenced = /```(?:json)?\s*\n([\s\S]*?)\n\s*```/i.exec(said)?.[1];
  const braced = said.slice(said.indexOf('{'), said.lastIndexOf('}') + 1);
  for (const candidate of [said, fenced, braced]) {
    if (!candidate?.trim()) continue;
    try {
      return JSON.parse(candidate);
    } catch {
      // The next way of finding it may do.
    }
  }
  return undefined;
}

function object(properties: Record<string, unknown>, required: string[]): Record<string, unknown> {
  return { type: 'object', properties, required, additionalProperties: false };
}
