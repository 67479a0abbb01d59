import { expect, test } from 'vitest';
import { type PromptFile, promptFileNames } from '../../../contract/prompts.ts';
import { fileGroups, toldText } from './memory-files.ts';

const file = (more: Partial<PromptFile>): PromptFile => ({
  ...{ name: 'USER.md', path: '/prompts/USER.md', characters: 0, shown: 0, state: 'whole' },
  ...more,
});

test('each file stands in one group', () => {
  expect(
    fileGroups()
      .flatMap(({ names }) => names)
      .toSorted(),
  ).toEqual([...promptFileNames].toSorted());
});

test('how much of a file is told is said in a few words', () => {
  expect(toldText(file({ state: 'missing' }))).toBe('Empty');
  expect(toldText(file({ characters: 1, shown: 1 }))).toBe('1 character');
  expect(toldText(file({ characters: 1200, shown: 1200 }))).toBe('1,200 characters');
  expect(toldText(file({ state: 'cut', characters: 25_000, shown: 20_000 }))).toBe(
    '20,000 of 25,000 characters are told',
  );
});
