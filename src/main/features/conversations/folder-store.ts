import type { FolderSummary } from '../../../contract/folders.ts';
import type { Database } from '../../base/database.ts';

/** `until`: what was said up to then is in it. */
export type KeptFolderSummary = Required<Pick<FolderSummary, 'text' | 'at'>> & { model?: string; until: number };

type Row = { text: string; model: string | null; until: number; at: number };

export type FolderStore = ReturnType<typeof folderStore>;

/** What is known of each folder, summed up. */
export function folderStore(database: Database) {
  const one = database.prepare<[string], Row>('SELECT text, model, until, at FROM folder_summaries WHERE folder = ?');
  const write = database.prepare(
    `INSERT INTO folder_summaries (folder, text, model, until, at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (folder) DO UPDATE SET text = excluded.text, model = excluded.model, until = excluded.until, at = excluded.at`,
  );
  const forget = database.prepare('DELETE FROM folder_summaries WHERE folder = ?');
  return {
    get(folder: string): KeptFolderSummary | undefined {
      const row = one.get(folder);
      if (!row) return undefined;
      const { model, ...rest } = row;
      return { ...rest, ...(model === null ? {} : { model }) };
    },
    write: (folder: string, { text, model, until, at }: KeptFolderSummary): void =>
      void write.run(folder, text, model ?? null, until, at),
    /** What was in it is not there any more: it is made anew of what is. */
    forget: (folder: string): void => void forget.run(folder),
  };
}
