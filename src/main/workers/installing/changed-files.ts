import type { ChangedFiles } from '../../../contract/installs.ts';

/** Of each file of a worker, by its path, a digest of its content. */
export type FileDigests = Record<string, string>;

const mostListed = 20;

/** Which files came, went or are others now; the first of them by name. */
export function changedFiles(before: FileDigests, after: FileDigests): ChangedFiles {
  const [old, fresh] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
  const all = [...new Set([...old.keys(), ...fresh.keys()])]
    .filter((path) => old.get(path) !== fresh.get(path))
    .toSorted();
  const listed = all.slice(0, mostListed);
  return {
    added: listed.filter((path) => !old.has(path)),
    changed: listed.filter((path) => old.has(path) && fresh.has(path)),
    removed: listed.filter((path) => !fresh.has(path)),
    more: all.length - listed.length,
  };
}
