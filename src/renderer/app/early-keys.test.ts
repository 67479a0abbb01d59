// @vitest-environment jsdom
import { afterEach, expect, test, vi } from 'vitest';
import { keepEarlyKeys, takeEarlyKeys } from './early-keys.ts';

function press(key: string, held: KeyboardEventInit = {}): boolean {
  return window.dispatchEvent(new KeyboardEvent('keydown', { key, cancelable: true, ...held }));
}

afterEach(() => {
  takeEarlyKeys();
  vi.useRealTimers();
});

test('what is typed before the field is there is kept for it, and nothing of it reaches anything else', () => {
  keepEarlyKeys();
  expect([press('d'), press('x'), press('Backspace'), press('a')]).toEqual([false, false, false, false]);
  expect(takeEarlyKeys()).toBe('da');
  expect(press('r')).toBe(true);
  expect(takeEarlyKeys()).toBe('');
});

test('keys that are no words go on', () => {
  keepEarlyKeys();
  expect([press('Escape'), press('Tab'), press('k', { ctrlKey: true })]).toEqual([true, true, true]);
  expect(takeEarlyKeys()).toBe('');
});

test('where nothing comes to take them, the keys are given back', () => {
  vi.useFakeTimers();
  keepEarlyKeys();
  press('a');
  vi.advanceTimersByTime(3000);
  expect(press('b')).toBe(true);
  expect(takeEarlyKeys()).toBe('');
});
