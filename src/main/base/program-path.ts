import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Every place on the PATH where programs of these names could be, name by name. */
export function placesOnPath(names: readonly string[], environment: NodeJS.ProcessEnv): string[] {
  const folders = (environment['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return names.flatMap((name) => folders.map((folder) => join(folder, name)));
}

export function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
