import { basename } from 'node:path';
import { fail, type FileEntry, type FileStatus, type WorkerContext } from 'heron/worker-kit';

export type SourceEntry = {
  kind: 'file' | 'folder';
  path: string;
  /** In the archive: begins with the name of what is packed, `/` between parts, none at the end. */
  name: string;
  size: number;
  modifiedAt: number;
  mode: number;
};

/** What belongs into an archive of `source`, by name, so that the same tree always packs in the same order. */
export async function readSourceTree(
  source: string,
  archive: string,
  context: WorkerContext,
): Promise<{ entries: SourceEntry[]; skipped: string[] }> {
  const status = await context.files.status(source);
  if (!status) fail('not-found', `There is nothing at ${source}`, { path: source });
  if (source === archive) fail('invalid-input', `${source} cannot be packed into itself`, { field: 'destination' });
  const root = basename(source);
  const skipped: string[] = [];
  if (status.kind === 'file') return { entries: [toEntry(status, 'file', root)], skipped };
  if (status.kind !== 'folder') fail('unsupported', `${source} is neither a file nor a folder`, { path: source });
  const entries = [toEntry(status, 'folder', root)];
  for await (const found of context.files.list(source, { recursive: true })) {
    if (found.path === archive) continue;
    if (isPackable(found)) entries.push(toEntry(found, found.kind, `${root}/${found.name}`));
    else skipped.push(found.path);
  }
  return { entries: entries.toSorted(byName), skipped };
}

function isPackable(found: FileEntry): found is FileEntry & { kind: SourceEntry['kind'] } {
  return found.kind === 'file' || found.kind === 'folder';
}

function toEntry(status: FileStatus, kind: SourceEntry['kind'], name: string): SourceEntry {
  const { path, size, modifiedAt, mode } = status;
  return { kind, path, name, size: kind === 'file' ? size : 0, modifiedAt, mode };
}

/** By code unit: the same on every machine, and a folder comes before what is in it. */
function byName(one: SourceEntry, other: SourceEntry): number {
  return one.name < other.name ? -1 : 1;
}
