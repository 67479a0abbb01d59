import {
  copyFileSync,
  cpSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = dirname(dirname(import.meta.dirname));

export type TemporaryProject = { root: string; remove(): void };

/** A project with some of this one's workers, on this one's source and packages: for tests that make workers. */
export function temporaryProject(workers: string[]): TemporaryProject {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'heron-project-')));
  copyFileSync(join(root, 'package.json'), join(folder, 'package.json'));
  for (const name of globSync('tsconfig*.json', { cwd: root })) {
    writeFileSync(join(folder, name), withWorkers(readFileSync(join(root, name), 'utf8'), workers));
  }
  for (const name of ['src', 'node_modules']) symlinkSync(join(root, name), join(folder, name), 'junction');
  for (const name of ['resources', 'docs/guide']) mkdirSync(join(folder, name), { recursive: true });
  for (const name of workers) cpSync(join(root, 'workers', name), join(folder, 'workers', name), { recursive: true });
  return { root: folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** The compiler does not mind the commas that are left over. */
function withWorkers(tsconfig: string, workers: string[]): string {
  return tsconfig.replaceAll(/"workers\/([a-z][a-z0-9-]*)(\/\*\*\/\*\.ts)?",?/g, (item, name: string) =>
    workers.includes(name) ? item : '',
  );
}
