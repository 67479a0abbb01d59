import type { Database } from '../../base/database.ts';

export type SettingsStore = ReturnType<typeof settingsStore>;

/** One row a setting: its name and its value as JSON. */
export function settingsStore(database: Database) {
  const one = database.prepare<[string], { value: string }>('SELECT value FROM settings WHERE key = ?');
  const write = database.prepare(
    'INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  );
  return {
    /** The stored text, undefined if the setting was never changed. */
    read: (key: string): string | undefined => one.get(key)?.value,
    write: (key: string, value: unknown): void => {
      write.run(key, JSON.stringify(value));
    },
  };
}
