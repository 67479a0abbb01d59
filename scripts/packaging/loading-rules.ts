import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { isLookedAt } from '../../src/main/electron/integrity/changed-files.ts';
import { type PackageFinding, problem } from './package-finding.ts';
import type { ShippedFile } from './shipped-files.ts';

const entry = 'app/out/main/electron.js';
/** The one thing that the entry loads, once it has looked at what is beside the archive. */
const program = 'app/out/main/electron-app.js';
const page = /^app\/out\/renderer\/(?!hands\/)/;

/**
 * Whatever Electron loads is kept by the archive's hash or looked at before: the entry imports no file, and each file that the program or the
 * page is made of is in the archive or one that the entry looks at.
 */
export function checkLoaded(files: readonly ShippedFile[]): PackageFinding[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const first = byPath.get(entry);
  const early = first ? importsOf(first) : [];
  const loaded = [...reachedFrom(program, byPath), ...files.filter(({ path }) => page.test(path))];
  return [
    ...early.map((path) => problem(`${entry} imports ${path}, which nothing has looked at by then`)),
    ...loaded
      .filter(({ path, isUnpacked }) => isUnpacked && !isLookedAt(path.slice('app/'.length)))
      .map(({ path }) => problem(`${path} is loaded by Electron, is beside the archive and is not looked at`)),
  ];
}

function reachedFrom(start: string, byPath: ReadonlyMap<string, ShippedFile>): ShippedFile[] {
  const reached = new Set([start]);
  for (const path of reached) {
    const file = byPath.get(path);
    if (file) for (const next of importsOf(file)) reached.add(next);
  }
  return [...reached].flatMap((path) => byPath.get(path) ?? []);
}

/** The files that a bundled file imports, at once or later. */
function importsOf({ path, source }: ShippedFile): string[] {
  const found = readFileSync(source, 'utf8').matchAll(/(?:\bfrom|\bimport\(?)\s*["'`](\.{1,2}\/[^"'`]+\.js)["'`]/g);
  return [...found].map(([, name = '']) => posix.join(posix.dirname(path), name));
}
