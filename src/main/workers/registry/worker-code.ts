import { type Dirent, realpathSync, type Stats, statSync } from 'node:fs';
import { readdir, realpath } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import type { Manifest } from '../../../contract/manifest.ts';
import { HeronError } from '../../base/errors.ts';
import type { WorkerCode } from '../hosts/machine/host-start.ts';
import { invalidManifest } from './read-manifest.ts';

/** Finds the code a manifest names. A built worker's entry is JavaScript under the name its source had. */
export function findCode(folder: string, manifest: Manifest): WorkerCode {
  const root = realpathSync.native(folder);
  for (const name of [manifest.entry, manifest.entry.replace(/\.ts$/, '.js')]) {
    const found = fileAt(join(root, name));
    if (!found) continue;
    const { entry, status } = found;
    if (isAbsolute(name) || !isBelow(entry, root)) throw badEntry(folder, "must lie in the worker's own folder");
    if (!status.isFile()) throw badEntry(folder, `${name} is not a file`);
    return { manifest, folder: root, entry };
  }
  throw badEntry(folder, `there is no ${manifest.entry}`);
}

/** What stands at the end of all links; undefined where there is nothing. */
function fileAt(path: string): { entry: string; status: Stats } | undefined {
  try {
    const status = statSync(path, { throwIfNoEntry: false });
    return status && { entry: realpathSync.native(path), status };
  } catch {
    return undefined;
  }
}

function badEntry(folder: string, message: string): HeronError {
  return invalidManifest(join(folder, 'manifest.json'), [{ path: 'entry', message }]);
}

const mostFiles = 50_000;

/**
 * Refuses a folder with links that lead out of it: Node's permission model follows them.
 * Errors: `invalid-manifest`, naming the link.
 */
export async function refuseEscapes(folder: string): Promise<void> {
  const root = await realpath(folder);
  let files = 0;
  for await (const entry of entriesBelow(root)) {
    files += 1;
    if (files > mostFiles) {
      throw new HeronError('invalid-manifest', `${folder} holds more than ${mostFiles} files`, { folder });
    }
    if (!entry.isSymbolicLink()) continue;
    const link = join(entry.parentPath, entry.name);
    const target = await realpath(link).catch(() => undefined);
    if (target !== undefined && isBelow(target, root)) continue;
    const name = relative(root, link);
    throw new HeronError('invalid-manifest', `${folder} holds a link that leads out of it or nowhere: ${name}`, {
      folder,
      link,
    });
  }
}

/** Node's own way of reading what lies below a folder follows links, to the end of the disk if one leads to its root. */
async function* entriesBelow(folder: string): AsyncGenerator<Dirent> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    yield entry;
    if (entry.isDirectory()) yield* entriesBelow(join(folder, entry.name));
  }
}

function isBelow(path: string, root: string): boolean {
  return path.startsWith(root + sep);
}
