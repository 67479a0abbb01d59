import { createHash } from 'node:crypto';
import { SentenceKind } from '../../../contract/routing.ts';
import type { Clock } from '../../base/clock.ts';
import type { Database } from '../../base/database.ts';

/** More are not kept; the oldest go. */
const mostKept = 5000;

/** What small models said of sentences, which are kept as hashes alone. */
export type SortedStore = {
  kindOf(text: string): SentenceKind | undefined;
  keep(text: string, kind: SentenceKind): void;
  /** Whether it was there. */
  forget(text: string): boolean;
};

export function sortedStore(database: Database, clock: Clock): SortedStore {
  const one = database.prepare<[string], { kind: string }>('SELECT kind FROM sorted_sentences WHERE hash = ?');
  const put = database.prepare('INSERT OR REPLACE INTO sorted_sentences (hash, kind, at) VALUES (?, ?, ?)');
  const remove = database.prepare<[string]>('DELETE FROM sorted_sentences WHERE hash = ?');
  const drop = database.prepare(
    'DELETE FROM sorted_sentences WHERE hash IN (SELECT hash FROM sorted_sentences ORDER BY at DESC LIMIT -1 OFFSET ?)',
  );
  return {
    kindOf(text) {
      const known = SentenceKind.safeParse(one.get(hashOf(text))?.kind);
      return known.success ? known.data : undefined;
    },
    keep(text, kind) {
      put.run(hashOf(text), kind, clock());
      drop.run(mostKept);
    },
    forget: (text) => remove.run(hashOf(text)).changes > 0,
  };
}

function hashOf(text: string): string {
  const said = text.trim().toLowerCase().replaceAll(/\s+/g, ' ');
  return createHash('sha256').update(said).digest('base64url');
}
