import { describe, expect, test } from 'vitest';
import {
  isDownloadAllowed,
  isNavigationAllowed,
  isPermissionGranted,
  isTrustedFrame,
  placeOfPage,
} from './page-trust.ts';

const origin = 'heron://app';
const foreign = [
  'https://example.org/',
  'heron://other/',
  'heron://app.evil/',
  'heron:app',
  'file:///app/index.html',
  '',
];

describe('a message', () => {
  test("comes from Heron's own page", () => {
    expect(isTrustedFrame({ url: 'heron://app/runs/1', parent: null }, origin)).toBe(true);
  });

  test('of a frame inside the page, of a page in its place or of a page that is gone is not listened to', () => {
    expect(isTrustedFrame({ url: 'heron://app/', parent: {} }, origin)).toBe(false);
    expect(isTrustedFrame(null, origin)).toBe(false);
    for (const url of foreign) expect(isTrustedFrame({ url, parent: null }, origin)).toBe(false);
  });
});

describe('a permission', () => {
  test('is granted for copying text, to the page alone', () => {
    expect(isPermissionGranted('clipboard-sanitized-write', 'heron://app/', origin)).toBe(true);
    for (const url of foreign) expect(isPermissionGranted('clipboard-sanitized-write', url, origin)).toBe(false);
  });

  test('is granted for the microphone, the camera and the chosen screen, to the page alone [MM-05] [MM-06]', () => {
    for (const media of [['audio'], ['video'], ['audio', 'video']]) {
      expect(isPermissionGranted('media', 'heron://app/', origin, media)).toBe(true);
      for (const url of foreign) expect(isPermissionGranted('media', url, origin, media)).toBe(false);
    }
    for (const media of [['unknown'], ['video', 'unknown'], [undefined], []]) {
      expect(isPermissionGranted('media', 'heron://app/', origin, media)).toBe(false);
    }
    expect(isPermissionGranted('display-capture', 'heron://app/', origin)).toBe(true);
    for (const url of foreign) expect(isPermissionGranted('display-capture', url, origin)).toBe(false);
  });

  test.each([
    'media',
    'geolocation',
    'notifications',
    'clipboard-read',
    'openExternal',
    'fileSystem',
    'hid',
    'unknown',
  ])('to use %s is refused', (permission) =>
    expect(isPermissionGranted(permission, 'heron://app/', origin)).toBe(false),
  );
});

test('the window stays within its own page', () => {
  expect(isNavigationAllowed('heron://app/settings', origin)).toBe(true);
  for (const url of foreign) expect(isNavigationAllowed(url, origin)).toBe(false);
});

test.each([
  ['heron://app/#/timeline/run_1/graph', '#/timeline/run_1/graph'],
  ['heron://app/#/inbox', '#/inbox'],
])('%s is a place in the page', (url, place) => expect(placeOfPage(url, origin)).toBe(place));

test.each([...foreign, 'heron://app/', 'heron://app/#inbox', 'heron://app/?quick#/inbox', 'heron://app.evil/#/inbox'])(
  '%s is none',
  (url) => expect(placeOfPage(url, origin)).toBeUndefined(),
);

test('the page may save blobs, and nothing else', () => {
  expect(isDownloadAllowed('heron://app/blobs/blb_1', origin)).toBe(true);
  expect(isDownloadAllowed('blob:heron://app/0b1f', origin)).toBe(true);
  expect(isDownloadAllowed('blob:https://example.com/0b1f', origin)).toBe(false);
  expect(isDownloadAllowed('heron://app/assets/a.js', origin)).toBe(false);
  for (const url of foreign) expect(isDownloadAllowed(`${url}blobs/blb_1`, origin)).toBe(false);
});
