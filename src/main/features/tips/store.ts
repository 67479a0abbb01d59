import { z } from 'zod';
import { Tip } from '../../../contract/tips.ts';
import { strictObject } from '../../../contract/strict-object.ts';
import type { Database } from '../../base/database.ts';

const TipState = strictObject(() => ({ seen: z.array(z.string()), current: Tip.nullable() }));
export type TipState = z.infer<typeof TipState>;

export type TipStore = ReturnType<typeof tipStore>;

/** No name of a setting. */
const key = '(tips)';

/** Which tips were shown, and the one that is: a row beside the settings. */
export function tipStore(database: Database) {
  const one = database.prepare<[string], { value: string }>('SELECT value FROM settings WHERE key = ?');
  const write = database.prepare(
    'INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  );
  const completed = database.prepare<[], { runs: number }>(
    "SELECT count(*) AS runs FROM runs WHERE status = 'completed'",
  );
  const changed = database.prepare<[string]>('SELECT 1 FROM file_changes WHERE run_id = ? LIMIT 1');
  return {
    /** What cannot be read is nothing: then tips come once more. */
    read(): TipState {
      const text = one.get(key)?.value;
      const parsed = text === undefined ? undefined : TipState.safeParse(parse(text));
      return parsed?.data ?? { seen: [], current: null };
    },
    write: (state: TipState): void => void write.run(key, JSON.stringify(state)),
    completedRuns: (): number => completed.get()?.runs ?? 0,
    changedFiles: (runId: string): boolean => changed.get(runId) !== undefined,
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
