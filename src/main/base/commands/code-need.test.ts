import { expect, test } from 'vitest';
import { codeNeed } from './code-need.ts';

const language = 'python';

test('the code itself is what is asked for, and never for always', () => {
  const code = 'for n in range(3):\n\tprint(n)';
  expect(codeNeed({ language, code, input: '' })).toEqual({
    ...{ capability: 'code', target: 'python', detail: code, exact: true },
  });
});

test('what it reads belongs to it', () => {
  const one = codeNeed({ language, code: 'a', input: 'x'.repeat(5000) }).detail;
  const other = codeNeed({ language, code: 'a', input: `${'x'.repeat(4999)}y` }).detail;
  expect(one).toContain('It reads:\nxxx');
  expect(one).toContain('(1000 characters more)');
  expect(one).not.toBe(other);
});

test('characters that could hide something are written out, and nothing else looks the same', () => {
  const hidden = codeNeed({ language, code: 'a\u202e\u001b[2Kb', input: '' }).detail;
  expect(hidden).toMatch(/^a\\u\{202e\}\\u\{1b\}\[2Kb\n\n\(sha256 [0-9a-f]{64}\)$/);
  expect(codeNeed({ language, code: String.raw`a\u{202e}\u{1b}[2Kb`, input: '' }).detail).not.toBe(hidden);
});
