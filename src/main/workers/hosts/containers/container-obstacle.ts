import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { containerPrograms, findContainer } from './find-container.ts';

/** Why tests cannot run workers in containers here; undefined when they can. */
export async function containerObstacle(): Promise<string | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'heron-container-'));
  try {
    const search = {
      folder,
      mark: 'heron-host:obstacle:0',
      programs: containerPrograms(),
      nodeBinary: process.execPath,
    };
    const found = await findContainer(search);
    return 'missing' in found ? found.missing : undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
