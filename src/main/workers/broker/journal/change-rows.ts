import { dirname, sep } from 'node:path';
import type { FileChange } from '../../../../contract/undo.ts';
import { type Database, type Statement, withoutWaiting } from '../../../base/database.ts';

/**
 * writing: a temporary file is being filled. pending: the effect may or may not have happened. done: it has.
 * undoing: putting back may or may not have happened. undone: it has.
 */
export type ChangeState = 'writing' | 'pending' | 'done' | 'undoing' | 'undone';

/** One change to one file or folder. Paths are canonical. */
export type ChangeRow = {
  seq: number;
  runId: string;
  taskId: string;
  kind: FileChange['kind'];
  path: string;
  movedTo: string | null;
  /** Where the former content is kept. */
  backup: string | null;
  /** A file of the journal's own beside the target, until the effect has happened. */
  temporary: string | null;
  /** Where the source waits under a hidden name while it is copied to another disk. */
  aside: string | null;
  /** The number of the file that stands at the target once the effect has happened. */
  inode: string | null;
  bytesBefore: number | null;
  bytesAfter: number | null;
  /** See stamp.ts. */
  stampAfter: string | null;
  state: ChangeState;
  at: number;
};

export type NewChange = Pick<ChangeRow, 'runId' | 'taskId' | 'kind' | 'path' | 'state' | 'at'> & Partial<ChangeRow>;
export type ChangePatch = Partial<Omit<ChangeRow, 'seq' | 'runId' | 'taskId' | 'path' | 'at'>>;
export type ChangeRows = ReturnType<typeof changeRows>;

const columns: Record<keyof ChangeRow, string> = {
  seq: 'seq',
  runId: 'run_id',
  taskId: 'task_id',
  kind: 'kind',
  path: 'path',
  movedTo: 'moved_to',
  backup: 'backup',
  temporary: 'temporary',
  aside: 'aside',
  inode: 'inode',
  bytesBefore: 'bytes_before',
  bytesAfter: 'bytes_after',
  stampAfter: 'stamp_after',
  state: 'state',
  at: 'at',
};
const selected = Object.entries(columns)
  .map(([field, column]) => `${column} AS ${field}`)
  .join(', ');

/**
 * `light`: the commit does not wait for the disk, because a heavier one comes before anything happens, or because it
 * says what can be found out again by looking.
 */
export type Weight = 'light' | 'heavy';

/** The rows of the file journal. Every call has been committed when it returns. */
export function changeRows(database: Database) {
  const remove = database.prepare<[number]>('DELETE FROM file_changes WHERE seq = ?');
  const mark = database.prepare<[string, number]>(
    `UPDATE file_changes SET state = 'undoing', inode = ?, temporary = NULL, aside = NULL WHERE seq = ?`,
  );
  const get = database.prepare<[number], ChangeRow>(`SELECT ${selected} FROM file_changes WHERE seq = ?`);
  const ofRun = database.prepare<[string], ChangeRow>(
    `SELECT ${selected} FROM file_changes WHERE run_id = ? ORDER BY seq`,
  );
  const unsettled = database.prepare<[], ChangeRow>(
    `SELECT ${selected} FROM file_changes WHERE state IN ('writing', 'pending', 'undoing') ORDER BY seq DESC`,
  );

  const prepared = new Map<string, Statement>();

  function write(
    weight: Weight,
    head: (names: string[]) => string,
    change: ChangePatch | NewChange,
    ...more: unknown[]
  ) {
    const fields = Object.keys(change) as (keyof ChangeRow)[];
    const values = fields.map((field) => (change as Partial<ChangeRow>)[field] ?? null);
    const sql = head(fields.map((field) => columns[field]));
    const statement = prepared.get(sql) ?? database.prepare(sql);
    prepared.set(sql, statement);
    const run = () => statement.run(...values, ...more);
    return weight === 'light' ? withoutWaiting(database, run) : run();
  }

  return {
    insert(change: NewChange, weight: Weight = 'heavy'): number {
      const insert = (names: string[]): string =>
        `INSERT INTO file_changes (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`;
      return Number(write(weight, insert, change).lastInsertRowid);
    },
    update(seq: number, patch: ChangePatch, weight: Weight = 'heavy'): void {
      const update = (names: string[]): string =>
        `UPDATE file_changes SET ${names.map((name) => `${name} = ?`).join(', ')} WHERE seq = ?`;
      write(weight, update, patch, seq);
    },
    /** Marks many in one commit. */
    markUndoing(marks: Map<number, string>): void {
      database.transaction(() => {
        for (const [seq, inode] of marks) mark.run(inode, seq);
      })();
    },
    remove(seq: number): void {
      withoutWaiting(database, () => remove.run(seq));
    },
    forgetBackups: forgettingBackups(database),
    get: (seq: number): ChangeRow | undefined => get.get(seq),
    ofRun: (runId: string): ChangeRow[] => ofRun.all(runId),
    /** Whether any run has written the file, or moved it, or a folder above it, to where it is. */
    hasChanged: knowingChanged(database),
    /** Whether the run made this folder, or one above it, and nothing was moved into it that was there before. */
    isOutput: knowingOutput(database),
    /** What was under way when the engine ended, latest first. */
    unsettled: (): ChangeRow[] => unsettled.all(),
  };
}

function knowingChanged(database: Database): (path: string) => boolean {
  const changed = database.prepare<[string, string], { found: number }>(
    `SELECT EXISTS (
       SELECT 1 FROM file_changes WHERE path = ? AND kind IN ('created', 'replaced') AND state <> 'undone'
       UNION ALL
       SELECT 1 FROM file_changes WHERE moved_to IN (SELECT value FROM json_each(?)) AND state <> 'undone'
     ) AS found`,
  );
  return (path) => changed.get(path, JSON.stringify(upwards(path)))?.found === 1;
}

function knowingOutput(database: Database): (runId: string, path: string) => boolean {
  const found = database.prepare<[string, string, string, string, string], { isOutput: number }>(
    `SELECT EXISTS (
       SELECT 1 FROM file_changes WHERE run_id = ? AND kind = 'folder-created' AND state = 'done'
       AND path IN (SELECT value FROM json_each(?))
     ) AND NOT EXISTS (
       SELECT 1 FROM file_changes WHERE state <> 'undone'
       AND (moved_to IN (SELECT value FROM json_each(?)) OR (moved_to >= ? AND moved_to < ?))
     ) AS isOutput`,
  );
  return (runId, path) => {
    const above = JSON.stringify(upwards(path));
    // All paths below it, by the character that comes after what parts them.
    const after = String.fromCharCode(sep.charCodeAt(0) + 1);
    return found.get(runId, above, above, path + sep, path + after)?.isOutput === 1;
  };
}

/** Former contents of a run are not there any more. */
function forgettingBackups(database: Database): (runId: string) => void {
  const forget = database.prepare<[string]>(
    `UPDATE file_changes SET backup = NULL WHERE run_id = ? AND backup IS NOT NULL AND state IN ('done', 'undone')`,
  );
  return (runId) => void withoutWaiting(database, () => forget.run(runId));
}

function upwards(path: string): string[] {
  const above = dirname(path);
  return above === path ? [path] : [path, ...upwards(above)];
}
