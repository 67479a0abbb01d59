import { expect, test } from 'vitest';
import { bytesText, sizeText } from './file-changes.ts';

test.each([
  [0, '0 B'],
  [1023, '1023 B'],
  [1024, '1.0 KiB'],
  [18_300_212, '17.5 MiB'],
  [150 * 1024, '150 KiB'],
  [3 * 1024 ** 5, '3072 TiB'],
])('%i bytes read "%s"', (bytes, text) => {
  expect(bytesText(bytes)).toBe(text);
});

test('a file that grew shows both sizes, one that did not shows one, a folder none', () => {
  const change = { path: '/a', kind: 'replaced', taskId: 't', undone: false } as const;
  expect(sizeText({ ...change, bytesBefore: 1024, bytesAfter: 2048 })).toBe('1.0 KiB → 2.0 KiB');
  expect(sizeText({ ...change, bytesBefore: 1024, bytesAfter: 1024 })).toBe('1.0 KiB');
  expect(sizeText(change)).toBeUndefined();
});
