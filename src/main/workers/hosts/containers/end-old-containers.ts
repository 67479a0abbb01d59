import { readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { attempt } from '../machine/host-command.ts';
import { type ContainerRuntime, labelOf, namePrefix, pidFolder, runtimeCommand } from './container-sandbox.ts';

export type OldContainers = { runtime: ContainerRuntime; folder: string; mark: string };

/**
 * Removes what earlier engines of this data folder left behind: containers, also those that never began, and the files
 * with process ids. Gives the names of the containers.
 */
export async function endOldContainers({ runtime, folder, mark }: OldContainers): Promise<string[]> {
  const own = basename(pidFolder({ folder, mark }));
  for (const name of readdirSync(folder)) {
    if (name !== 'root' && name !== own) rmSync(join(folder, name), { recursive: true, force: true });
  }
  const list = ['ps', '--all', '--filter', `label=${labelOf(mark)}`, '--format', '{{.Names}}'];
  const { output = '' } = await attempt(runtimeCommand(runtime, list));
  const names = output.split('\n').filter((name) => name !== '' && !name.startsWith(namePrefix(mark)));
  if (names.length > 0) await attempt(runtimeCommand(runtime, ['rm', '--force', ...names]));
  return names;
}
