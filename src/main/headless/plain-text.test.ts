import { expect, test } from 'vitest';
import { plainText } from './plain-text.ts';

test('code ticks go, what they hold stays', () => {
  expect(plainText('Moved `/a b` to ``/c`d``.')).toBe('Moved /a b to /c`d.');
  expect(plainText('one ` alone')).toBe('one ` alone');
});

test('fences go, and what is between them stays as it is', () => {
  expect(plainText('`/a` (3 bytes):\n\n~~~~text\nuse `x`\n```\n~~~~\n\nThe `end`.')).toBe(
    '/a (3 bytes):\n\nuse `x`\n```\n\nThe end.',
  );
});

test('a name that holds a newline stays one entry of its list', () => {
  expect(plainText('`/d` holds 2:\n\n- `a\nb`\n- `c`')).toBe('/d holds 2:\n\n- a\\nb\n- c');
});

test('a lone tick does not swallow the next entry or paragraph', () => {
  expect(plainText('- it`s\n- `b`\n\n| `c` | d` |\n\ne`')).toBe('- it`s\n- b\n\n| c | d` |\n\ne`');
});
