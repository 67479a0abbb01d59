import { expect, test } from 'vitest';
import { readClosedRestic } from './closed-restic.ts';

const read = (line: string) => readClosedRestic(line.split(' '));

test('a restic that works in a folder of this machine is known', () => {
  expect(read('--repo=/a/b --json --no-cache backup --tag=x -- -o .')).toEqual({
    repository: '/a/b',
    command: 'backup',
  });
  expect(read('--repo=C:\\b --json --no-cache snapshots')).toEqual({ repository: 'C:\\b', command: 'snapshots' });
});

test.each([
  'snapshots',
  '--repo=sftp:me@evil.example:/b --json --no-cache snapshots',
  '--repo=rest:https://evil.example/ --json --no-cache snapshots',
  '--repo=b --json --no-cache snapshots',
  '--json --no-cache --repo=/b snapshots',
  '--repo=/b --json --no-cache mount /c',
  '--repo=/b --json --no-cache self-update',
  '--repo=/b --json --no-cache snapshots --repo=s3:evil.example/b',
  '--repo=/b --json --no-cache snapshots -r s3:evil.example/b',
  '--repo=/b --json --no-cache snapshots -qr s3:evil.example/b',
  '--repo=/b --json --no-cache snapshots --password-command=id',
  '--repo=/b --json --no-cache backup -o sftp.command=id .',
  '--repo=/b --json --no-cache backup --option=sftp.command=id .',
  '--repo=/b --json --no-cache backup --stdin-from-command id',
  '--repo=/b --json --no-cache --option=x snapshots',
])('and one that could send something away, or start something, is not: %s', (line) => {
  expect(read(line)).toBeUndefined();
});
