import { closeSync, openSync, readSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { hash } from 'node:crypto';
import { join } from 'node:path';

// Only node: is imported here: this is in the archive, and what it looks at is not.

/** What other programs than Electron load, each in a process of its own: the hosts' native code, and what the page's hand models are. */
const ofOthers =
  /^node_modules\/(@duckdb|@fugood|@node-llama-cpp|isolated-vm|playwright-core|sherpa-onnx-[\w-]+)\/|^out\/renderer\/hands\//;

/** Whether a file beside the archive is looked at before Electron loads anything of it: the engine, the page, and the packages they load. */
export function isLookedAt(path: string): boolean {
  return /^(out\/main\/.*\.js|out\/renderer\/.*|node_modules\/.*|package\.json)$/.test(path) && !ofOthers.test(path);
}

type Entry = { files?: Record<string, Entry>; unpacked?: boolean; link?: string; integrity?: { hash: string } };

/**
 * The files beside an archive that are not what the archive says of them, by their path in the app. The archive has the SHA-256 of each of
 * them, and Electron holds the archive's own list against the hash in its program. Errors: the archive cannot be read.
 */
export async function changedFiles(archive: string): Promise<string[]> {
  const known = [...unpackedFiles(readHeader(archive))].filter(([path]) => isLookedAt(path));
  const changed = known.map(async ([path, sum]) => {
    const content = await readFile(join(`${archive}.unpacked`, path)).catch(() => undefined);
    return content !== undefined && sum !== undefined && hash('sha256', content) === sum ? [] : [path];
  });
  return (await Promise.all(changed)).flat();
}

/** The list at the beginning of an archive: after four numbers of four bytes, of which the last is its length, as JSON. */
function readHeader(archive: string): Entry {
  // Electron's own node:fs would show the archive as a folder.
  const before = process.noAsar;
  process.noAsar = true;
  const file = openSync(archive, 'r');
  try {
    const numbers = Buffer.alloc(16);
    readSync(file, numbers, 0, 16, 0);
    const list = Buffer.alloc(numbers.readUInt32LE(12));
    readSync(file, list, 0, list.length, 16);
    return JSON.parse(list.toString()) as Entry;
  } finally {
    closeSync(file);
    process.noAsar = before;
  }
}

function* unpackedFiles(entry: Entry, above = ''): Generator<[path: string, sum: string | undefined]> {
  for (const [name, inside] of Object.entries(entry.files ?? {})) {
    const path = above === '' ? name : `${above}/${name}`;
    if (inside.files) yield* unpackedFiles(inside, path);
    else if (inside.unpacked === true && inside.link === undefined) yield [path, inside.integrity?.hash];
  }
}
