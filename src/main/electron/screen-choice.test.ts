import { expect, test } from 'vitest';
import { createChoice } from './screen-choice.ts';

test('what was chosen is shown once, and soon or not at all [MM-05]', () => {
  let now = 0;
  const choice = createChoice(() => now);
  expect(choice.take()).toBeUndefined();
  choice.put('window:1:0');
  choice.put('screen:0:0');
  expect([choice.take(), choice.take()]).toEqual(['screen:0:0', undefined]);
  choice.put('window:1:0');
  now = 15_001;
  expect(choice.take()).toBeUndefined();
});
