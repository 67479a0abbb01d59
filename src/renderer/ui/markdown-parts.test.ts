import { expect, test } from 'vitest';
import { fencedCode, markdownParts } from './markdown-parts.ts';

const long = `${'Words that fill a paragraph. '.repeat(60)}\n\n`;

test('a short text is one part, also with many paragraphs', () => {
  expect(markdownParts('one\n\ntwo')).toEqual(['one\n\ntwo']);
});

test('a long one is cut between blocks, and joined it is the same', () => {
  const text = `${long}# Two\n\nthree\n\n| a |\n|---|\n| b |\n`;
  expect(markdownParts(text)).toEqual([long, '# Two\n\n', 'three\n\n', '| a |\n|---|\n| b |\n']);
});

test.each([
  ['a list with room between its items', '1. one\n\n2. two\n\n   more of two\n\n- other\n'],
  ['code with empty lines', '```ts\nconst a = 1;\n\n# no heading\n\n~~~\n```\n'],
  ['code that is not closed yet', '````\n```\n\nlet a\n\n'],
  ['a quotation', '> one\n\n> two\n'],
])('%s stays whole', (_what, block) => {
  expect(markdownParts(long + block)).toEqual([long, block]);
});

test('a text whose links are defined elsewhere in it stays whole', () => {
  const text = `${long}See [it][1].\n\n[1]: https://example.org\n`;
  expect(markdownParts(text)).toEqual([text]);
});

test('of a text that grows only the last part changes', () => {
  const text = long + 'two\n\n```\n1\n\n2\n```\n\nend of it';
  const whole = markdownParts(text);
  for (let end = long.length; end <= text.length; end += 1) {
    const parts = markdownParts(text.slice(0, end));
    expect(parts.join('')).toBe(text.slice(0, end));
    expect(whole.slice(0, parts.length - 1)).toEqual(parts.slice(0, -1));
  }
});

test('a text that grows is cut from its beginning on, unless a tag may hold more than one block', () => {
  const text = 'One.\n\n- two\n- three\n\n```ts\nlet a;\n```\n';
  const whole = markdownParts(text, true);
  expect(whole).toEqual(['One.\n\n', '- two\n- three\n\n', '```ts\nlet a;\n```\n']);
  for (let end = 1; end <= text.length; end += 1) {
    const parts = markdownParts(text.slice(0, end), true);
    expect(parts.join('')).toBe(text.slice(0, end));
    expect(whole.slice(0, parts.length - 1)).toEqual(parts.slice(0, -1));
  }
  const details = '<details>\n\nheld\n\n</details>\n';
  expect(markdownParts(details, true)).toEqual([details]);
});

test('code is read without its fences, also while it is written', () => {
  expect(fencedCode('```ts x\na\n\nb\n```\n')).toEqual({ language: 'ts', code: 'a\n\nb' });
  expect(fencedCode('~~~\na\n```\nb')).toEqual({ language: undefined, code: 'a\n```\nb' });
  expect(fencedCode('```ts\na\n')).toEqual({ language: 'ts', code: 'a' });
});

test.each([
  ['words', 'words\n'],
  ['code with words after it', '```\na\n```\nwords'],
  ['code whose marks are not over', '``'],
  ['marks in a line', '```a``` b\n'],
  ['formulas', '```math\nx^2\n```\n'],
  ['lines that end otherwise', '```ts\r\na\r\n```\r\n'],
])('%s are not taken for a block of code', (_what, text) => {
  expect(fencedCode(text)).toBeUndefined();
});
