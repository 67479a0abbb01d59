import { readdirSync, statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
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
  return isFolder(bundled) ? [{ folder: bundled, origin: 'bundled' }, ...roots] : roots;
}

/**
 * The folders below a root, sorted; those that begin with a dot are no workers. What a start reads of each worker are a few small
 * files, one after the other: without waiting for another thread each time it takes a fraction.
 */
export function listFolders(root: WorkerRoot): WorkerFolder[] {
  const names = readdirSync(root.folder)
    .filter((name) => !name.startsWith('.'))
    .toSorted();
  return names
    .map((name) => ({ folder: join(root.folder, name), origin: root.origin }))
    .filter(({ folder }) => isFolder(folder));
}

export function isFolder(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  } catch {
    return false; // nothing that could be a worker
  }
}
