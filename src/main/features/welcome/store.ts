import { Welcome } from '../../../contract/welcome.ts';
import type { Database } from '../../base/database.ts';

export type WelcomeStore = ReturnType<typeof welcomeStore>;

/** No name of a setting. */
const key = '(welcome)';

/** How far the first start has come: a row beside the settings; none in a data folder that is older than the first start. */
export function welcomeStore(database: Database) {
  const one = database.prepare<[string], { value: string }>('SELECT value FROM settings WHERE key = ?');
  const write = database.prepare(
    'INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  );
  return {
    /** What cannot be read is nothing: nobody is stopped by it. */
    read: (): Welcome | undefined => {
      const text = one.get(key)?.value;
      return text === undefined ? undefined : parse(text);
    },
    write: (welcome: Welcome): void => void write.run(key, JSON.stringify(welcome)),
  };
}

function parse(text: string): Welcome | undefined {
  try {
    return Welcome.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
