import type { BackgroundProcess } from '../../../contract/processes.ts';
import type { Database } from '../../base/database.ts';

/** What is needed to find what is left of a process whose engine is gone, and to judge what is written to it. */
export type ProcessTrace = { mark: string; upAt: number };

export type ProcessRows = ReturnType<typeof processRows>;

type Row = { process: string; mark: string; upAt: number };

const selected = 'process, mark, up_at AS upAt';

/** One row a background process. Running ones come first, then the newest. */
export function processRows(database: Database) {
  const insert = database.prepare(
    `INSERT INTO background_processes (id, run_id, worker_id, is_running, started_at, mark, up_at, process)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const update = database.prepare<[number, string, string]>(
    'UPDATE background_processes SET is_running = ?, process = ? WHERE id = ?',
  );
  const one = database.prepare<[string], Row>(`SELECT ${selected} FROM background_processes WHERE id = ?`);
  const all = database.prepare<[], Row>(
    `SELECT ${selected} FROM background_processes ORDER BY is_running DESC, started_at DESC, id DESC`,
  );
  const ofRun = database.prepare<[string], Row>(
    `SELECT ${selected} FROM background_processes WHERE run_id = ? ORDER BY is_running DESC, started_at DESC, id DESC`,
  );
  const running = database.prepare<[], Row>(
    `SELECT ${selected} FROM background_processes WHERE is_running = 1 ORDER BY started_at`,
  );
  const oldest = database.prepare<[number], { id: string }>(
    'SELECT id FROM background_processes WHERE is_running = 0 ORDER BY started_at DESC, id DESC LIMIT -1 OFFSET ?',
  );
  const remove = database.prepare<[string]>('DELETE FROM background_processes WHERE id = ? AND is_running = 0');
  return {
    insert: (process: BackgroundProcess, { mark, upAt }: ProcessTrace): void => {
      const { id, runId, workerId, startedAt } = process;
      insert.run(id, runId, workerId, 1, startedAt, mark, upAt, JSON.stringify(process));
    },
    update: (process: BackgroundProcess): void => {
      update.run(process.status === 'running' ? 1 : 0, JSON.stringify(process), process.id);
    },
    get: (id: string): BackgroundProcess | undefined => {
      const row = one.get(id);
      return row && toProcess(row);
    },
    list: (runId?: string): BackgroundProcess[] =>
      (runId === undefined ? all.all() : ofRun.all(runId)).map((row) => toProcess(row)),
    /** With what is left of them to look for. */
    running: (): (ProcessTrace & { process: BackgroundProcess })[] =>
      running.all().map((row) => ({ process: toProcess(row), mark: row.mark, upAt: row.upAt })),
    /** Those that have ended, but the newest so many. */
    endedBefore: (newest: number): string[] => oldest.all(newest).map(({ id }) => id),
    remove: (id: string): void => void remove.run(id),
  };
}

function toProcess({ process }: Pick<Row, 'process'>): BackgroundProcess {
  return JSON.parse(process) as BackgroundProcess;
}
