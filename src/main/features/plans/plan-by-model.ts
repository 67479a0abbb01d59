import type { JsonObject } from '../../../contract/json.ts';
import type { Plan, PlanIssue } from '../../../contract/plan.ts';
import { HeronError } from '../../base/errors.ts';
import type { Logger } from '../../base/logger.ts';
import type { Catalogue } from '../../orchestrator/catalogue.ts';
import type { Places } from '../../orchestrator/complete-input.ts';
import { validatePlan } from '../../orchestrator/validate-plan.ts';
import { tooSlow, type AskModel, type ModelAccess, type ModelMessage, type WatchModel } from './ask-model.ts';
import type { ModelClient } from '../../models/model-client.ts';
import { answerSchema, readAnswer } from './model-answer.ts';
import { askThrough, serverClient } from './server-client.ts';
import { plannerInstructions, repairRequest } from './prompt.ts';

export type ModelPlan = { plan: Plan } | { plan?: undefined; words: string };

export type ModelRequest = {
  text: string;
  /** What was said before, oldest first. */
  history: ModelMessage[];
  access: ModelAccess;
  /** How it should speak; empty for nothing. */
  manner: string;
  catalogue: Catalogue;
  places: Places;
  timeLimitMs: number;
  firstByteLimitMs: number;
  signal: AbortSignal | undefined;
  logger: Logger;
  watch?: WatchModel | undefined;
  conversationId: string | undefined;
  /** What stands between the planner and the model. */
  guard?: GuardModel | undefined;
};

/** Puts limits, failover and the count of tokens around a model. */
export type GuardModel = (client: ModelClient, model: string) => ModelClient;

const mostRepairs = 2;

/**
 * Lets a model plan. Its plan is checked, and what is wrong sent back, at most twice. Errors: `provider`, `network`,
 * `timeout`, and `cancelled` when the signal is aborted.
 */
export async function planByModel(request: ModelRequest): Promise<ModelPlan> {
  const { access, catalogue, places, logger, timeLimitMs, signal, watch } = request;
  const instructions = plannerInstructions(catalogue, places.baseFolder, request.manner);
  const schema = answerSchema(catalogue) as JsonObject;
  const { firstByteLimitMs, conversationId, guard } = request;
  const server = serverClient({ access, logger, firstByteLimitMs, ...(watch ? { watch } : {}) });
  const ask = askThrough(guard?.(server, access.model) ?? server, {
    ...{ choice: { purpose: 'plan' }, instructions, answerSchema: schema },
    scope: conversationId === undefined ? {} : { conversationId },
  });
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(tooSlow(access, timeLimitMs)), timeLimitMs);
  const cancel = (): void => limit.abort(new HeronError('cancelled', 'Planning was stopped'));
  if (signal?.aborted) cancel();
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    return await converse(ask, request, limit.signal);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', cancel);
  }
}

async function converse(ask: AskModel, request: ModelRequest, signal: AbortSignal): Promise<ModelPlan> {
  const { catalogue, places, access } = request;
  const messages: ModelMessage[] = [...request.history, { role: 'user', content: request.text }];
  let issues: PlanIssue[] = [];
  for (let repairs = 0; repairs <= mostRepairs; repairs += 1) {
    const { text, isCut } = await ask(messages, signal);
    // What is missing from a cut answer nobody knows; asking again gives another cut one.
    if (isCut)
      throw new HeronError('provider', `The answer of ${access.model} was cut off at its length limit`, {
        url: access.baseUrl,
      });
    const answer = readAnswer(text);
    if ('words' in answer) return { words: answer.words };
    if ('plan' in answer) {
      const checked = await validatePlan(answer.plan, catalogue, places);
      if (checked.plan) return { plan: checked.plan };
      issues = checked.issues;
    } else issues = answer.issues;
    messages.push({ role: 'assistant', content: text || '{}' }, { role: 'user', content: repairRequest(issues) });
  }
  const [first] = issues;
  throw new HeronError(
    'provider',
    `${access.model} gave no plan that can run in ${mostRepairs + 1} tries. ${first ? `${first.path}: ${first.message}` : ''}`.trim(),
    { url: access.baseUrl, issues },
  );
}
