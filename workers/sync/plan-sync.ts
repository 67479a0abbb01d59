import { createHash } from 'node:crypto';
import { sep } from 'node:path';
import { fail, type FileEntry, type WorkerContext } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { compareNames, emptyTree, openTree, type Tree } from './tree.ts';

export type Wish = Omit<Actions['plan']['input'], 'limit'>;
export type Change = {
  name: string;
  kind: 'file' | 'folder';
  bytes: number;
  why: Actions['plan']['output']['changes'][number]['why'];
};

/** What makes the destination like the source, in an order in which it can be done. */
export type SyncPlan = {
  /** Removed first, so that a file can come where a folder was. The deepest are in what holds them. */
  remove: Change[];
  /** Folders before what is in them. */
  make: Change[];
  copy: (Change & { mode: number; modifiedAt: number })[];
  same: number;
  skipped: string[];
};

/**
 * Errors: `not-found` for a source that is not there; `invalid-input` for folders inside each other; `conflict` for an empty
 * source that everything would be removed for, and for a file and a folder of one name while nothing may be removed.
 */
export async function planSync(wish: Wish, context: WorkerContext): Promise<SyncPlan> {
  const { source, destination, exclude, checksum } = wish;
  refuseNested(source, destination);
  const isThere = (await context.files.status(destination)) !== undefined;
  // Each waits for the disk, so both are read at once.
  const [from, to] = await Promise.all([
    openTree(source, exclude, context),
    isThere ? openTree(destination, exclude, context) : emptyTree(),
  ]);
  const plan: SyncPlan = { remove: [], make: [], copy: [], same: 0, skipped: from.skipped };
  const surplus: Surplus[] = [];
  for await (const [entry, there] of pairs(from, to)) {
    if (there && entry?.kind !== there.kind) surplus.push({ entry: there, other: entry?.kind });
    if (entry?.kind === 'folder') {
      if (there?.kind !== 'folder') plan.make.push({ name: entry.name, kind: 'folder', bytes: 0, why: 'new' });
      continue;
    }
    if (!entry) continue;
    const { name, size: bytes, mode, modifiedAt } = entry;
    const why = there?.kind === 'file' ? differs(entry, there, checksum) : 'new';
    const known = why === 'ask' ? ((await isSame(entry, there, context)) ? undefined : 'content') : why;
    if (known === undefined) plan.same += 1;
    else plan.copy.push({ name, kind: 'file', bytes, why: known, mode, modifiedAt });
  }
  plan.remove = removals(wish, from, to, surplus);
  return plan;
}

type Pair = [entry: FileEntry | undefined, there: FileEntry | undefined];

/** What has one name in both; both trees are sorted alike, so neither has to be held. */
async function* pairs(from: Tree, to: Tree): AsyncGenerator<Pair> {
  let [entry, there] = await Promise.all([from.next(), to.next()]);
  while (entry || there) {
    const order = !entry ? 1 : !there ? -1 : compareNames(entry.name, there.name);
    yield [order <= 0 ? entry : undefined, order >= 0 ? there : undefined];
    if (order === 0) [entry, there] = [await from.next(), await to.next()];
    else if (order < 0) entry = await from.next();
    else there = await to.next();
  }
}

function refuseNested(source: string, destination: string): void {
  const [one, other] = [source, destination].map((path) => (path.endsWith(sep) ? path : path + sep));
  if (one === undefined || other === undefined || (!one.startsWith(other) && !other.startsWith(one))) return;
  fail('invalid-input', `${source} and ${destination} lie in each other; a folder cannot be kept like itself`, {
    field: 'destination',
  });
}

/** Some file systems keep no more than seconds. */
const sameTimeMs = 1000;

/** Copies have the time of their original, so a file whose copy has its size and time is taken for the same. */
function differs(
  entry: FileEntry,
  there: FileEntry,
  checksum: boolean,
): 'size' | 'newer' | 'older' | 'ask' | undefined {
  if (entry.size !== there.size) return 'size';
  if (checksum) return 'ask';
  const apartMs = entry.modifiedAt - there.modifiedAt;
  if (Math.abs(apartMs) <= sameTimeMs) return undefined;
  return apartMs > 0 ? 'newer' : 'older';
}

async function isSame(entry: FileEntry, there: FileEntry | undefined, context: WorkerContext): Promise<boolean> {
  if (!there) return false;
  const [one, other] = await Promise.all([hashOf(entry.path, context), hashOf(there.path, context)]);
  return one === other;
}

async function hashOf(path: string, context: WorkerContext): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of context.files.read(path)) {
    context.signal.throwIfAborted();
    hash.update(chunk);
  }
  return hash.digest('hex');
}

/** What the destination has and the source has not; `other` is what the source has by that name instead. */
type Surplus = { entry: FileEntry; other: FileEntry['kind'] | undefined };

function removals({ source, destination, ...wish }: Wish, from: Tree, to: Tree, surplus: Surplus[]): Change[] {
  const isEmpty = from.count === 0 && from.skipped.length === 0;
  if (wish.delete && isEmpty && to.count > 0)
    fail('conflict', `${source} is empty, and all in ${destination} would be removed: is it the right folder?`, {
      path: source,
    });
  const links = new Set(from.skipped);
  const found: Change[] = [];
  let inside: string | undefined;
  for (const { entry, other } of surplus) {
    const { name, kind, size } = entry;
    if (inside !== undefined && name.startsWith(inside)) continue;
    inside = undefined;
    const isKept = to.keeps.has(name);
    if (other !== undefined && (!wish.delete || isKept))
      fail('conflict', `${name} is a ${other} in ${source} and a ${kind} in ${destination}; nothing was done`, {
        path: `${destination}/${name}`,
      });
    // What is left out of the sync stays, and so do the folder it is in and what a link stands for in the source.
    if (!wish.delete || isKept || links.has(name)) continue;
    found.push({ name, kind: kind === 'folder' ? 'folder' : 'file', bytes: kind === 'file' ? size : 0, why: 'gone' });
    if (kind === 'folder') inside = `${name}/`;
  }
  return found;
}
