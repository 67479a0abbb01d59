import type { RestingModel } from '../../../contract/spending.ts';
import type { Database } from '../../base/database.ts';

/** `at`: when it last failed. */
export type Rest = RestingModel & { at: number };

export type RestStore = ReturnType<typeof restStore>;

/** One row for each way to a model that failed and has not answered since. */
export function restStore(database: Database) {
  const columns = 'model, account, because, at, until, times';
  const one = database.prepare<[string, string], Rest>(
    `SELECT ${columns} FROM model_rests WHERE model = ? AND account = ?`,
  );
  const after = database.prepare<[number], Rest>(
    `SELECT ${columns} FROM model_rests WHERE until > ? ORDER BY until, model, account`,
  );
  const write = database.prepare<[Rest]>(
    `INSERT INTO model_rests (${columns}) VALUES (@model, @account, @because, @at, @until, @times)
     ON CONFLICT DO UPDATE SET because = excluded.because, at = excluded.at, until = excluded.until, times = excluded.times`,
  );
  const remove = database.prepare('DELETE FROM model_rests WHERE model = ? AND account = ?');
  const clear = database.prepare('DELETE FROM model_rests');
  return {
    get: (model: string, account: string): Rest | undefined => one.get(model, account),
    restingAt: (now: number): Rest[] => after.all(now),
    write: (rest: Rest): void => void write.run(rest),
    clear: (): void => void clear.run(),
    remove: (model: string, account: string): void => void remove.run(model, account),
  };
}
