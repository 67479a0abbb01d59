import { createHash } from 'node:crypto';
import type { ActionRun, WorkerContext } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { filesIn, type FoundFile } from './folder.ts';

type Find = Actions['duplicates'];
type Remove = Actions['removeDuplicates'];
type Keep = Find['input']['keep'];
type Group = { sha256: string; bytes: number; files: FoundFile[] };

/** Files that differ mostly do so early; the rest is only read of those that do not. */
const beginning = 64 * 1024;

export const duplicates: ActionRun<Find['input'], Find['output']> = async (input, context) => {
  const { path, limit } = input;
  const { groups, searched } = await groupsOf(input, context);
  return {
    path,
    groups: groups.slice(0, limit).map(({ files, ...group }) => ({ ...group, files: files.map((file) => file.path) })),
    total: groups.length,
    extra: groups.reduce((sum, { files }) => sum + files.length - 1, 0),
    wastedBytes: groups.reduce((sum, { files, bytes }) => sum + bytes * (files.length - 1), 0),
    searched,
  };
};

export const removeDuplicates: ActionRun<Remove['input'], Remove['output']> = async (input, context) => {
  const { path, apply, limit } = input;
  const { groups } = await groupsOf(input, context);
  const output: Remove['output'] = { path, applied: apply, removed: [], total: 0, freedBytes: 0, skipped: [] };
  for (const { files, bytes } of groups) {
    const [kept, ...others] = files;
    if (!kept) continue;
    for (const file of others) {
      context.signal.throwIfAborted();
      if (apply && !((await isAsFound(kept, context)) && (await isAsFound(file, context)))) {
        output.skipped.push(file.path);
        continue;
      }
      if (apply) await context.files.remove(file.path);
      output.total += 1;
      output.freedBytes += bytes;
      if (output.removed.length < limit) output.removed.push({ path: file.path, sameAs: kept.path });
    }
  }
  return output;
};

/** What has changed since it was read may not be the same any more. */
async function isAsFound({ path, bytes, modifiedAt }: FoundFile, context: WorkerContext): Promise<boolean> {
  const status = await context.files.status(path);
  return status?.kind === 'file' && status.size === bytes && status.modifiedAt === modifiedAt;
}

type Wanted = { path: string; minBytes: number; pattern?: string; keep: Keep };

async function groupsOf(wanted: Wanted, context: WorkerContext): Promise<{ groups: Group[]; searched: number }> {
  const { path, minBytes, pattern, keep } = wanted;
  const where = { recursive: true, ...(pattern === undefined ? {} : { pattern }) };
  const bySize = new Map<number, FoundFile[]>();
  let searched = 0;
  for await (const file of filesIn(path, where, context)) {
    searched += 1;
    if (file.bytes >= minBytes) addTo(bySize, file.bytes, file);
  }
  const groups: Group[] = [];
  const sameSize = [...bySize].filter(([, files]) => files.length > 1);
  const all = sameSize.reduce((sum, [bytes, files]) => sum + Math.min(bytes, beginning) * files.length, 0);
  let read = 0;
  for (const [bytes, files] of sameSize) {
    const begins = await byHash(files, Math.min(bytes, beginning), context);
    for (const [sha256, same] of begins) {
      if (same.length < 2) continue;
      const whole = bytes <= beginning ? new Map([[sha256, same]]) : await byHash(same, bytes, context);
      for (const [hash, group] of whole) {
        if (group.length > 1) groups.push({ sha256: hash, bytes, files: group.toSorted(orders[keep]) });
      }
    }
    read += Math.min(bytes, beginning) * files.length;
    context.progress({ percent: Math.floor((read / Math.max(1, all)) * 100) });
  }
  return { groups: groups.toSorted((a, b) => b.bytes * b.files.length - a.bytes * a.files.length), searched };
}

async function byHash(files: FoundFile[], end: number, context: WorkerContext): Promise<Map<string, FoundFile[]>> {
  const hashes = new Map<string, FoundFile[]>();
  for (const file of files) {
    context.signal.throwIfAborted();
    const hash = createHash('sha256');
    for await (const chunk of context.files.read(file.path, { end })) hash.update(chunk);
    addTo(hashes, hash.digest('hex'), file);
  }
  return hashes;
}

function addTo<Key>(groups: Map<Key, FoundFile[]>, key: Key, file: FoundFile): void {
  const group = groups.get(key);
  if (group) group.push(file);
  else groups.set(key, [file]);
}

const byPath = (a: FoundFile, b: FoundFile): number => (a.path < b.path ? -1 : 1);

const orders: Record<Keep, (a: FoundFile, b: FoundFile) => number> = {
  oldest: (a, b) => a.modifiedAt - b.modifiedAt || byPath(a, b),
  newest: (a, b) => b.modifiedAt - a.modifiedAt || byPath(a, b),
  shortest: (a, b) => a.path.length - b.path.length || byPath(a, b),
};
