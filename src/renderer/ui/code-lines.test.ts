import { expect, test } from 'vitest';
import { languageLabel, languageNamed } from './code-languages.ts';
import { type CodeLine, withSameLines } from './code-lines.ts';
import { loadHighlighter } from './highlighter.ts';

const textOf = (lines: CodeLine[]): string => lines.map((line) => line.map(({ text }) => text).join('')).join('\n');

test('code comes back as it was, line by line, with what each word is', async () => {
  const code = 'const a = `one\ntwo ${a + 1}`; // why\n\nreturn "x";';
  const lines = (await loadHighlighter('typescript'))(code);
  expect(textOf(lines)).toBe(code);
  expect(lines[0]?.[0]).toEqual({ text: 'const', kind: 'keyword' });
  // What goes over several lines is the same thing on each.
  expect(lines[1]?.[0]).toEqual({ text: 'two ', kind: 'string' });
  expect(lines[2]).toEqual([]);
});

test('a page is coloured with the styles and scripts that stand in it', async () => {
  const lines = (await loadHighlighter('xml'))('<style>b { color: red }</style>\n<script>let a = 1</script>');
  expect(lines[1]?.find(({ text }) => text === 'let')).toEqual({ text: 'let', kind: 'keyword' });
});

test('lines that did not change stay the same objects', async () => {
  const highlight = await loadHighlighter('python');
  const before = highlight('a = 1\nb = 2\n');
  const after = withSameLines(before, highlight('a = 1\nb = 3\nc = 4\n'));
  expect(after.map((line, at) => line === before[at])).toEqual([true, false, false, false]);
});

test('a language is found by the words people use for it, and called by its name', () => {
  expect(['ts', 'PY', 'c++', 'html'].map(languageNamed)).toEqual(['typescript', 'python', 'cpp', 'xml']);
  expect(['ts', 'html', 'xml', 'toml', 'klingon'].map(languageLabel)).toEqual([
    'TypeScript',
    'HTML',
    'XML',
    'TOML',
    'klingon',
  ]);
  expect(languageNamed('klingon')).toBeUndefined();
});
