import { expect, test } from 'vitest';
import { editDistance } from './edit-distance.ts';

test.each([
  ['zip', 'zip', 0],
  ['zpi', 'zip', 1],
  ['foldr', 'folder', 1],
  ['checksm', 'checksum', 1],
  ['kitten', 'sitting', 3],
  ['', 'ab', 2],
])('%s and %s are %i changes apart', (a, b, distance) => {
  expect(editDistance(a, b, 5)).toBe(distance);
  expect(editDistance(b, a, 5)).toBe(distance);
});

test('words further apart than the limit are only known to be', () => {
  expect(editDistance('kitten', 'sitting', 1)).toBe(2);
  expect(editDistance('a', 'abcdef', 2)).toBe(3);
});
