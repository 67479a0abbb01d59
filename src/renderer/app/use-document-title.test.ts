import { expect, test } from 'vitest';
import { titleOf } from './use-document-title.ts';

test('what waits and what runs stand before the name of the screen', () => {
  expect(titleOf('Timeline', 0, 0)).toBe('Timeline · Heron');
  expect(titleOf('Pack the reports', 2, 1)).toBe('2 waiting for you · 1 running · Pack the reports · Heron');
});
