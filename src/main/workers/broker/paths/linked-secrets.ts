import { existsSync, type Stats } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { PathRefusal } from './path-rules.ts';
import { credentialFiles, credentialFolders, sensitiveFiles } from './credential-places.ts';
import { mayHoldPrivateKey } from './private-keys.ts';

export type LinkedSecrets = {
  /** Judges a file by what it is: another name of a file with passwords or keys is refused as that one is. */
  against(path: string, stats: Stats): Promise<PathRefusal | undefined>;
};

/** A browser's profile has some thousand files; what is beyond is not looked at. */
const mostFiles = 20_000;
const deepest = 6;
const secretFiles = [...credentialFiles, ...sensitiveFiles];
/** Projects of which the list is kept. */
const mostProjects = 50;

type Known = { madeAt: number; files: Promise<Set<string>> };

/**
 * A hard link is a second name that no path tells of. A file that has several names is compared with the secrets in
 * the home folder, with those of the project it lies in, and with Heron's own files. The list of those is made when such a file is
 * first met, and made anew when the file has been changed since, because making a link changes it.
 */
export function createLinkedSecrets(parts: { homeFolder: string; protectedFolders: string[] }): LinkedSecrets {
  const known = new Map<string, Known>();

  function secrets(place: string, changedAt: number, find: () => Promise<Set<string>>): Promise<Set<string>> {
    const before = known.get(place);
    if (before && changedAt < before.madeAt) return before.files;
    const [oldest] = known.keys();
    if (known.size > mostProjects && oldest !== undefined) known.delete(oldest);
    const files = find();
    known.set(place, { madeAt: Date.now() - clockStepMs, files });
    return files;
  }

  async function isSecret(path: string, { ctimeMs, ...stats }: Numbered & { ctimeMs: number }): Promise<boolean> {
    const number = numberOf(stats);
    if ((await secrets('', ctimeMs, () => findSecrets(parts))).has(number)) return true;
    // Its own name says what it is, and has been judged.
    if (isSecretFile(path)) return false;
    const project = projectAround(path);
    return (await secrets(project, ctimeMs, () => secretsBelow(project))).has(number);
  }

  return {
    async against(path, stats) {
      if (stats.nlink < 2 || !stats.isFile()) return undefined;
      const { dev, ino, ctimeMs } = stats;
      if (!(await isSecret(path, { dev, ino, ctimeMs }))) return undefined;
      return {
        rule: 'credential file',
        message: `${path} is another name of a file that holds passwords or keys; no worker may touch it`,
      };
    },
  };
}

/** Times in a file system are coarser than the clock's. */
const clockStepMs = 2000;

type Numbered = Pick<Stats, 'dev' | 'ino'>;

function numberOf({ dev, ino }: Numbered): string {
  return `${dev}:${ino}`;
}

async function findSecrets(parts: { homeFolder: string; protectedFolders: string[] }): Promise<Set<string>> {
  const { homeFolder, protectedFolders } = parts;
  const found = new Set<string>();
  for (const folder of credentialFolders) await addAll(join(homeFolder, ...folder.split('/')), deepest, found);
  await addWhere(homeFolder, (name) => isSecretFile(join(homeFolder, name)), found);
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

function isSecretFile(path: string): boolean {
  const name = basename(path).toLowerCase();
  return secretFiles.some((pattern) => pattern.test(name)) || mayHoldPrivateKey(path);
}

/** The nearest folder around it that git keeps; of what is in none, the folder it lies in. */
function projectAround(path: string): string {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return folder;
    if (folder === dirname(folder)) return dirname(path);
  }
}

/** What others made is in there by the ten thousand, and a project keeps no secrets of its own in it. */
const unlookedAt: ReadonlySet<string> = new Set(['node_modules', '.git']);

async function secretsBelow(project: string): Promise<Set<string>> {
  const found = new Set<string>();
  let left = mostFiles;
  const look = async (folder: string, depth: number): Promise<void> => {
    for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
      left -= 1;
      if (left < 0) return;
      const path = join(folder, entry.name);
      if (entry.isFile() && isSecretFile(path)) await addAll(path, 0, found);
      else if (entry.isDirectory() && depth > 0 && !unlookedAt.has(entry.name)) await look(path, depth - 1);
    }
  };
  await look(project, deepest);
  return found;
}
