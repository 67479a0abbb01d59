import { expect, test } from 'vitest';
import { findHidden, readTree, readWindow } from './hidden-windows.ts';

test('windows and their places are read as xwininfo tells them', () => {
  const tree = `
xwininfo: Window id: 0x1d7 (the root window) (has no name)
     0x60000b "My "own" Bank": ("firefox" "Firefox")  800x600+0+0  +10+20
        0x60000c (has no name): ()  1x1+-1+-1  +9+19`;
  expect(readTree(tree)).toEqual([{ id: '0x60000b', title: 'My "own" Bank' }]);
  const shown = `
  Absolute upper-left X:  10
  Absolute upper-left Y:  -20
  Width: 800
  Height: 600
  Map State: IsViewable`;
  expect(readWindow(shown)).toEqual({ x: 10, y: -20, width: 800, height: 600, isShown: true });
  expect(readWindow(shown.replace('IsViewable', 'IsUnMapped')).isShown).toBe(false);
});

test('where only names are known, windows have no place; where not even those are, that is said [MM-05]', async () => {
  const names = async () => ['Letters', 'My BANK – Firefox'];
  const environment = { WAYLAND_DISPLAY: 'wayland-0', DISPLAY: ':0' };
  expect(await findHidden(['bank'], { environment, names })).toEqual({
    isKnown: true,
    windows: [{ title: 'My BANK – Firefox' }],
  });
  expect(await findHidden(['bank'], { environment, names: undefined })).toEqual({ isKnown: false, windows: [] });
  expect(await findHidden([], { environment, names: undefined })).toEqual({ isKnown: true, windows: [] });
});
