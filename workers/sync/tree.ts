import { matchesGlob } from 'node:path';
import { fail, type FileEntry, type WorkerContext } from 'heron/worker-kit';

export type Tree = {
  /** Files and folders by their name below the root, `/` between parts; a folder comes before what is in it. */
  entries: Map<string, FileEntry>;
  /** Folders in which something is left out, at any depth: they cannot be removed as a whole. */
  keeps: Set<string>;
  /** Links, sockets, devices: their names. */
  skipped: string[];
};

/** Everything below a folder, without what is excluded. Errors: `not-found`, `invalid-input` for what is no folder. */
export async function readTree(root: string, exclude: string[], context: WorkerContext): Promise<Tree> {
  const status = await context.files.status(root);
  if (!status) return fail('not-found', `There is no folder ${root}`, { path: root });
  if (status.kind !== 'folder') return fail('invalid-input', `${root} is no folder`, { path: root });
  const tree: Tree = { entries: new Map(), keeps: new Set(), skipped: [] };
  const isLeftOut = excluder(exclude);
  let left: string | undefined;
  for await (const entry of context.files.list(root, { recursive: true })) {
    const { name, kind } = entry;
    // What lies in a folder that is left out comes right behind it.
    if (left !== undefined && name.startsWith(left)) continue;
    if (isLeftOut(name)) {
      if (kind === 'folder') left = `${name}/`;
      for (let at = name.lastIndexOf('/'); at > 0; at = name.lastIndexOf('/', at - 1))
        tree.keeps.add(name.slice(0, at));
      continue;
    }
    if (kind === 'file' || kind === 'folder') tree.entries.set(name, entry);
    else tree.skipped.push(name);
    if (tree.entries.size % 5000 === 0) {
      context.signal.throwIfAborted();
      context.progress({ text: `${tree.entries.size} entries of ${root}` });
    }
  }
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
