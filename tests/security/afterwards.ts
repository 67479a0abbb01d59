import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Everything below these folders, and the names in the engine's own: what an attempt could have left behind. */
export function pictureOf(folders: string[]): Record<string, string> {
  const picture: Record<string, string> = {};
  for (const folder of folders) addTree(folder, picture);
  for (const name of readdirSync('.')) picture[`./${name}`] = 'there';
  return picture;
}

function addTree(path: string, picture: Record<string, string>): void {
  const stats = lstatSync(path);
  const kind = stats.isFile() ? sumOf(path) : stats.isSymbolicLink() ? readlinkSync(path) : 'folder';
  picture[path] = `${(stats.mode & 0o7777).toString(8)} ${kind}`;
  if (!stats.isDirectory() || path.endsWith('/undo')) return;
  for (const name of readdirSync(path)) addTree(join(path, name), picture);
}

function sumOf(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 16);
}

/** The programs with this text in their arguments that are still there after a moment; Linux alone tells. */
export async function programsLeft(text: string): Promise<string[]> {
  for (let look = 0; look < 400; look += 1) {
    if (programsWith(text).length === 0) return [];
    await sleep(50);
  }
  return programsWith(text);
}

export function programsWith(text: string): string[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map(argumentsOf)
    .filter((line) => line.includes(text));
}

function argumentsOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return ''; // it has just ended
  }
}
