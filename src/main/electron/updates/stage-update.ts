import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { HeronError } from '../../base/errors.ts';
import { makeFolder } from '../../base/make-folder.ts';
import type { Fetch, Update } from './find-update.ts';
import { passedOverFile } from './passed-over.ts';

/**
 * Fetches an update into a folder of its version below `folder`, whole and as it was signed, or not at all; one that is there already is
 * only checked. `onProgress` hears which fraction of it has come, once for each hundredth. Errors: `network`, `permission-denied` when it
 * is not what the list says.
 */
export async function stageUpdate(
  { address, version, file }: Update,
  parts: { folder: string; fetch: Fetch; signal: AbortSignal; onProgress?: (fraction: number) => void },
): Promise<string> {
  const staged = join(parts.folder, version, file.name);
  if (existsSync(staged) && (await isWhole(staged, file))) return staged;
  makeFolder(dirname(staged));
  const partial = `${staged}.part`;
  try {
    const response = await parts.fetch(address, { signal: parts.signal });
    if (!response.ok || !response.body) {
      throw new HeronError('network', `${address} answered ${response.status}`, { address });
    }
    const body = Readable.from(response.body);
    const counted = noMoreThan(file.bytes, address, parts.onProgress);
    await pipeline(body, counted, createWriteStream(partial, { mode: 0o600, flush: true }));
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

/** Removes what was fetched of any version but the one that is `wanted`, which is undefined where the newest one is in place. */
export function clearStaged(folder: string, wanted: string | undefined): void {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    if (name !== passedOverFile && name !== wanted) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

function noMoreThan(
  most: number,
  address: string,
  onProgress: (fraction: number) => void = () => undefined,
): Transform {
  let bytes = 0;
  let told = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      const hundredths = Math.floor((bytes / most) * 100);
      if (bytes <= most && hundredths > told) onProgress((told = hundredths) / 100);
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
