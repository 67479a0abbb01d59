import { basename, dirname, join } from 'node:path';
import { isWithin } from '../paths/path-rules.ts';

/**
 * Where on the disk that stands which would stand at a path after some moving and removing that has not been done.
 * All paths are canonical.
 */
export type VirtualPlaces = {
  /** Undefined if nothing would be there. */
  find(path: string): string | undefined;
  /** `real` would be given the name `to`. */
  put(real: string, to: string): void;
  /** What would be at `from` would be at `to`, with all below it. */
  move(from: string, to: string): void;
  remove(path: string): void;
};

export function createVirtualPlaces(): VirtualPlaces {
  /** The real place of what would be there, or null for nothing. It holds for what lies below as well. */
  const places = new Map<string, string | null>();
  /** Folders that had something known below them at some time: of all others nothing need be looked for. */
  const folders = new Set<string>();

  function set(path: string, place: string | null): void {
    places.set(path, place);
    for (let folder = dirname(path); !folders.has(folder); folder = dirname(folder)) folders.add(folder);
  }

  function find(path: string): string | undefined {
    const known = places.get(path);
    if (known !== undefined) return known ?? undefined;
    const folder = dirname(path);
    if (folder === path) return path;
    const above = find(folder);
    return above === undefined ? undefined : join(above, basename(path));
  }

  function below(path: string): [string, string | null][] {
    return !folders.has(path) ? [] : [...places].filter(([known]) => known !== path && isWithin(known, path));
  }

  function forgetBelow(path: string): void {
    for (const [known] of below(path)) places.delete(known);
  }

  return {
    find,
    put(real, to) {
      forgetBelow(to);
      set(to, real);
    },
    move(from, to) {
      const real = find(from) ?? null;
      const inside = below(from);
      forgetBelow(from);
      set(from, null);
      forgetBelow(to);
      set(to, real);
      for (const [path, place] of inside) set(to + path.slice(from.length), place);
    },
    remove(path) {
      forgetBelow(path);
      set(path, null);
    },
  };
}
