// @vitest-environment jsdom
import { describe, expect, test } from 'vitest';
import { groups, silentParts } from './registry.ts';

const parts = Object.keys(import.meta.glob('../ui/*'))
  .map((path) => path.replace('../ui/', ''))
  .filter((name) => !/\.test\.tsx?$/.test(name));
const sources = import.meta.glob<string>(['./*.tsx', '../ui/*.tsx'], { query: '?raw', import: 'default', eager: true });
const specimens = groups.flatMap((group) => group.specimens);
const shown = specimens.flatMap(({ files }) => files);

/** Parts that are neither on the page nor said to draw nothing. */
function missing(names: string[]): string[] {
  return names.filter((name) => !shown.includes(name) && !(name in silentParts));
}

describe('the component page', () => {
  test('shows every part of src/renderer/ui, or says why it draws nothing', () => {
    expect(parts.length).toBeGreaterThan(60);
    expect(missing(parts)).toEqual([]);
  });

  test('would be found wanting for a part that nobody put on it', () => {
    expect(missing([...parts, 'carousel.tsx'])).toEqual(['carousel.tsx']);
  });

  test('names no part that is not there, and none twice', () => {
    const named = [...shown, ...Object.keys(silentParts)];
    expect(named.filter((name) => !parts.includes(name))).toEqual([]);
    expect(named.filter((name, place) => named.indexOf(name) !== place)).toEqual([]);
  });

  test.each(shown)('draws %s itself, or another part of the same specimen does', (file) => {
    const fellows = specimens.find(({ files }) => files.includes(file))?.files ?? [];
    const drawers = Object.entries(sources).filter(
      ([path]) => path.startsWith('./') || fellows.some((fellow) => path === `../ui/${fellow}`),
    );
    const isDrawn = drawers.some(([, source]) => new RegExp(`from '(?:\\.\\./ui|\\.)/${file}'`).test(source));
    // The region stands in UiRoot, and toasts come into it.
    expect(isDrawn || file === 'toast-region.tsx').toBe(true);
  });

  test('gives every part a line on when to use it, and every state a name of its own', () => {
    expect(specimens.filter(({ use }) => !/^\S.*[.]$/.test(use)).map(({ name }) => name)).toEqual([]);
    const names = specimens.flatMap(({ name, states }) => states.map((state) => `${name}: ${state.name}`));
    expect(names.filter((name, place) => names.indexOf(name) !== place)).toEqual([]);
  });
});
