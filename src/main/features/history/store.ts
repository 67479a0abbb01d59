import type { Database } from '../../base/database.ts';
import { withoutWaiting } from '../../base/database.ts';
import { goingTables } from './run-tables.ts';

export type OldRun = { id: string; endedAt: number; pinned: number };

/** How much of a run is in one slice; `last` is where the next begins, absent after the last. */
export type Slice = { rows: number; events: number; bytes: number; last: number | undefined };

export type HistoryStore = ReturnType<typeof historyStore>;

/** What conversations are made of stays, whatever becomes of their runs. */
const keptTypes = `('message.added', 'conversation.created', 'conversation.renamed', 'conversation.deleted', 'plan.proposed')`;
const ofRun = `FROM events INDEXED BY events_by_run WHERE run_id = ? AND run_id IS NOT NULL AND type NOT IN ${keptTypes}`;

/** The rows of runs and their events, looked at and removed a few at a time: one statement must not hold the engine up. */
export function historyStore(database: Database) {
  return {
    ...reading(database),
    ...measuring(database),
    ...removing(database),
    ...rowsOfTables(database),
    ...space(database),
  };
}

function measuring(database: Database) {
  const slice = database.prepare<
    unknown[],
    { rows: number; events: number | null; bytes: number | null; last: number | null }
  >(
    `SELECT count(*) AS rows, sum(1 + coalesce(seq - first_seq, 0)) AS events, sum(octet_length(payload)) AS bytes, max(seq) AS last
     FROM (SELECT seq, first_seq, payload ${ofRun} AND seq > ? ORDER BY seq LIMIT ?)`,
  );
  return {
    /** Of a stretch of a run's events; a row can hold several. */
    measure(runId: string, after: number, limit: number): Slice {
      const { rows = 0, events, bytes, last } = slice.get(runId, after, limit) ?? {};
      return { rows, events: events ?? 0, bytes: bytes ?? 0, last: rows === limit ? (last ?? undefined) : undefined };
    },
  };
}

function reading(database: Database) {
  const ended = database.prepare<unknown[], OldRun>(
    `SELECT id, ended_at AS endedAt, pinned FROM runs
     WHERE ended_at IS NOT NULL AND (ended_at, id) > (?, ?) AND ended_at < ? ORDER BY ended_at, id LIMIT ?`,
  );
  const unfinished = database.prepare<[number], { count: number }>(
    'SELECT count(*) AS count FROM runs WHERE ended_at IS NULL AND created_at < ?',
  );
  const origins = database.prepare<unknown[], { seq: number; origin: string | null }>(
    `SELECT seq, json_extract(payload, '$.origin.runId') AS origin
     FROM events WHERE type = 'run.created' AND seq > ? ORDER BY seq LIMIT ?`,
  );
  const count = database.prepare<[number, number], { count: number }>(
    'SELECT count(*) + coalesce(sum(seq - first_seq), 0) AS count FROM events WHERE seq > ? AND seq <= ?',
  );
  const runs = database.prepare<[], { count: number }>('SELECT count(*) AS count FROM runs');
  const audit = database.prepare<[number], { count: number }>('SELECT count(*) AS count FROM audit WHERE at < ?');
  const end = database.prepare<[string], { ended_at: number | null; pinned: number }>(
    'SELECT ended_at, pinned FROM runs WHERE id = ?',
  );
  const at = database.prepare<[number], { seq: number; at: number }>(
    'SELECT seq, at FROM events WHERE seq >= ? ORDER BY seq LIMIT 1',
  );

  return {
    /** Runs that ended before a time, those that ended first first; goes on after one. */
    endedBefore: (before: number, after: Pick<OldRun, 'endedAt' | 'id'>, limit: number): OldRun[] =>
      ended.all(after.endedAt, after.id, before, limit),
    unfinishedBefore: (before: number): number => unfinished.get(before)?.count ?? 0,
    /** Runs that others were forked from; goes on after a place in the log. */
    origins: (after: number, limit: number): { seq: number; origin: string | null }[] => origins.all(after, limit),
    countEvents: (after: number, through: number): number => count.get(after, through)?.count ?? 0,
    countRuns: (): number => runs.get()?.count ?? 0,
    countAudit: (before: number): number => audit.get(before)?.count ?? 0,
    /** undefined: there is no such run. */
    endOf(runId: string): { endedAt: number | undefined; isPinned: boolean } | undefined {
      const row = end.get(runId);
      return row && { endedAt: row.ended_at ?? undefined, isPinned: row.pinned === 1 };
    },
    /** The first place in the log at or after a moment, found by halving: the times of events go up with their places. */
    seqAt(moment: number, lastSeq: number): number {
      let low = 1;
      let high = lastSeq + 1;
      while (low < high) {
        const middle = Math.floor((low + high) / 2);
        const row = at.get(middle);
        if (row === undefined || row.at >= moment) high = middle;
        else low = row.seq + 1;
      }
      return low;
    },
  };
}

