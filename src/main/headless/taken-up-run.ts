import type { PermissionRequest } from '../../contract/permissions.ts';
import type { Run } from '../../contract/runs.ts';
import type { EngineAccess } from './engine-access.ts';
import { findRun } from './find-run.ts';

/** A run that began before this command: how it stands, what it asks, and the place in the log from which it is followed. */
export type TakenUpRun = { run: Run; requests: PermissionRequest[]; uncertainTasks: string[]; after: number };

export async function takeUpRun(engine: EngineAccess, runId: string): Promise<TakenUpRun> {
  const client = await engine.client();
  // The place comes first: what happens while the rest is read is then seen twice rather than not at all.
  const { lastSeq } = await client.events.list({ after: Number.MAX_SAFE_INTEGER, limit: 1 });
  const run = await findRun(client, runId);
  const requests = await client.permissions.pending({ runId });
  const uncertainTasks = Object.values(run.tasks).flatMap(({ id, status }) => (status === 'uncertain' ? [id] : []));
  return { run, requests, uncertainTasks, after: lastSeq };
}
