import { referencedIds } from '../../../contract/draw-plan.ts';
import type { Json, JsonObject } from '../../../contract/json.ts';
import type { Task } from '../../../contract/plan-task.ts';
import type { WebhookRespond } from '../../../contract/webhook-options.ts';
import { HeronError, toFailure } from '../../base/errors.ts';
import type { Logger } from '../../base/logger.ts';
import type { WebhookReply } from '../../base/webhook-call.ts';
import { type OutputContext, resolveNow } from '../../orchestrator/expressions/resolve-input.ts';
import type { Outcome } from './outcomes.ts';

type Answer = Pick<WebhookRespond, 'status' | 'body'>;
type Ended = { runId: string; input: JsonObject; outcome: Outcome; title: string };

/** What a caller gets that waited for the run. Of a run that failed no more is told than that. */
export async function answerWith(
  { status = 200, body }: Answer,
  { runId, input, outcome, title }: Ended,
  { usual, logger }: { usual: (outputs: Record<string, Json>) => Json; logger: Pick<Logger, 'warn'> },
): Promise<WebhookReply> {
  if (outcome.status !== 'completed') return { status: 500, body: { runId, status: outcome.status } };
  const names = { tasks: outcome.tasks, input };
  try {
    const resolved = body === undefined ? usual(outputsById(outcome)) : resolveNow(body, names);
    return {
      status: typeof status === 'number' ? status : await statusOf(status, names),
      body: (resolved instanceof Promise ? await resolved : resolved) ?? null,
    };
  } catch (error) {
    logger.warn(`The answer of ${runId} could not be made: ${toFailure(error).message}`, { of: title });
    return { status: 500, body: { runId, status: 'completed' } };
  }
}

function outputsById({ tasks }: Extract<Outcome, { status: 'completed' }>): Record<string, Json> {
  return Object.fromEntries(Object.entries(tasks).map(([id, { output }]) => [id, output]));
}

async function statusOf(given: string, names: OutputContext): Promise<number> {
  const status = Number(await resolveNow(given, names));
  if (Number.isInteger(status) && status >= 200 && status <= 599) return status;
  throw new HeronError('invalid-input', `webhook.respond.status: expected 200 to 599, got ${status}`);
}

/** What the task gives that nothing waits for; of several each, by its id. */
export function lastOutput(tasks: readonly Task[], outputs: Record<string, Json>): Json {
  const waitedFor = new Set(tasks.flatMap((task) => [...(task.after ?? []), ...referencedIds(task)]));
  const last = tasks.map(({ id }) => id).filter((id) => !waitedFor.has(id));
  const [only] = last;
  if (last.length === 1 && only !== undefined) return outputs[only] ?? null;
  return Object.fromEntries(last.map((id) => [id, outputs[id] ?? null]));
}
