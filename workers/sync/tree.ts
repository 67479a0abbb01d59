import { matchesGlob } from 'node:path';
import { fail, type FileEntry, type WorkerContext } from 'heron/worker-kit';

/** What lies below a folder, one after the other: what is known of the whole of it is not held. */
export type Tree = {
  /** The next file or folder, in the order of `compareNames`; nothing at the end. */
  next(): Promise<FileEntry | undefined>;
  /** Folders in which something has been left out so far, at any depth: they cannot be removed as a whole. */
  keeps: Set<string>;
  /** Links, sockets, devices: their names. */
  skipped: string[];
  /** How many files and folders have been given. */
  count: number;
};

export const emptyTree = (): Tree => ({ next: async () => undefined, keeps: new Set(), skipped: [], count: 0 });

const slash = 0x2f;

/** As listings are sorted, part by part: a folder comes before what is in it, and that before `folder-2`. */
export function compareNames(one: string, other: string): number {
  if (one === other) return 0;
  const shorter = Math.min(one.length, other.length);
  for (let at = 0; at < shorter; at += 1) {
    const [mine, theirs] = [one.charCodeAt(at), other.charCodeAt(at)];
    if (mine !== theirs) return mine === slash ? -1 : theirs === slash ? 1 : mine - theirs;
  }
  return one.length - other.length;
}

/** Everything below a folder, without what is excluded. Errors: `not-found`, `invalid-input` for what is no folder. */
export async function openTree(root: string, exclude: string[], context: WorkerContext): Promise<Tree> {
  const status = await context.files.status(root);
  if (!status) return fail('not-found', `There is no folder ${root}`, { path: root });
  if (status.kind !== 'folder') return fail('invalid-input', `${root} is no folder`, { path: root });
  const isLeftOut = excluder(exclude);
  const entries = context.files.list(root, { recursive: true })[Symbol.asyncIterator]();
  let left: string | undefined;

  function noteLeftOut({ name, kind }: FileEntry): void {
    if (kind === 'folder') left = `${name}/`;
    for (let at = name.lastIndexOf('/'); at > 0; at = name.lastIndexOf('/', at - 1)) tree.keeps.add(name.slice(0, at));
  }

  const tree: Tree = {
    keeps: new Set(),
    skipped: [],
    count: 0,
    async next() {
      for (;;) {
        const { done, value: entry } = await entries.next();
        if (done) return undefined;
        // What lies in a folder that is left out comes right behind it.
        if (left !== undefined && entry.name.startsWith(left)) continue;
        if (isLeftOut(entry.name)) noteLeftOut(entry);
        else if (entry.kind !== 'file' && entry.kind !== 'folder') tree.skipped.push(entry.name);
        else {
          tree.count += 1;
          if (tree.count % 5000 === 0) {
            context.signal.throwIfAborted();
            context.progress({ text: `${tree.count} entries of ${root}` });
          }
          return entry;
        }
      }
    },
  };
  return tree;
}

/** Without a slash a pattern is for names at any depth, with one for the whole way below the root. */
function excluder(patterns: string[]): (name: string) => boolean {
  const whole = patterns.filter((pattern) => pattern.includes('/')).map((pattern) => pattern.replace(/^\/|\/$/g, ''));
  const last = patterns.filter((pattern) => !pattern.includes('/'));
  if (patterns.length === 0) return () => false;
  return (name) => {
    const own = name.slice(name.lastIndexOf('/') + 1);
    return last.some((pattern) => matchesGlob(own, pattern)) || whole.some((pattern) => matchesGlob(name, pattern));
  };
}
