import { describe, expect, test } from 'vitest';
import { defaultEyes } from '../../../contract/eyes.ts';
import { coversOf, pointsOf, type Shot } from './covers.ts';

const corner = { x: 0, y: 0, width: 0.5, height: 0.1 };
const place = { x: 0.5, y: 0.5, width: 0.25, height: 0.25 };
const settings = { ...defaultEyes, hiddenRegions: [corner], hiddenWindows: ['bank'] };
const screen: Shot = { surface: 'monitor', title: '', width: 1920, height: 1080 };
const open = (more: object) => ({ isKnown: true, windows: [{ title: 'My Bank', place }], aspect: 16 / 9, ...more });

describe('a picture of the whole screen', () => {
  test('has the regions and the windows of the lists blacked out [MM-05]', () => {
    expect(coversOf(screen, settings, open({}))).toEqual({ regions: [corner, place] });
    expect(coversOf(screen, settings, open({ windows: [] }))).toEqual({ regions: [corner] });
  });

  test('is not used where a listed window is open and may be anywhere in it', () => {
    const refused = { refusal: expect.stringContaining('“My Bank” is open') };
    expect(coversOf(screen, settings, open({ windows: [{ title: 'My Bank' }] }))).toEqual(refused);
    // One of several screens: places are parts of all of them.
    expect(coversOf({ ...screen, width: 1280, height: 1024 }, settings, open({}))).toEqual(refused);
    expect(coversOf(screen, settings, open({ aspect: undefined }))).toEqual(refused);
  });

  test('is not used where nobody knows which windows are open', () => {
    expect(coversOf(screen, settings, { isKnown: false, windows: [] })).toEqual({
      refusal: expect.stringContaining('Show a window instead'),
    });
  });
});

test('a listed window is not used by itself; another one is, whatever is open', () => {
  const shot = { ...screen, surface: 'window' as const };
  expect(coversOf({ ...shot, title: 'My Bank – Firefox' }, settings, open({}))).toHaveProperty('refusal');
  expect(coversOf({ ...shot, title: 'Letters' }, settings, open({}))).toEqual({ regions: [corner] });
});

test('the camera shows no screen, so nothing of the lists holds for it', () => {
  expect(coversOf({ ...screen, surface: 'camera' }, settings, open({ isKnown: false }))).toEqual({ regions: [] });
});

test('what is blacked out is whole points, rather one more, and never outside', () => {
  const size = { width: 101, height: 50 };
  expect(pointsOf({ x: 0.5, y: 0.5, width: 0.1, height: 0.1 }, size)).toEqual({
    left: 50,
    top: 25,
    width: 11,
    height: 5,
  });
  expect(pointsOf({ x: 0.99, y: 0, width: 1, height: 1 }, size)).toEqual({ left: 99, top: 0, width: 2, height: 50 });
});
