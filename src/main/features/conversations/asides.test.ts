import { expect, test } from 'vitest';
import { readAside } from './asides.ts';

test.each([
  ['btw use the other folder', { text: 'use the other folder', mode: 'steer' }],
  ['BTW, use it', { text: 'use it', mode: 'steer' }],
  ['todo: zip the folder\nand tell me', { text: 'zip the folder\nand tell me', mode: 'followup' }],
  ['Stop!', { text: 'Stop!', mode: 'interrupt' }],
  ['/stop', { text: '/stop', mode: 'interrupt' }],
])('%j says how it is meant', (said, meant) => {
  expect(readAside(said)).toEqual(meant);
});

test.each(['btw', 'todo', 'todos are listed', 'stop the music', 'what is btw', ''])('%j is said as it is', (said) => {
  expect(readAside(said)).toEqual({ text: said });
});
