import { fail, type FileKind, type WorkerContext } from 'heron/worker-kit';
import type { Filter } from './filter.ts';

export type Seen = { kind: FileKind; size: number; modifiedAt: number };

/** What is in a folder, by name below it. */
export type Snapshot = Map<string, Seen>;

const mostEntries = 200_000;

/** Errors: `not-found`, `invalid-input` for what is no folder, `limit-exceeded`. */
export async function takeSnapshot(folder: string, filter: Filter, context: WorkerContext): Promise<Snapshot> {
  const snapshot: Snapshot = new Map();
  let left: string | undefined;
  for await (const { name, kind, size, modifiedAt } of context.files.list(folder, { recursive: true })) {
    // What lies in a folder that is left out comes right behind it.
    if (left !== undefined && name.startsWith(left)) continue;
    if (filter.isLeftOut(name)) {
      if (kind === 'folder') left = `${name}/`;
      continue;
    }
    if (kind === 'folder' || !filter.isWanted(name)) continue;
    if (snapshot.size >= mostEntries)
      fail('limit-exceeded', `${folder} holds more than ${mostEntries} files to watch; leave some out`, {
        path: folder,
      });
    snapshot.set(name, { kind, size, modifiedAt });
  }
  return snapshot;
}

/** Errors: `not-found`, `invalid-input`. */
export async function refuseOther(folder: string, context: WorkerContext): Promise<void> {
  const status = await context.files.status(folder);
  if (!status) fail('not-found', `There is no folder ${folder}`, { path: folder });
  if (status.kind !== 'folder') fail('invalid-input', `${folder} is no folder`, { path: folder });
}
