import type { Database } from '../../base/database.ts';

export type SettingsStore = ReturnType<typeof settingsStore>;

/** No name of a setting. */
const fileKey = '(file)';

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
    /** The settings file as Heron left it or followed it last. */
    readFile: (): string | undefined => {
      const text = one.get(fileKey)?.value;
      return text === undefined ? undefined : (JSON.parse(text) as string);
    },
    writeFile: (text: string): void => void write.run(fileKey, JSON.stringify(text)),
  };
}