function removing(database: Database) {
  const begin = database.prepare<[string]>(
    `DELETE FROM runs WHERE id = ? AND ended_at IS NOT NULL AND pinned = 0 AND status NOT IN ('waiting', 'running')`,
  );
  const mark = database.prepare<[string, number]>('INSERT OR IGNORE INTO prunings (run_id, begun_at) VALUES (?, ?)');
  const begun = database.prepare<[], { run_id: string }>('SELECT run_id FROM prunings ORDER BY begun_at, run_id');
  const finish = database.prepare<[string]>('DELETE FROM prunings WHERE run_id = ?');
  const events = database.prepare<[string, number], { held: number }>(
    `DELETE FROM events WHERE seq IN (SELECT seq ${ofRun} ORDER BY seq LIMIT ?)
     RETURNING 1 + coalesce(seq - first_seq, 0) AS held`,
  );
  const engineEvents = database.prepare<[string, number, number]>(
    `DELETE FROM events WHERE seq IN (
       SELECT seq FROM events WHERE type = ? AND seq < ? AND run_id IS NULL ORDER BY seq LIMIT ?
     )`,
  );
  const beginOne = database.transaction((runId: string, at: number): boolean => {
    if (begin.run(runId).changes === 0) return false;
    mark.run(runId, at);
    return true;
  });

  return {
    /** From now on the run is gone, whatever happens; its parts follow. False: it may not go. */
    begin: (runId: string, at: number): boolean => beginOne(runId, at),
    /** Runs whose removal was begun and not finished. */
    begun: (): string[] => begun.all().map(({ run_id: runId }) => runId),
    /** So many rows at most; those of packs hold several events. */
    removeEvents(runId: string, most: number): { rows: number; events: number } {
      const removed = withoutWaiting(database, () => events.all(runId, most));
      return { rows: removed.length, events: removed.reduce((all, { held }) => all + held, 0) };
    },
    finish: (runId: string): void => void finish.run(runId),
    /** Events of a type that belong to no run. */
    removeEngineEvents: (type: string, beforeSeq: number, most: number): number =>
      withoutWaiting(database, () => engineEvents.run(type, beforeSeq, most).changes),
  };
}

/** What stands of a run in tables of its own, besides its events. */
function rowsOfTables(database: Database) {
  const tables = goingTables().map(({ table, run, key, only }) => ({
    count: database.prepare<[string], { count: number }>(
      `SELECT count(*) AS count FROM ${table} WHERE ${run} = ? AND ${only}`,
    ),
    remove: database.prepare<[string, string, number]>(
      `DELETE FROM ${table} WHERE ${run} = ? AND (${key}) IN (
         SELECT ${key} FROM ${table} WHERE ${run} = ? AND ${only} LIMIT ?
       )`,
    ),
  }));
  const manifests = database.prepare('DELETE FROM action_manifests WHERE hash NOT IN (SELECT hash FROM run_actions)');

  return {
    rowsOf: (runId: string): number => tables.reduce((all, { count }) => all + (count.get(runId)?.count ?? 0), 0),
    removeRows: (runId: string, most: number): number =>
      withoutWaiting(database, () =>
        tables.reduce(
          (done, { remove }) => done + (done < most ? remove.run(runId, runId, most - done).changes : 0),
          0,
        ),
      ),
    /** What actions were, where no run names them any more. */
    removeManifests: (): void => void withoutWaiting(database, () => manifests.run()),
  };
}

function space(database: Database) {
  const pragma = (name: string): number => Number(database.pragma(name, { simple: true }));
  return {
    pages: () => ({ all: pragma('page_count'), free: pragma('freelist_count'), size: pragma('page_size') }),
    canShrink: (): boolean => pragma('auto_vacuum') === 2,
    /** Gives a few free pages back to the system. */
    shrink: (pages: number): void => void database.pragma(`incremental_vacuum(${pages})`),
    /** What was written is in the database's own file, and the file beside it is empty. */
    checkpoint: (): void => void database.pragma('wal_checkpoint(TRUNCATE)'),
    /** Writes the whole database anew; afterwards it can shrink by pages. */
    compact(): void {
      database.pragma('auto_vacuum = INCREMENTAL');
      database.exec('VACUUM');
    },
  };
}
