import type { Grant, PermissionRequest } from '../../../contract/permissions.ts';
import type { Database } from '../../base/database.ts';

type GrantRow = {
  id: string;
  worker_id: string;
  capability: Grant['capability'];
  target: string;
  detail: string | null;
  scope: Grant['scope'];
  run_id: string | null;
  task_ids: string | null;
  given_by: Grant['givenBy'];
  created_at: number;
};

export type PermissionStore = ReturnType<typeof permissionStore>;

/** Rows of grants and of questions that wait for an answer. */
export function permissionStore(database: Database) {
  const insertGrant = database.prepare(
    `INSERT INTO grants (id, worker_id, capability, target, detail, scope, run_id, task_ids, given_by, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const inForce = database.prepare<[], GrantRow>(
    'SELECT * FROM grants WHERE revoked_at IS NULL ORDER BY created_at DESC, id DESC',
  );
  const revoke = database.prepare<[number, string]>(
    'UPDATE grants SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL',
  );
  const endRun = database.prepare<[number, string]>(
    `UPDATE grants SET revoked_at = ? WHERE run_id = ? AND scope <> 'always' AND revoked_at IS NULL`,
  );
  const insertRequest = database.prepare<[string, string, string, number]>(
    'INSERT INTO permission_requests (id, run_id, request, created_at) VALUES (?, ?, ?, ?)',
  );
  const deleteRequest = database.prepare<[string]>('DELETE FROM permission_requests WHERE id = ?');
  const requests = database.prepare<[], { request: string }>(
    'SELECT request FROM permission_requests ORDER BY created_at, id',
  );

  return {
    grantsInForce: (): Grant[] => inForce.all().map(toGrant),
    addGrant: (grant: Grant): void => {
      insertGrant.run(
        grant.id,
        grant.workerId,
        grant.capability,
        grant.target,
        grant.detail ?? null,
        grant.scope,
        grant.runId ?? null,
        grant.taskIds ? JSON.stringify(grant.taskIds) : null,
        grant.givenBy,
        grant.createdAt,
      );
    },
    revokeGrant: (id: string, at: number): boolean => revoke.run(at, id).changes > 0,
    /** Answers of scope `once` and `run` end with their run. */
    endGrantsOfRun: (runId: string, at: number): void => void endRun.run(at, runId),
    addRequest: (request: PermissionRequest): void => {
      insertRequest.run(request.id, request.runId, JSON.stringify(request), request.createdAt);
    },
    removeRequest: (id: string): void => void deleteRequest.run(id),
    requests: (): PermissionRequest[] => requests.all().map((row) => JSON.parse(row.request) as PermissionRequest),
  };
}

function toGrant(row: GrantRow): Grant {
  return {
    id: row.id,
    workerId: row.worker_id,
    capability: row.capability,
    target: row.target,
    ...(row.detail === null ? {} : { detail: row.detail }),
    scope: row.scope,
    ...(row.run_id === null ? {} : { runId: row.run_id }),
    ...(row.task_ids === null ? {} : { taskIds: JSON.parse(row.task_ids) as string[] }),
    givenBy: row.given_by,
    createdAt: row.created_at,
  };
}
