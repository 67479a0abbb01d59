import type { Json, JsonObject } from '../../../contract/json.ts';
import type { Database } from '../../base/database.ts';

export type WorkerSettingsStore = ReturnType<typeof workerSettingsStore>;

/** One row for each setting of a worker that somebody set. */
export function workerSettingsStore(database: Database) {
  const all = database.prepare<[string], { name: string; value: string }>(
    'SELECT name, value FROM worker_settings WHERE worker_id = ? ORDER BY name',
  );
  const put = database.prepare(
    `INSERT INTO worker_settings (worker_id, name, value) VALUES (?, ?, ?)
     ON CONFLICT (worker_id, name) DO UPDATE SET value = excluded.value`,
  );
  const remove = database.prepare<[string, string]>('DELETE FROM worker_settings WHERE worker_id = ? AND name = ?');
  const forget = database.prepare<[string]>('DELETE FROM worker_settings WHERE worker_id = ?');
  return {
    read: (workerId: string): JsonObject =>
      Object.fromEntries(all.all(workerId).map(({ name, value }) => [name, JSON.parse(value) as Json])),
    write: (workerId: string, name: string, value: Json): void => void put.run(workerId, name, JSON.stringify(value)),
    remove: (workerId: string, name: string): void => void remove.run(workerId, name),
    forget: (workerId: string): void => void forget.run(workerId),
  };
}
