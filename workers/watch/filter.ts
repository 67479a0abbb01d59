import { matchesGlob } from 'node:path';

export type Filter = { isWanted(name: string): boolean; isLeftOut(name: string): boolean };

/** Without a slash a pattern is for names at any depth, with one for the whole way below the folder. */
export function createFilter(patterns: string[], exclude: string[]): Filter {
  return {
    isWanted: (name) => patterns.length === 0 || matches(name, patterns),
    isLeftOut: (name) => matches(name, exclude),
  };
}

export function matches(name: string, patterns: string[]): boolean {
  const own = name.slice(name.lastIndexOf('/') + 1);
  return patterns.some((pattern) =>
    pattern.includes('/') ? matchesGlob(name, pattern.replace(/^\/|\/$/g, '')) : matchesGlob(own, pattern),
  );
}
