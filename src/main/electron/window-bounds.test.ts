import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { placeWindow, quickBounds, readPlace, writePlace } from './window-bounds.ts';

const screen = { x: 0, y: 25, width: 1920, height: 1055 };
const second = { x: 1920, y: 0, width: 1280, height: 1024 };
const at = (x: number, y: number) => ({ bounds: { x, y, width: 800, height: 600 }, isMaximized: false });

test('the first time the window is in the middle of the first screen', () => {
  expect(placeWindow(undefined, [screen, second])).toEqual({
    bounds: { x: 320, y: 123, width: 1280, height: 860 },
    isMaximized: false,
  });
});

test('on a small screen it is no larger than the screen', () => {
  const small = { x: 0, y: 0, width: 1024, height: 600 };
  expect(placeWindow(undefined, [small]).bounds).toEqual(small);
});

test.each([at(100, 100), at(2000, 200), at(1800, 900)])('a place that can be reached is kept', (saved) => {
  expect(placeWindow(saved, [screen, second])).toBe(saved);
});

test.each([at(3300, 100), at(100, -50), at(-750, 100), at(100, 1075)])(
  'a place on no screen, or without its title bar, is not',
  (saved) => expect(placeWindow(saved, [screen, second]).bounds.x).toBe(320),
);

test('without a screen there is still a size', () => {
  expect(placeWindow(undefined, []).bounds).toEqual({ x: 0, y: 0, width: 1280, height: 860 });
});

test('the small window is in the upper middle of the screen it is wanted on, and never larger', () => {
  expect(quickBounds(second)).toEqual({ x: 2240, y: 205, width: 640, height: 420 });
  expect(quickBounds({ x: 0, y: 0, width: 500, height: 300 })).toEqual({ x: 0, y: 0, width: 500, height: 300 });
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heron-place-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a place is read as it was written', () => {
  const file = join(folder, 'window/place.json');
  writePlace(file, at(5, 6));
  expect(readPlace(file)).toEqual(at(5, 6));
});

test.each([
  '',
  '{',
  '{}',
  '{"bounds":{"x":1,"y":1,"width":"wide","height":1},"isMaximized":false}',
  '{"bounds":{"x":1,"y":1,"width":1,"height":1},"isMaximized":false}',
  '{"bounds":{"x":1e99,"y":1,"width":800,"height":600},"isMaximized":false}',
])('%s is no place', (text) => {
  const file = join(folder, 'place.json');
  writeFileSync(file, text);
  expect(readPlace(file)).toBeUndefined();
});
