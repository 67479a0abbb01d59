import { createHash } from 'node:crypto';
import { type Stats, statSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Changes when a file in the folder does: names, sizes and times, without the packages it brings along and without tests. */
export async function fingerprintOf(folder: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const line of linesOf(folder, '')) hash.update(line);
  return hash.digest('base64');
}

async function* linesOf(folder: string, prefix: string): AsyncGenerator<string> {
  const entries = await readdir(folder, { withFileTypes: true });
  const statusOf = entries.length <= few ? statusNow : statusLater;
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    const name = `${prefix}/${entry.name}`;
    if (entry.name === 'node_modules' || entry.name.endsWith('.test.ts')) continue;
    if (entry.isDirectory()) {
      yield* linesOf(path, name);
      continue;
    }
    const status = await statusOf(path);
    yield `${name} ${status?.size} ${status?.mtimeMs}\n`;
  }
}

/** So many files are looked at sooner than another thread could be asked about them. */
const few = 50;

/** undefined: gone meanwhile, or a link to nowhere. */
function statusNow(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

function statusLater(path: string): Promise<Stats | undefined> {
  return stat(path).catch(() => undefined);
}
