import type { Stats } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { PathRefusal } from './path-rules.ts';
import { credentialFiles, credentialFolders, sensitiveFiles } from './credential-places.ts';

export type LinkedSecrets = {
  /** Judges a file by what it is: another name of a file with passwords or keys is refused as that one is. */
  against(path: string, stats: Stats): Promise<PathRefusal | undefined>;
};

/** A browser's profile has some thousand files; what is beyond is not looked at. */
const mostFiles = 20_000;
const deepest = 6;
const secretFiles = [...credentialFiles, ...sensitiveFiles];

/**
 * A hard link is a second name that no path tells of. A file that has several names is compared with the secrets in
 * the home folder and with Heron's own files. The list of those is made when such a file is first met, and made anew
 * when the file has been changed since, because making a link changes it.
 */
export function createLinkedSecrets(parts: { homeFolder: string; protectedFolders: string[] }): LinkedSecrets {
  let known: { madeAt: number; files: Promise<Set<string>> } | undefined;

  function secrets(changedAt: number): Promise<Set<string>> {
    if (!known || changedAt >= known.madeAt) known = { madeAt: Date.now() - clockStepMs, files: findSecrets(parts) };
    return known.files;
  }

  return {
    async against(path, stats) {
      if (stats.nlink < 2 || !stats.isFile()) return undefined;
      const files = await secrets(stats.ctimeMs);
      if (!files.has(numberOf(stats))) return undefined;
      return {
        rule: 'credential file',
        message: `${path} is another name of a file that holds passwords or keys; no worker may touch it`,
      };
    },
  };
}

/** Times in a file system are coarser than the clock's. */
const clockStepMs = 2000;

function numberOf({ dev, ino }: Stats): string {
  return `${dev}:${ino}`;
}

async function findSecrets(parts: { homeFolder: string; protectedFolders: string[] }): Promise<Set<string>> {
  const { homeFolder, protectedFolders } = parts;
  const found = new Set<string>();
  for (const folder of credentialFolders) await addAll(join(homeFolder, ...folder.split('/')), deepest, found);
  await addWhere(homeFolder, (name) => secretFiles.some((pattern) => pattern.test(name.toLowerCase())), found);
  // Below them lie copies of the person's own files, which undoing may link to.
  for (const folder of protectedFolders) await addWhere(folder, () => true, found);
  return found;
}

async function addAll(path: string, depth: number, found: Set<string>): Promise<void> {
  const stats = await lstat(path).catch(() => undefined);
  if (!stats || found.size >= mostFiles) return;
  if (stats.isFile()) found.add(numberOf(stats));
  if (!stats.isDirectory() || depth === 0) return;
  for (const name of await readdir(path).catch(() => [])) await addAll(join(path, name), depth - 1, found);
}

async function addWhere(folder: string, isSecret: (name: string) => boolean, found: Set<string>): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    if (isSecret(name)) await addAll(join(folder, name), 0, found);
  }
}
