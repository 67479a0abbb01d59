import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync, renameSync, rmSync } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { HeronError } from '../../base/errors.ts';
import { makeFolder } from '../../base/make-folder.ts';
import type { Fetch, Update } from './find-update.ts';

/**
 * Fetches an update into `folder`, whole and as it was signed, or not at all; one that is there already is only checked.
 * Errors: `network`, `permission-denied` when it is not what the list says.
 */
export async function stageUpdate(
  { address, version, file }: Update,
  parts: { folder: string; fetch: Fetch; signal: AbortSignal },
): Promise<string> {
  const staged = join(parts.folder, `${version}-${file.name}`);
  if (existsSync(staged) && (await isWhole(staged, file))) return staged;
  makeFolder(parts.folder);
  const partial = `${staged}.part`;
  try {
    const response = await parts.fetch(address, { signal: parts.signal });
    if (!response.ok || !response.body) {
      throw new HeronError('network', `${address} answered ${response.status}`, { address });
    }
    const body = Readable.from(response.body);
    await pipeline(body, noMoreThan(file.bytes, address), createWriteStream(partial, { mode: 0o600, flush: true }));
    if (!(await isWhole(partial, file))) {
      throw new HeronError(
        'permission-denied',
        `${address} is not what the list of releases says; it was thrown away`,
        { address },
      );
    }
    renameSync(partial, staged);
    return staged;
  } finally {
    rmSync(partial, { force: true });
  }
}

function noMoreThan(most: number, address: string): Transform {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > most)
        done(new HeronError('permission-denied', `${address} is longer than the list of releases says`, { address }));
      else done(null, chunk);
    },
  });
}

async function isWhole(path: string, file: Update['file']): Promise<boolean> {
  if ((await stat(path)).size !== file.bytes) return false;
  const hash = createHash('sha512');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex') === file.sha512;
}

/** Lets the disk have it before anything counts on it. */
export async function flushed(path: string): Promise<void> {
  const handle = await open(path, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
