import type { GivenUnder, Grant } from '../../../contract/permissions.ts';
import type { Database } from '../../base/database.ts';
import { questionRows } from './question-rows.ts';

type GrantRow = {
  id: string;
  worker_id: string;
  capability: Grant['capability'];
  action: string | null;
  target: string;
  match: Grant['match'];
  args: string | null;
  detail: string | null;
  scope: Grant['scope'];
  run_id: string | null;
  conversation_id: string | null;
  task_ids: string | null;
  uses_left: number | null;
  expires_at: number | null;
  given_under: string | null;
  given_by: Grant['givenBy'];
  created_at: number;
  used_at: number | null;
};

/** What ended a grant before it was used up. */
export type GrantEnd = 'person' | 'time' | 'conversation';

export type PermissionStore = ReturnType<typeof permissionStore>;

/** Rows of grants and of questions that wait for an answer. */
export function permissionStore(database: Database) {
  return { ...grantRows(database), ...questionRows(database) };
}

function grantRows(database: Database) {
  const insert = database.prepare<[GrantRow]>(
    `INSERT INTO grants (id, worker_id, capability, action, target, match, args, detail, scope, run_id, conversation_id, task_ids,
       uses_left, expires_at, given_under, given_by, created_at, used_at)
     VALUES (:id, :worker_id, :capability, :action, :target, :match, :args, :detail, :scope, :run_id, :conversation_id, :task_ids,
       :uses_left, :expires_at, :given_under, :given_by, :created_at, :used_at)`,
  );
  const inForce = database.prepare<[], GrantRow>(
    'SELECT * FROM grants WHERE revoked_at IS NULL ORDER BY created_at DESC, id DESC',
  );
  const end = database.prepare<[number, GrantEnd, string]>(
    'UPDATE grants SET revoked_at = ?, ended_with = ? WHERE id = ? AND revoked_at IS NULL',
  );
  const endedWith = database.prepare<[GrantEnd, string], GrantRow>(
    'SELECT * FROM grants WHERE ended_with = ? AND conversation_id = ? ORDER BY created_at DESC, id DESC',
  );
  const forgetEnded = database.prepare<[string]>(
    `UPDATE grants SET ended_with = 'person' WHERE worker_id = ? AND ended_with = 'conversation'`,
  );
  const restore = database.prepare<[string]>('UPDATE grants SET revoked_at = NULL, ended_with = NULL WHERE id = ?');
  const endRun = database.prepare<[number, string]>(
    `UPDATE grants SET revoked_at = ? WHERE run_id = ? AND scope IN ('once', 'run') AND revoked_at IS NULL`,
  );
  const takeUse = database.prepare<[number, string]>(
    `UPDATE grants SET uses_left = uses_left - 1, revoked_at = CASE uses_left WHEN 1 THEN ? ELSE revoked_at END
     WHERE id = ? AND uses_left > 0`,
  );
  const noteUse = database.prepare<[number, string]>('UPDATE grants SET used_at = ? WHERE id = ?');
  const setGivenUnder = database.prepare<[string, string]>('UPDATE grants SET given_under = ? WHERE id = ?');

  return {
    grantsInForce: (): Grant[] => inForce.all().map(toGrant),
    addGrant: (grant: Grant): void => void insert.run(toRow(grant)),
    endGrant: (id: string, at: number, by: GrantEnd): void => void end.run(at, by, id),
    /** Those that ended because their conversation was deleted. */
    grantsEndedWith: (conversationId: string): Grant[] => endedWith.all('conversation', conversationId).map(toGrant),
    /** What ended with a conversation does not come back for a worker that is gone. */
    forgetEndedOf: (workerId: string): void => void forgetEnded.run(workerId),
    restoreGrant: (id: string): void => void restore.run(id),
    /** Answers of scope `once` and `run` end with their run. */
    endGrantsOfRun: (runId: string, at: number): void => void endRun.run(at, runId),
    /** The last use ends the grant. */
    takeUse: (id: string, at: number): void => void takeUse.run(at, id),
    /** When grants were last used, by their ids. */
    noteUses: database.transaction((uses: ReadonlyMap<string, number>) => {
      for (const [id, at] of uses) noteUse.run(at, id);
    }),
    setGivenUnder: (id: string, under: GivenUnder): void => void setGivenUnder.run(JSON.stringify(under), id),
  };
}

function toRow(grant: Grant): GrantRow {
  const json = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value));
  return {
    id: grant.id,
    worker_id: grant.workerId,
    capability: grant.capability,
    action: grant.action ?? null,
    target: grant.target,
    match: grant.match,
    args: json(grant.args),
    detail: grant.detail ?? null,
    scope: grant.scope,
    run_id: grant.runId ?? null,
    conversation_id: grant.conversationId ?? null,
    task_ids: json(grant.taskIds),
    uses_left: grant.usesLeft ?? null,
    expires_at: grant.expiresAt ?? null,
    given_under: json(grant.givenUnder),
    given_by: grant.givenBy,
    created_at: grant.createdAt,
    used_at: grant.usedAt ?? null,
  };
}

function toGrant(row: GrantRow): Grant {
  return {
    id: row.id,
    workerId: row.worker_id,
    capability: row.capability,
    ...(row.action === null ? {} : { action: row.action }),
    target: row.target,
    match: row.match,
    ...(row.args === null ? {} : { args: JSON.parse(row.args) as Grant['args'] }),
    ...(row.detail === null ? {} : { detail: row.detail }),
    scope: row.scope,
    ...(row.run_id === null ? {} : { runId: row.run_id }),
    ...(row.conversation_id === null ? {} : { conversationId: row.conversation_id }),
    ...(row.task_ids === null ? {} : { taskIds: JSON.parse(row.task_ids) as string[] }),
    ...(row.uses_left === null ? {} : { usesLeft: row.uses_left }),
    ...(row.expires_at === null ? {} : { expiresAt: row.expires_at }),
    ...(row.given_under === null ? {} : { givenUnder: JSON.parse(row.given_under) as GivenUnder }),
    givenBy: row.given_by,
    createdAt: row.created_at,
    ...(row.used_at === null ? {} : { usedAt: row.used_at }),
  };
}
