// @vitest-environment jsdom
import { afterEach, expect, test } from 'vitest';
import type { VoiceTrigger } from '../../../contract/voice.ts';
import { heedTalkKeys } from './talk-keys.ts';

let stop = (): void => undefined;
afterEach(() => stop());

/** A window and a document whose events are told by hand. */
function openKeys(trigger: VoiceTrigger, keys = 'Alt+V') {
  const window = new EventTarget();
  const shown: { visibilityState: DocumentVisibilityState } = { visibilityState: 'visible' };
  const document = Object.assign(new EventTarget(), shown);
  const told: boolean[] = [];
  stop = heedTalkKeys({
    ...{ window, document, trigger: () => trigger, keys: () => keys },
    isTalking: () => told.at(-1) ?? false,
    talk: (isTalking) => told.push(isTalking),
  });
  const key = (type: 'keydown' | 'keyup', more = {}) =>
    window.dispatchEvent(
      Object.assign(new Event(type, { cancelable: true }), { code: 'KeyV', key: 'v', altKey: true, ...more }),
    );
  return { window, document, told, key };
}

test('held, the keys talk until one of them is up; a key that repeats itself is one', () => {
  const { told, key } = openKeys('hold');
  key('keydown');
  key('keydown', { repeat: true });
  key('keyup', { code: 'AltLeft', key: 'Alt' });
  expect(told).toEqual([true, false]);
});

test('a window that is left while they are held hears no more', () => {
  const { window, document, told, key } = openKeys('hold');
  key('keydown');
  window.dispatchEvent(new Event('blur'));
  expect(told).toEqual([true, false]);
  key('keydown');
  document.visibilityState = 'hidden';
  document.dispatchEvent(new Event('visibilitychange'));
  expect(told).toEqual([true, false, true, false]);
});

test('pressed, they begin and end it, also from another window in between', () => {
  const { window, told, key } = openKeys('toggle');
  key('keydown');
  key('keyup');
  window.dispatchEvent(new Event('blur'));
  expect(told).toEqual([true]);
  key('keydown');
  expect(told).toEqual([true, false]);
});

test('other keys, and these with Control, are nobody’s business here', () => {
  const { told, key } = openKeys('toggle');
  key('keydown', { code: 'KeyB', key: 'b' });
  key('keydown', { ctrlKey: true });
  expect(told).toEqual([]);
});

test('chosen keys talk instead, until one of them is up; without keys none do', () => {
  const chosen = openKeys('hold', 'Mod+Shift+J');
  chosen.key('keydown');
  expect(chosen.told).toEqual([]);
  const held = { code: 'KeyJ', key: 'J', altKey: false, ctrlKey: true, shiftKey: true };
  chosen.key('keydown', held);
  chosen.key('keyup', held);
  expect(chosen.told).toEqual([true, false]);
  stop();
  const { told, key } = openKeys('toggle', '');
  key('keydown');
  expect(told).toEqual([]);
});
