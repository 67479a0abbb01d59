import { createHash } from 'node:crypto';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { HeronError } from '../../base/errors.ts';
import type { Recheck } from '../registry/verdict.ts';
import { contentOf } from './content-hash.ts';

/**
 * What the system says of all files of a folder, in one digest: while it is the same, so are they. The time at which a file's
 * entry changed is in it, which nobody can set. Undefined when one is so young that it could change again within that time.
 */
export async function sealOf(folder: string): Promise<string | undefined> {
  const hash = createHash('sha256');
  let youngestMs = 0;
  for await (const { line, changedMs } of entriesBelow(folder, '')) {
    hash.update(line);
    youngestMs = Math.max(youngestMs, changedMs);
  }
  return Date.now() - youngestMs < youngMs ? undefined : hash.digest('base64');
}

/** Longer than the clock of any file system that keeps times of files stands still. */
const youngMs = 2000;

/** `seal`: what it was before the files were read and found to be the approved ones. */
export function createRecheck(parts: {
  folder: string;
  hash: string;
  seal: string | undefined;
  refusal: () => HeronError;
}): Recheck {
  let { seal } = parts;
  return async () => {
    try {
      const now = await sealOf(parts.folder);
      if (now !== undefined && now === seal) return undefined;
      const { hash } = await contentOf(parts.folder);
      if (hash !== parts.hash) return parts.refusal();
      seal = now;
      return undefined;
    } catch {
      return parts.refusal(); // what cannot be read is nothing anybody said yes to
    }
  };
}

async function* entriesBelow(folder: string, prefix: string): AsyncGenerator<{ line: string; changedMs: number }> {
  const entries = (await readdir(folder, { withFileTypes: true })).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const files = entries.filter((entry) => !entry.isDirectory());
  const found = await Promise.all(
    files.map(async ({ name }) => ({ name, status: await lstat(join(folder, name), { bigint: true }) })),
  );
  for (const { name, status } of found) {
    const { dev, ino, mode, size, mtimeNs, ctimeNs, ctimeMs } = status;
    const line = `${JSON.stringify(prefix + name)} ${dev} ${ino} ${mode} ${size} ${mtimeNs} ${ctimeNs}\n`;
    yield { line, changedMs: Number(ctimeMs) };
  }
  for (const { name } of entries.filter((entry) => entry.isDirectory())) {
    yield* entriesBelow(join(folder, name), `${prefix}${name}/`);
  }
}
