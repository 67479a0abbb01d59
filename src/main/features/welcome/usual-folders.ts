import { readFileSync, statSync } from 'node:fs';
import { basename, isAbsolute, join } from 'node:path';

const names = ['Documents', 'Downloads', 'Pictures', 'Desktop'];

type Place = { homeFolder: string; environment: NodeJS.ProcessEnv };

/** Those that are there. On Linux they may be called something else, and lie somewhere else. */
export function usualFolders(place: Place): { name: string; path: string }[] {
  const named = userFolders(place);
  const paths = names.map((name) => named.get(name.toUpperCase()) ?? join(place.homeFolder, name));
  return [...new Set(paths)].filter(isFolder).map((path) => ({ name: basename(path), path }));
}

export function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** What `xdg-user-dirs` wrote down: lines like `XDG_DOWNLOAD_DIR="$HOME/Téléchargements"`. A folder that is off names the home folder. */
function userFolders({ homeFolder, environment }: Place): Map<string, string> {
  const file = join(environment['XDG_CONFIG_HOME'] || join(homeFolder, '.config'), 'user-dirs.dirs');
  const found = new Map<string, string>();
  for (const [, kind = '', value = ''] of textOf(file).matchAll(/^XDG_(\w+)_DIR="(.*)"$/gm)) {
    const path = value.replace(/^\$HOME\/?/, () => `${homeFolder}/`).replace(/\/+$/, '');
    if (isAbsolute(path) && path !== homeFolder) found.set(kind === 'DOWNLOAD' ? 'DOWNLOADS' : kind, path);
  }
  return found;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
