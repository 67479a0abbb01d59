import { expect, test } from 'vitest';
import { namesOf } from './names.ts';

test('names stand between commas, each once', () => {
  expect(namesOf(' group:files, archive ,,archive')).toEqual(['group:files', 'archive']);
  expect(namesOf('')).toEqual([]);
});
