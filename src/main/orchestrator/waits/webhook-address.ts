import { createHmac, timingSafeEqual } from 'node:crypto';
import { bodiesOf, type Task } from '../../../contract/plan-task.ts';
import { TaskPath } from '../../../contract/task-path.ts';
import type { RunWebhooks } from '../../../contract/webhooks.ts';

/** The path of every address that is called from outside begins with it. */
export const webhookPrefix = '/hooks/';

export type WebhookPlace = { runId: string; path: string; proof: string };

/** The address of a task. Who knows that of one task knows that of no other. */
export function webhookUrl({ base, key }: RunWebhooks, runId: string, path: string): string {
  return `${base}${webhookPrefix}${runId}/${path}/${proofOf(key, path)}`;
}

/** What an address names, if it is that of a task. */
export function readWebhookPath(urlPath: string): WebhookPlace | undefined {
  const [, runId, path, proof] = /^\/hooks\/(run_[0-9A-Z]{26})\/(.+)\/([\w-]{32})$/.exec(urlPath) ?? [];
  if (runId === undefined || path === undefined || proof === undefined) return undefined;
  return TaskPath.safeParse(path).success ? { runId, path, proof } : undefined;
}

export function isProofOf(key: string, path: string, proof: string): boolean {
  const wanted = Buffer.from(proofOf(key, path));
  const given = Buffer.from(proof);
  return wanted.length === given.length && timingSafeEqual(wanted, given);
}

function proofOf(key: string, path: string): string {
  return createHmac('sha256', Buffer.from(key, 'base64url')).update(path).digest('base64url').slice(0, 32);
}

/** Tasks of a list that have one address others can name: in a list or a loop each time has its own. */
export function webhookIds(tasks: readonly (Task | undefined)[]): string[] {
  return tasks.flatMap((task) => (task && isNamed(task) ? [task.id] : []));
}

function isNamed({ wait, forEach, repeat }: Task): boolean {
  return wait !== undefined && 'webhook' in wait && !forEach && !repeat;
}

export function waitsForCalls(tasks: readonly Task[]): boolean {
  return tasks.some(
    (task) =>
      (task.wait !== undefined && 'webhook' in task.wait) ||
      bodiesOf(task).some(({ tasks: inside }) => waitsForCalls(inside)),
  );
}
