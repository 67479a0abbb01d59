import { expect, test } from 'vitest';
import { openRequestOf, requestOfArguments } from './open-request.ts';

const isWindows = process.platform === 'win32';

test.skipIf(isWindows).each([
  ['heron://inbox', { kind: 'place', place: '#/inbox' }],
  ['/home/ada/letters.heron', { kind: 'plan', path: '/home/ada/letters.heron' }],
  ['letters.HERON', { kind: 'plan', path: '/work/letters.HERON' }],
  ['file:///home/ada/my%20letters.heron', { kind: 'plan', path: '/home/ada/my letters.heron' }],
])('%s is opened', (text, request) => {
  expect(openRequestOf(text, '/work')).toEqual(request);
});

test.each([
  '',
  'heron://app/',
  'heron://inbox/approve',
  'heron://a/letters.heron',
  'https://example.org/letters.heron',
  'smb://host/letters.heron',
  'file://host/share/letters.heron',
  'file:///home/ada/%00.heron',
  '/home/ada/letters.json',
  '/etc/passwd',
  'letters\0.heron',
])('%j is not', (text) => {
  expect(openRequestOf(text, '/work')).toBeUndefined();
});

test('of a command line the last thing that can be opened counts, and no option does', () => {
  const args = ['/opt/heron', '--inspect=heron://inbox', 'heron://chat', 'heron://timeline', 'attic'];
  expect(requestOfArguments(args, '/work')).toEqual({ kind: 'place', place: '#/timeline' });
  expect(requestOfArguments(['heron://inbox', '--headless'], '/work')).toBeUndefined();
});
