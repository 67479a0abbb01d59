import { type BigIntStats, statSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Database } from '../../../base/database.ts';
import { createGroupCommit } from '../../../base/group-commit.ts';

/** A file that a run wrote after it had read what a stranger wrote. `below`: so is all that lies below the path. */
export type FileLabel = { path: string; sources: readonly string[]; runId: string; below: boolean };

export type FileLabels = {
  /** What a file goes back to, by its canonical path or, if it was moved or has another name, by what it is on the disk. */
  of(path: string): string[];
  /** Resolves when the label is on disk. */
  add(label: FileLabel): Promise<void>;
  /** Remembers what the files of a run are on the disk, so that they are known under other names. */
  settle(runId: string): Promise<void>;
};

const settledAtOnce = 100;

export function createFileLabels(database: Database): FileLabels {
  const byPath = database.prepare<[string], { source: string }>('SELECT source FROM tainted_files WHERE path = ?');
  const byIdentity = database.prepare<[string], { source: string }>(
    'SELECT source FROM tainted_files WHERE identity = ?',
  );
  const unsettled = database.prepare<[string], { path: string }>(
    'SELECT DISTINCT path FROM tainted_files WHERE run_id = ? AND identity IS NULL',
  );
  const identify = database.prepare<[string, string]>('UPDATE tainted_files SET identity = ? WHERE path = ?');
  const insert = database.prepare(
    `INSERT INTO tainted_files (path, source, run_id, below) VALUES (?, ?, ?, ?)
     ON CONFLICT (path, source) DO UPDATE SET run_id = excluded.run_id, below = max(below, excluded.below), identity = NULL`,
  );
  const folders = new Set(
    database
      .prepare<[], { path: string }>('SELECT DISTINCT path FROM tainted_files WHERE below = 1')
      .all()
      .map(({ path }) => path),
  );
  let isEmpty = database.prepare('SELECT 1 FROM tainted_files LIMIT 1').get() === undefined;
  const commits = createGroupCommit<FileLabel, void>({
    database,
    begin: () => {},
    write: ({ path, sources, runId, below }) => {
      for (const source of sources) insert.run(path, source, runId, below ? 1 : 0);
    },
  });

  function labelled(path: string): string[] {
    const found = byPath.all(path);
    const identity = identityOf(path);
    if (identity !== undefined) found.push(...byIdentity.all(identity));
    if (folders.size > 0) for (const folder of above(path)) if (folders.has(folder)) found.push(...byPath.all(folder));
    return [...new Set(found.map(({ source }) => source))];
  }

  return {
    of: (path) => (isEmpty ? [] : labelled(path)),
    add: async (label) => {
      isEmpty = false;
      if (label.below) folders.add(label.path);
      await commits.add(label);
    },
    settle: async (runId) => {
      if (isEmpty) return;
      const paths = unsettled.all(runId).map(({ path }) => path);
      for (let start = 0; start < paths.length; start += settledAtOnce) {
        const some = paths.slice(start, start + settledAtOnce);
        const identities = await Promise.all(some.map(identityLater));
        database.transaction(() => {
          for (const [index, path] of some.entries()) {
            const identity = identities[index];
            if (identity !== undefined) identify.run(identity, path);
          }
        })();
      }
    },
  };
}

function identityOf(path: string): string | undefined {
  try {
    return toIdentity(statSync(path, { bigint: true }));
  } catch {
    return undefined;
  }
}

async function identityLater(path: string): Promise<string | undefined> {
  const stats = await stat(path, { bigint: true }).catch(() => undefined);
  return stats && toIdentity(stats);
}

/** The number of a file is given again when it is gone; with the time of its birth it is its own. */
function toIdentity(stats: BigIntStats): string | undefined {
  return stats.isFile() ? `${stats.dev}:${stats.ino}:${stats.birthtimeNs}` : undefined;
}

function* above(path: string): Generator<string> {
  for (let folder = path; ; folder = dirname(folder)) {
    yield folder;
    if (dirname(folder) === folder) return;
  }
}
