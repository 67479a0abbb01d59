import { type Dirent, readdirSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { NamedPath } from '../../../contract/files.ts';

/** What a grant or a line of the audit log names. */
export type KnownPlace = { capability: string; target: string; match: 'exact' | 'below' | 'pattern' };

export type PathCompletionParts = {
  homeFolder: string;
  /** Where workers were let in or worked lately. */
  places: () => KnownPlace[];
  /** Whether no worker may ever read it: credentials, Heron's own data, places of the system. */
  isForbidden: (path: string) => boolean;
};

export type PathCompletion = (typed: string) => NamedPath[];

const mostShown = 50;
/** Of a folder with more, only these are looked at. */
const mostRead = 5000;

/** Finishes paths as a person types them, and shows no more of the disk than workers have seen with a yes. */
export function createPathCompletion(parts: PathCompletionParts): PathCompletion {
  const { homeFolder } = parts;
  return (typed) => {
    const roots = rootsOf(parts);
    if (typed === '' || typed === '~') return roots.map((path) => ({ path: shown(path, homeFolder), isFolder: true }));
    const isHome = /^~[\\/]/.test(typed);
    if (!isHome && !/^([\\/]|[A-Za-z]:)/.test(typed)) return [];
    const whole = isHome ? homeFolder + typed.slice(1) : typed;
    const begunAt = Math.max(whole.lastIndexOf('/'), whole.lastIndexOf('\\')) + 1;
    const [folder, begun] = [resolve(whole.slice(0, begunAt)), whole.slice(begunAt)];
    const found = isBelowAny(realPath(folder), roots.map(realPath)) ? namesIn(parts, folder, begun) : [];
    const isNew = (root: string): boolean => root !== folder && !found.some(({ path }) => path === root);
    const onTheWay = roots.filter((root) => root.startsWith(join(folder, begun)) && isNew(root));
    return [...found, ...onTheWay.map((path) => ({ path, isFolder: true }))]
      .slice(0, mostShown)
      .map(({ path, isFolder }) => ({ path: isHome ? shown(path, homeFolder) : path, isFolder }));
  };
}

function rootsOf({ places, isForbidden, homeFolder }: PathCompletionParts): string[] {
  const folders = places().flatMap(({ capability, target, match }) => {
    if (!capability.startsWith('files.') || match === 'pattern') return [];
    const folder = match === 'below' || leadsToFolder(target) ? target : dirname(target);
    // The yes to one file there is none to the whole home or disk.
    const isWide = match !== 'below' && !relative(folder, homeFolder).startsWith('..');
    return isWide || isForbidden(folder) || !leadsToFolder(folder) ? [] : [folder];
  });
  return [...new Set(folders)].toSorted();
}

function namesIn({ isForbidden }: PathCompletionParts, folder: string, begun: string): NamedPath[] {
  const wanted = begun.toLowerCase();
  return entriesIn(folder)
    .slice(0, mostRead)
    .filter(({ name }) => name.toLowerCase().startsWith(wanted) && (begun.startsWith('.') || !name.startsWith('.')))
    .toSorted((a, b) => Number(b.isDirectory()) - Number(a.isDirectory()) || (a.name < b.name ? -1 : 1))
    .map((entry) => ({ path: join(folder, entry.name), isFolder: entry.isDirectory() }))
    .filter(({ path }) => !isForbidden(path))
    .slice(0, mostShown);
}

function entriesIn(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function leadsToFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** Where links lead; what is not there is where it says. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function isBelowAny(path: string, roots: readonly string[]): boolean {
  return roots.some((root) => path === root || path.startsWith(root.endsWith(sep) ? root : root + sep));
}

function shown(path: string, homeFolder: string): string {
  return path.startsWith(homeFolder + sep) ? `~${path.slice(homeFolder.length)}` : path;
}
