import type { Run } from '../../src/contract/runs.ts';
import type { EngineClient } from '../../src/main/gateway/engine-router.ts';
import { failureOf } from '../../src/main/headless/failure-of.ts';

/** Somebody who answers whatever is asked, changes a setting where a task waits to hear of that, and calls where one waits for a call. */
export async function attend(client: EngineClient, run: Run): Promise<void> {
  const { id: runId } = run;
  for (const task of Object.values(run.tasks)) {
    const asking = [
      ...(task.status === 'blocked' || task.status === 'uncertain' ? [{ ...task, taskId: task.id }] : []),
      ...(task.asks ?? []),
    ];
    for (const { taskId, question } of asking) {
      const word = question?.choices?.includes('approve') ? 'approve' : 'skip';
      await perhapsTooLate(
        question
          ? client.runs.answer({ runId, taskId, answer: word })
          : client.runs.resolve({ runId, taskId, decision: 'retry' }),
      );
    }
    if (task.awaited?.event) {
      const { logLevel } = await client.settings.get({});
      await client.settings.update({ logLevel: logLevel === 'info' ? 'debug' : 'info' });
    }
    if (task.awaited?.webhook) await pay(task.awaited.webhook.url);
  }
}

/** The same call however often it is made: nobody knows whether a dead engine had taken it. */
async function pay(url: string): Promise<void> {
  const headers = { 'content-type': 'application/json', 'idempotency-key': 'payment' };
  const sent = fetch(url, { method: 'POST', headers, body: JSON.stringify({ sum: 7 }) });
  const answer = await sent.then((response) => response.text()).catch(() => undefined);
  if (answer !== undefined && answer !== '{"paid":7}') throw new Error(`The call was answered with ${answer}`);
}

/** An engine that died between the start of a run and its permissions asks for them. */
export async function allowAll(client: EngineClient): Promise<void> {
  const pending = await client.permissions.pending({});
  if (pending.length === 0) return;
  await perhapsTooLate(
    client.permissions.answer({ answers: pending.map(({ id }) => ({ requestId: id, answer: 'run' as const })) }),
  );
}

/** It was answered a moment ago, and the run has not come to say so. */
async function perhapsTooLate(answer: Promise<unknown>): Promise<void> {
  await answer.catch((error: unknown) => {
    if (!['not-found', 'conflict'].includes(failureOf(error).code)) throw error;
  });
}
