import { join, resolve } from 'node:path';
import type { FileNames } from '../file-names.ts';

/** Where relative paths and `~` lead, and what is there. */
export type Places = {
  baseFolder: string;
  homeFolder: string;
  files: FileNames;
  /** Files of the message, by name: what they are called is where they are. */
  attached?: ReadonlyMap<string, string>;
};

const homeFolders = ['Documents', 'Downloads', 'Desktop', 'Pictures', 'Music', 'Videos'];
/** "everything", "all my files": how many, not what. */
const amount = /^(everything|anything|all)(\s+(in|of|the|my|files?|folders?)\b.*)?$/i;

/** The path that unquoted words name; undefined when they are no name. What is there goes by its whole name. */
export function namedPath(words: string, places: Places): string | undefined {
  const whole = absolute(words, places);
  if (/^[~./\\]/.test(words) || places.files.pathExists(whole)) return whole;
  if (amount.test(words)) return undefined;
  const name = bareName(words);
  return homeFolder(name, places) ?? absolute(name, places);
}

/** Makes a path absolute: `~` is the person's folder, everything relative is below the base folder. */
export function absolute(path: string, { baseFolder, homeFolder: home, attached }: Omit<Places, 'files'>): string {
  const place = attached?.get(path);
  if (place !== undefined) return place;
  if (path === '~') return home;
  if (/^~[\\/]/.test(path)) return resolve(home, path.slice(2));
  return resolve(baseFolder, path);
}

/** "my letters folder" is "letters". A capital "My" in the middle of a sentence belongs to the name. */
function bareName(words: string): string {
  const [, name = words] = /^(?:(?:my|the)\s+)*(\S.*?)(?:\s+(?:folder|directory|file))?$/.exec(words) ?? [];
  return /^(folder|directory|file)$/.test(name) ? words : name;
}

function homeFolder(name: string, { baseFolder, homeFolder: home, files }: Places): string | undefined {
  const [first = '', ...rest] = name.split(/[\\/]/);
  const known = homeFolders.find((each) => each.toLowerCase() === first.toLowerCase());
  if (!known || files.pathExists(resolve(baseFolder, first)) || !files.pathExists(join(home, known))) return undefined;
  return join(home, known, ...rest);
}
