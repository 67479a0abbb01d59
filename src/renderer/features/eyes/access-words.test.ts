import { expect, test } from 'vitest';
import { type Asked, systemOf, wayOf } from './access-words.ts';

test.each<[Asked, string]>([
  ['browser', 'Click the sign left of the address, allow the camera'],
  ['macos', 'System Settings, Privacy & Security, Camera.'],
  ['windows', 'Settings, Privacy & security, Camera.'],
  ['linux', 'Allow the camera in the privacy settings of your desktop'],
])('a refused camera is allowed in %s by: %s', (asked, way) => {
  expect(wayOf('camera', 'denied', asked)).toContain(way);
});

test('a screen that Linux refuses is a matter of its portal', () => {
  expect(wayOf('screen', 'denied', 'linux')).toContain('xdg-desktop-portal with PipeWire');
});

test('what is allowed, not asked for yet or forbidden says so everywhere', () => {
  expect(wayOf('microphone', 'granted', 'linux')).toBe('Nothing has to be done.');
  expect(wayOf('microphone', 'not-asked', 'browser')).toContain('when the microphone is opened for the first time');
  expect(wayOf('camera', 'restricted', 'macos')).toContain('A profile of this machine forbids the camera');
  expect(wayOf('screen', 'unknown', 'linux')).toBe('You choose what is shown each time.');
});

test.each([
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36', 'macos'],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36', 'windows'],
  ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36', 'linux'],
])('%s is %s', (userAgent, system) => {
  expect(systemOf(userAgent)).toBe(system);
});
