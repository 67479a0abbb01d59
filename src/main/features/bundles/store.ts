import type { OpenedFrom } from '../../../contract/bundles.ts';
import type { RunSummary } from '../../../contract/runs.ts';
import type { Database } from '../../base/database.ts';

/** A run that was opened: what lists show of it, and what it is called where it was made. */
export type OpenedRun = { runId: string; recordedAs: string; opened: OpenedFrom; summary: RunSummary; events: number };

type Row = { run_id: string; recorded_as: string; opened: string; summary: string; events: number };

export type BundleStore = ReturnType<typeof bundleStore>;

export function bundleStore(database: Database) {
  const all = database.prepare<[], Row>('SELECT * FROM opened_runs ORDER BY run_id');
  const links = database.prepare<[], { linked_id: string; run_id: string }>(
    'SELECT linked_id, run_id FROM opened_links',
  );
  const insert = database.prepare(
    'INSERT INTO opened_runs (run_id, recorded_as, opened, summary, events) VALUES (?, ?, ?, ?, ?)',
  );
  const link = database.prepare('INSERT OR IGNORE INTO opened_links (linked_id, run_id, recorded_as) VALUES (?, ?, ?)');
  const remove = database.prepare('DELETE FROM opened_runs WHERE run_id = ?');
  const unlink = database.prepare('DELETE FROM opened_links WHERE run_id = ?');
  const forks = database.prepare<[string], { count: number }>('SELECT count(*) AS count FROM runs WHERE origin = ?');
  return {
    all: (): OpenedRun[] =>
      all.all().map(({ run_id: runId, recorded_as: recordedAs, opened, summary, events }) => ({
        ...{ runId, recordedAs, events },
        opened: JSON.parse(opened) as OpenedFrom,
        summary: JSON.parse(summary) as RunSummary,
      })),
    links: (): { linkedId: string; runId: string }[] =>
      links.all().map(({ linked_id: linkedId, run_id: runId }) => ({ linkedId, runId })),
    add: database.transaction((run: OpenedRun, linked: Map<string, string>): void => {
      const { runId, recordedAs, opened, summary, events } = run;
      insert.run(runId, recordedAs, JSON.stringify(opened), JSON.stringify(summary), events);
      for (const [linkedId, name] of linked) link.run(linkedId, runId, name);
    }),
    remove: database.transaction((runId: string): void => {
      remove.run(runId);
      unlink.run(runId);
    }),
    /** How many of Heron's own runs were forked from it. */
    forks: (runId: string): number => forks.get(runId)?.count ?? 0,
  };
}
