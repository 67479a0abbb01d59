import { createHash } from 'node:crypto';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { OpenedFrom } from '../../../contract/bundles.ts';
import { type Database, openDatabase } from '../../base/database.ts';
import { idOfHash } from '../../base/ids.ts';
import type { BundleStore, OpenedRun } from './store.ts';

/**
 * The runs that were opened, each in a folder and a database of its own: nothing of them is in Heron's log, is counted with its runs
 * or goes with its history, and to remove one is to remove its folder.
 */
export type Shelf = ReturnType<typeof createShelf>;

const file = 'run.db';

export function createShelf({ store, folder }: { store: BundleStore; folder: string }) {
  const runs = new Map<string, OpenedRun>();
  const links = new Map<string, string>();
  const databases = new Map<string, Database>();
  settle();

  /** What an engine left half taken in, or half removed. */
  function settle(): void {
    for (const run of store.all()) {
      if (existsSync(join(folder, run.runId, file))) runs.set(run.runId, run);
      else store.remove(run.runId);
    }
    for (const { linkedId, runId } of store.links()) if (runs.has(runId)) links.set(linkedId, runId);
    if (!existsSync(folder)) return;
    for (const name of readdirSync(folder))
      if (!runs.has(name)) rmSync(join(folder, name), { recursive: true, force: true });
  }

  return {
    folder,
    file,
    get: (runId: string): OpenedRun | undefined => runs.get(runId),
    all: (): OpenedRun[] => [...runs.values()],
    forks: store.forks,
    from: (runId: string): OpenedFrom | undefined => runs.get(runId)?.opened,
    recordedAs: (runId: string): string | undefined => runs.get(runId)?.recordedAs,
    linkedRun: (runId: string, other: string): string => {
      const run = runs.get(runId);
      if (!run) return other;
      return run.recordedAs === other || runId === other ? runId : idOfLinked(runId, other);
    },
    /** Where the events of a run lie, or the lists it had from another; undefined for Heron's own. Opened when first asked for. */
    databaseOf(id: string): Database | undefined {
      const runId = runs.has(id) ? id : links.get(id);
      if (runId === undefined) return undefined;
      let database = databases.get(runId);
      if (!database)
        databases.set(runId, (database = openDatabase({ file: join(folder, runId, file), durability: 'normal' })));
      return database;
    },
    add(run: OpenedRun, linked: Map<string, string>): void {
      store.add(run, linked);
      runs.set(run.runId, run);
      for (const id of linked.keys()) links.set(id, run.runId);
    },
    remove(runId: string): void {
      databases.get(runId)?.close();
      databases.delete(runId);
      store.remove(runId);
      runs.delete(runId);
      for (const [id, of] of links) if (of === runId) links.delete(id);
      rmSync(join(folder, runId), { recursive: true, force: true });
    },
    close(): void {
      for (const database of databases.values()) database.close();
      databases.clear();
    },
  };
}

/** What a run that an opened one had lists from is called here: no id of a run that is, whatever a bundle says. */
export function idOfLinked(runId: string, other: string): string {
  return idOfHash('run', createHash('sha256').update(`${runId} ${other}`).digest());
}
