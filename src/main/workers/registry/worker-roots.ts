import { mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { EngineHost } from '../../host.ts';
import { dataPaths } from '../../base/paths.ts';
import { runsFromSource } from '../hosts/machine/programs.ts';
import type { Origin } from './candidate.ts';

/** A folder of worker folders. */
export type WorkerRoot = { folder: string; origin: Origin };

export type WorkerFolder = { folder: string; origin: Origin };

/** Where workers are looked for. The folder for installed ones is made, so that something can be put there. */
export async function prepareRoots(host: EngineHost): Promise<WorkerRoot[]> {
  const bundled = runsFromSource ? join(host.appFolder, 'workers') : join(host.appFolder, 'out', 'workers');
  const installed = dataPaths(host.dataFolder).workers;
  await mkdir(installed, { recursive: true, mode: 0o700 });
  const roots: WorkerRoot[] = [{ folder: installed, origin: 'installed' }];
  return (await isFolder(bundled)) ? [{ folder: bundled, origin: 'bundled' }, ...roots] : roots;
}

/** The folders below a root, sorted; those that begin with a dot are no workers. */
export async function listFolders(root: WorkerRoot): Promise<WorkerFolder[]> {
  const names = (await readdir(root.folder)).filter((name) => !name.startsWith('.')).toSorted();
  const folders: WorkerFolder[] = [];
  for (const name of names) {
    const folder = join(root.folder, name);
    if (await isFolder(folder)) folders.push({ folder, origin: root.origin });
  }
  return folders;
}

export async function isFolder(path: string): Promise<boolean> {
  const status = await stat(path).catch(() => undefined);
  return status?.isDirectory() ?? false;
}
