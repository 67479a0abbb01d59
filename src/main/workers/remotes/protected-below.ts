import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { PathRules } from '../broker/paths/path-rules.ts';

/** Names below a folder that no worker may touch; what is in such a folder is not named again. */
export async function protectedBelow(
  folder: string,
  pathRules: Pick<PathRules, 'against'>,
  signal: AbortSignal,
): Promise<string[]> {
  const found: string[] = [];
  const waiting = [''];
  for (let prefix = waiting.pop(); prefix !== undefined; prefix = waiting.pop()) {
    signal.throwIfAborted();
    for (const entry of await readdir(join(folder, prefix), { withFileTypes: true }).catch(() => [])) {
      const name = prefix === '' ? entry.name : `${prefix}/${entry.name}`;
      if (pathRules.against(join(folder, name))) found.push(name);
      else if (entry.isDirectory()) waiting.push(name);
    }
  }
  return found;
}
