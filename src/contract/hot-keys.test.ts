import { expect, test } from 'vitest';
import { HotKeys, isPressed, keysOfPress, readHotKeys, saidForm, SaidPhrase } from './hot-keys.ts';

const press = (code: string, ...held: string[]) => ({
  code,
  ctrlKey: held.includes('ctrl'),
  metaKey: held.includes('meta'),
  altKey: held.includes('alt'),
  shiftKey: held.includes('shift'),
});

test.each([
  ['Control+Alt+R', press('KeyR', 'ctrl', 'alt')],
  ['Alt+5', press('Digit5', 'alt')],
  ['Control+Shift+F12', press('F12', 'ctrl', 'shift')],
  ['Command+Alt+Space', press('Space', 'meta', 'alt')],
])('%s is what is pressed, and nothing else', (keys, event) => {
  expect(keysOfPress(event)).toBe(keys);
  expect(isPressed(keys, event, false)).toBe(true);
  expect(isPressed(keys, { ...event, shiftKey: !event.shiftKey }, false)).toBe(false);
  expect(isPressed(keys, { ...event, code: 'KeyQ' }, false)).toBe(false);
});

test('one name stands for Control, and for Command on a Mac', () => {
  expect(isPressed('CommandOrControl+K', press('KeyK', 'ctrl'), false)).toBe(true);
  expect(isPressed('CommandOrControl+K', press('KeyK', 'ctrl'), true)).toBe(false);
  expect(isPressed('CommandOrControl+K', press('KeyK', 'meta'), true)).toBe(true);
  expect(readHotKeys('mod+k')).toBe('CommandOrControl+K');
});

test.each(['K', 'Shift+K', 'Control', 'Control+KK', 'Control+;', ''])(
  '%j are no keys to start something by',
  (keys) => {
    expect(HotKeys.safeParse(keys).success).toBe(false);
  },
);

test('what sounds the same is the same', () => {
  const forms = ['Tidy up!', 'hey Heron, tidy  up', 'Heron tidy up, please', '“tidy up”'].map(saidForm);
  expect(new Set(forms)).toEqual(new Set(['tidy up']));
  expect(saidForm('please')).toBe('please');
  expect(SaidPhrase.safeParse('?!').success).toBe(false);
});
