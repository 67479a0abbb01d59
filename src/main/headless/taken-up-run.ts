import type { PermissionRequest } from '../../contract/permissions.ts';
import type { Run, TaskQuestion } from '../../contract/runs.ts';
import type { EngineAccess } from './engine-access.ts';
import { findRun } from './find-run.ts';

/** A run that began before this command: how it stands, what it asks, and the place in the log from which it is followed. */
export type TakenUpRun = {
  run: Run;
  requests: PermissionRequest[];
  uncertainTasks: string[];
  blockedTasks: BlockedTask[];
  after: number;
};

export type BlockedTask = { taskId: string; question: TaskQuestion };

export async function takeUpRun(engine: EngineAccess, runId: string): Promise<TakenUpRun> {
  const client = await engine.client();
  // The place comes first: what happens while the rest is read is then seen twice rather than not at all.
  const { lastSeq } = await client.events.list({ after: Number.MAX_SAFE_INTEGER, limit: 1 });
  const run = await findRun(client, runId);
  const requests = await client.permissions.pending({ runId });
  const uncertainTasks = Object.values(run.tasks).flatMap(({ id, status }) => (status === 'uncertain' ? [id] : []));
  const blockedTasks = Object.values(run.tasks).flatMap(({ id: taskId, status, question }) =>
    status === 'blocked' && question ? [{ taskId, question }] : [],
  );
  return { run, requests, uncertainTasks, blockedTasks, after: lastSeq };
}
