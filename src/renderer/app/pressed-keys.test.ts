import { expect, test } from 'vitest';
import { pressedKeys } from './pressed-keys.ts';

const press = (key: string, code: string, more: Partial<KeyboardEvent> = {}) => ({
  ...{ key, code, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false },
  ...more,
});

test('keys are read by what they write, digits by their place, and only with Mod or Alt', () => {
  expect(pressedKeys(press('k', 'KeyK', { ctrlKey: true }), false)).toBe('Mod+K');
  expect(pressedKeys(press('k', 'KeyK', { metaKey: true }), true)).toBe('Mod+K');
  expect(pressedKeys(press('k', 'KeyK', { ctrlKey: true }), true)).toBeUndefined();
  expect(pressedKeys(press('&', 'Digit1', { ctrlKey: true }), false)).toBe('Mod+1');
  expect(pressedKeys(press('л', 'KeyK', { ctrlKey: true, shiftKey: true }), false)).toBe('Mod+Shift+K');
  expect(pressedKeys(press('F5', 'F5', { ctrlKey: true, altKey: true }), false)).toBe('Mod+Alt+F5');
  expect(pressedKeys(press('v', 'KeyV', { altKey: true }), false)).toBe('Alt+V');
  expect(pressedKeys(press('√', 'KeyV', { altKey: true }), true)).toBe('Alt+V');
  expect(pressedKeys(press('v', 'KeyV', { altKey: true, ctrlKey: true }), true)).toBeUndefined();
  expect(pressedKeys(press('k', 'KeyK'), false)).toBeUndefined();
  expect(pressedKeys(press('Control', 'ControlLeft', { ctrlKey: true }), false)).toBeUndefined();
});
