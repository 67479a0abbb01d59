import { expect, test } from 'vitest';
import { keyCaps, spokenKeys } from './key-names.ts';

test('keys are shown as each platform prints them', () => {
  expect(keyCaps('Mod+Shift+K', true)).toEqual(['⌘', '⇧', 'K']);
  expect(keyCaps('Mod+Shift+K', false)).toEqual(['Ctrl', 'Shift', 'K']);
  expect(keyCaps('Escape', false)).toEqual(['Esc']);
});

test('keys are spoken as words', () => {
  expect(spokenKeys('Mod+K', true)).toBe('Command K');
  expect(spokenKeys('Mod+ArrowUp', false)).toBe('Control up');
});
