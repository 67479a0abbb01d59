import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const root = dirname(import.meta.dirname);
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const page = read('docs/design-language.md');
const styles = read('src/renderer/app/theme.css');

type Pair = { light: string; dark: string };

const tokens = new Map<string, Pair>(
  [...styles.matchAll(/--color-([a-z-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(
    ([, name = '', light = '', dark = '']) => [name, { light, dark }],
  ),
);
const names = [...styles.matchAll(/--color-([a-z-]+): light-dark/g)].map(([, name = '']) => name);

/** Rows of the table whose head begins with the word, as cells. */
function rowsUnder(head: string): string[][] {
  const table = new RegExp(`^\\| ${head} .*\\n\\|[-|]+\\n((?:\\|.*\\n)+)`, 'm').exec(page)?.[1] ?? '';
  return table
    .trim()
    .split('\n')
    .map((row) =>
      row
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

test('the page about the design names every colour, with its values', () => {
  expect(names.length).toBeGreaterThan(20);
  const rows = rowsUnder('token');
  const named = rows.flatMap(([cell = '']) => [...cell.matchAll(/`([a-z-]+)`/g)].map(([, name = '']) => name));
  expect(named.toSorted()).toEqual(names.toSorted());
  for (const [cell = '', light = '', dark = ''] of rows) {
    const first = tokens.get(/`([a-z-]+)`/.exec(cell)?.[1] ?? '');
    if (light.startsWith('`'))
      expect({ light, dark }).toEqual({ light: `\`${first?.light}\``, dark: `\`${first?.dark}\`` });
  }
});

test('the page about the design gives every size of letters, as it is', () => {
  const pixels = (rem: string | undefined): number => Number(rem) * 16;
  const sizes = [...styles.matchAll(/--(text-\w+): ([\d.]+)rem;\s+--text-\w+--line-height: ([\d.]+)rem/g)].map(
    ([, name, size, line]) => [`\`${name}\``, `${pixels(size)} / ${pixels(line)}`],
  );
  expect(sizes.length).toBe(7);
  expect(rowsUnder('class').map(([name, size]) => [name, size])).toEqual(sizes);
});

test('what the page says that screens say, they say', () => {
  const sources = globSync('src/renderer/{app,features}/**/*.tsx', { cwd: root }).map(read).join('\n');
  const states = [...rowsUnder('state'), ...rowsUnder('screen')];
  const examples = ['Reading files', 'Please wait', 'Plan finished'];
  const said = states.flatMap((cells) =>
    cells.flatMap((cell) => [...cell.matchAll(/"([^"]+)"/g)].map(([, text = '']) => text)),
  );
  expect(said.length).toBeGreaterThan(35);
  expect(said.filter((text) => !examples.includes(text) && !sources.includes(text))).toEqual([]);
});

const grounds = ['surface', 'raised', 'sunken'];
const tones = ['accent', 'success', 'warning', 'danger'];
const readable = [
  ...['text', 'muted', ...tones].flatMap((ink) => grounds.map((ground) => [ink, ground])),
  ...['text', 'muted'].flatMap((ink) => tones.map((tone) => [ink, `${tone}-soft`])),
  ...tones.map((tone) => [tone, `${tone}-soft`]),
  ['on-accent', 'accent'],
  ['on-accent', 'accent-hover'],
  ['on-danger', 'danger'],
  ['on-danger', 'danger-hover'],
] as [string, string][];

test.each(readable)('%s can be read on %s, in light and dark', (ink, ground) => {
  for (const theme of ['light', 'dark'] as const) expect(contrast(ink, ground, theme)).toBeGreaterThanOrEqual(4.5);
});

test.each(grounds)('the edge of a field and the focus can be seen on %s, in light and dark', (ground) => {
  for (const theme of ['light', 'dark'] as const) {
    expect(contrast('control', ground, theme)).toBeGreaterThanOrEqual(3);
    expect(contrast('focus', ground, theme)).toBeGreaterThanOrEqual(3);
  }
});

/** As WCAG reckons it, 1 to 21. */
function contrast(one: string, other: string, theme: keyof Pair): number {
  const [light = 0, dark = 0] = [one, other].map((name) => luminance(colourOf(name, theme))).toSorted((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function colourOf(name: string, theme: keyof Pair): string {
  const pair = tokens.get(name);
  if (!pair) throw new Error(`theme.css has no colour ${name}`);
  return pair[theme];
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
