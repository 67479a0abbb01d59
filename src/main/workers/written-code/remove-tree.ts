import { randomUUID } from 'node:crypto';
import { chmod, lstat, readdir, rename, rmdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';

/** What lies deeper is brought up before it is removed: a tree may be deeper than a path can be long. */
const mostDepth = 16;

/** Removes whatever code has made, folders that may not be entered too. Links are removed and never followed. */
export async function removeTree(root: string): Promise<void> {
  const stats = await lstat(root).catch(() => undefined);
  if (!stats) return;
  await empty(root, root, 0);
  await rmdir(root);
}

async function empty(root: string, folder: string, depth: number): Promise<void> {
  await chmod(folder, 0o700);
  for (;;) {
    const entries = await readdir(folder, { withFileTypes: true });
    if (entries.length === 0) return;
    for (const entry of entries) {
      const path = join(folder, entry.name);
      if (!entry.isDirectory()) await unlink(path);
      else if (depth >= mostDepth) await bringUp(root, path);
      else {
        await empty(root, path, depth + 1);
        await rmdir(path);
      }
    }
  }
}

async function bringUp(root: string, path: string): Promise<void> {
  await chmod(path, 0o700);
  await rename(path, join(root, randomUUID()));
}
