import { realpathSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join, sep } from 'node:path';
import { canonicalPathSync } from './canonical-path.ts';
import type { RuleRefusal } from '../access.ts';
import { credentialFiles, credentialFolders, sensitiveFiles, systemPlaces } from './credential-places.ts';
import { mayHoldPrivateKey } from './private-keys.ts';

export type PathRefusal = RuleRefusal;

export type PathRules = {
  /** Judges a normal or canonical path, and all that lies above it. */
  against(path: string): PathRefusal | undefined;
  /** Judges taking a folder away from where it stands: that takes along what lies below it. */
  againstTakingAway(path: string): Promise<PathRefusal | undefined>;
};

/** `compared` is the path as `asCompared` gives it: each folder of a listing is judged by all places. */
type Place = { path: string; compared: string; refusal: (path: string) => PathRefusal };

const folders = credentialFolders.map((folder) => folder.toLowerCase().split('/'));
const foldersInPaths = folders.map((folder) => `/${folder.join('/')}/`);

export function createPathRules(parts: { protectedFolders: string[]; homeFolder: string }): PathRules {
  // Looked at when the first path is judged, which is before a worker touches anything.
  let known: { places: Place[]; immovable: Place[] } | undefined;
  const found = (): { places: Place[]; immovable: Place[] } => (known ??= findPlaces(parts));

  function against(path: string): PathRefusal | undefined {
    const compared = asCompared(path);
    for (const place of found().places) if (isWithin(compared, place.compared)) return place.refusal(path);
    const folded = `/${fold(path).join('/')}/`;
    if (foldersInPaths.some((folder) => folded.includes(folder))) return credentialRefusal(path, 'folder');
    const name = fold(basename(path)).join('');
    if (credentialFiles.some((pattern) => pattern.test(name))) return credentialRefusal(path, 'file');
    const isSensitive = sensitiveFiles.some((pattern) => pattern.test(name)) || mayHoldPrivateKey(path);
    return isSensitive ? sensitiveRefusal(path) : undefined;
  }

  return {
    against,
    async againstTakingAway(path) {
      const refused = against(path);
      if (refused) return refused;
      for (const place of found().immovable) {
        if (isWithin(place.compared, asCompared(path))) return place.refusal(path);
      }
      return (await holdsCredentials(path)) ? credentialRefusal(path, 'folder') : undefined;
    },
  };
}

function findPlaces({ protectedFolders, homeFolder }: { protectedFolders: string[]; homeFolder: string }) {
  const places: Place[] = [
    ...protectedFolders.flatMap((path) => [path, canonicalPathSync(path)]).map(asHeronsOwn),
    ...(process.platform === 'win32' ? [] : systemPlaces.map(asSystem)),
    ...linkedCredentials(homeFolder).map(asCredential),
  ];
  return { places, immovable: [...places, asHome(homeFolder), asHome(canonicalPathSync(homeFolder))] };
}

/** `path` is `folder` or lies below it. */
export function isWithin(path: string, folder: string): boolean {
  if (!path.startsWith(folder)) return false;
  return path.length === folder.length || folder.endsWith(sep) || path.startsWith(sep, folder.length);
}

/** Where the system takes `HERON` for `Heron`, so do the rules. */
function asCompared(path: string): string {
  return process.platform === 'darwin' || process.platform === 'win32' ? path.toLowerCase() : path;
}

/** Parts of a path as the least exact file system compares them: `.SSH` and `.ſsh` are `.ssh` on a Mac. */
function fold(path: string): string[] {
  return path
    .normalize('NFKC')
    .toLowerCase()
    .split(/[\\/]/)
    .filter((part) => part !== '');
}

/** Renaming `.config` would free `.config/gh` from its rule, so a folder is also judged by what it completes. */
async function holdsCredentials(folder: string): Promise<boolean> {
  const parts = fold(folder);
  const list = createListing();
  for (const wanted of folders) {
    for (let known = 0; known < wanted.length; known += 1) {
      const tail = known === 0 ? [] : parts.slice(-known);
      if (tail.join('/') !== wanted.slice(0, known).join('/')) continue;
      if (await holds(folder, wanted.slice(known), list)) return true;
    }
  }
  return false;
}

type Listing = (folder: string) => Promise<Map<string, string>>;

async function holds(folder: string, [first, ...rest]: string[], list: Listing): Promise<boolean> {
  if (first === undefined) return true;
  const name = (await list(folder)).get(first);
  return name !== undefined && holds(join(folder, name), rest, list);
}

/** Names in a folder by their folded form; each folder is read once. A file has no names in it. */
function createListing(): Listing {
  const known = new Map<string, Promise<Map<string, string>>>();
  const read = async (folder: string): Promise<Map<string, string>> => {
    const names = await readdir(folder).catch(() => []);
    return new Map(names.map((name) => [fold(name).join('/'), name]));
  };
  return (folder) => {
    const names = known.get(folder) ?? read(folder);
    known.set(folder, names);
    return names;
  };
}

/** `~/.ssh` may be a link: what it leads to is as secret. */
function linkedCredentials(homeFolder: string): string[] {
  return credentialFolders.flatMap((folder) => {
    const path = join(homeFolder, ...folder.split('/'));
    try {
      const real = realpathSync.native(path);
      return real === path ? [] : [real];
    } catch {
      return [];
    }
  });
}

const advice = 'Keep a value that a step needs in Settings → Secrets, or put what it may see into another file';

function credentialRefusal(path: string, kind: 'folder' | 'file'): PathRefusal {
  return { rule: `credential ${kind}`, message: `${path} holds passwords or keys; no worker may touch it. ${advice}` };
}

function sensitiveRefusal(path: string): PathRefusal {
  const way =
    'a worker reads or changes it only where a step names this very file and you allow that, and never moves it';
  return {
    rule: 'sensitive file',
    message: `${path} may hold passwords or keys; ${way}. ${advice}`,
    opensByName: true,
  };
}

/**
 * What stands against a path, under the name that was said and under its real one. Where only one of them is sensitive, a link
 * stands between them, and nobody who sees the other name would know.
 */
export function againstBoth(rules: Pick<PathRules, 'against'>, named: string, target: string): PathRefusal | undefined {
  const found = [...new Set([named, target])].map((name) => rules.against(name));
  const refused = found.find((one) => one && !one.opensByName) ?? found.find((one) => one !== undefined);
  return refused && found.every((one) => one?.opensByName) ? refused : refused && whateverIsAllowed(refused);
}

/** The same without the way out. */
export function whateverIsAllowed({ rule, message }: PathRefusal): PathRefusal {
  return { rule, message };
}

function asCredential(path: string): Place {
  return { path, compared: asCompared(path), refusal: (wanted) => credentialRefusal(wanted, 'folder') };
}

function asHeronsOwn(path: string): Place {
  const message = (wanted: string): string => `${wanted} is where Heron keeps its own data; no worker may touch it`;
  return {
    path,
    compared: asCompared(path),
    refusal: (wanted) => ({ rule: 'protected path', message: message(wanted) }),
  };
}

function asSystem(path: string): Place {
  const message = (wanted: string): string => `${wanted} belongs to the system; no worker may touch it`;
  return { path, compared: asCompared(path), refusal: (wanted) => ({ rule: 'system path', message: message(wanted) }) };
}

function asHome(path: string): Place {
  const message = (wanted: string): string => `${wanted} holds the home folder; no worker may move or remove it`;
  return { path, compared: asCompared(path), refusal: (wanted) => ({ rule: 'home folder', message: message(wanted) }) };
}
