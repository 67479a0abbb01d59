import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { type FakeBroker, startFakeBroker } from './fake-broker.ts';

let broker: FakeBroker;
beforeEach(() => {
  const started = startFakeBroker();
  onTestFinished(() => started.end());
  broker = started;
});

const at = (name: string): string => join(broker.folder, name);
const text = (name: string): string => readFileSync(at(name), 'utf8');
const modeOf = (name: string): number => statSync(at(name)).mode & 0o777;

type Options = { overwrite?: boolean; mode?: number | null };

async function write(name: string, content: string, { overwrite = false, mode = null }: Options = {}) {
  const session = broker.open();
  const { handle } = await session.ask('files.create', { path: at(name), overwrite, mode });
  for (const part of content.match(/.{1,3}/gs) ?? []) await session.raw('files.append', { handle }, Buffer.from(part));
  return session.ask('files.commit', { handle });
}

test('a file appears as a whole when it is committed, and nothing of it before', async () => {
  const session = broker.open();
  const { handle } = await session.ask('files.create', { path: at('new.txt'), overwrite: false, mode: null });
  await session.raw('files.append', { handle }, Buffer.from('hello '));
  await session.raw('files.append', { handle }, Buffer.from('world'));
  expect(existsSync(at('new.txt'))).toBe(false);
  expect(await session.ask('files.commit', { handle })).toMatchObject({ path: at('new.txt'), kind: 'file', size: 11 });
  expect(text('new.txt')).toBe('hello world');
  expect(readdirSync(broker.folder)).toEqual(['new.txt']);
});

test('a copy keeps the time of its original, which is part of what the run left [W-14]', async () => {
  const session = broker.open();
  const wanted = { path: at('copy.txt'), overwrite: false, mode: null, modifiedAt: 1_000_000_000_500 };
  const { value } = await session.raw('files.write', wanted, Buffer.from('old'));
  expect(value).toMatchObject({ modifiedAt: 1_000_000_000_500 });
  expect(statSync(at('copy.txt')).mtimeMs).toBe(1_000_000_000_500);
});

test('missing parents are made, and all of it is the run’s own', async () => {
  await write('a/b/c.txt', 'deep');
  expect(text('a/b/c.txt')).toBe('deep');
  expect(broker.ownOutputs).toEqual([at('a'), at('a/b'), at('a/b/c.txt')]);
  expect(broker.journal.madeByRun('run_01JD0000000000000000000000')).toEqual(broker.ownOutputs);
});

test('an existing file stays as it is without leave to overwrite, even if it appears in the last moment', async () => {
  const session = broker.open();
  const { handle } = await session.ask('files.create', { path: at('file'), overwrite: false, mode: null });
  writeFileSync(at('file'), 'first');
  await expect(session.ask('files.commit', { handle })).rejects.toMatchObject({ code: 'already-exists' });
  await expect(write('file', 'second')).rejects.toMatchObject({ code: 'already-exists' });
  expect(text('file')).toBe('first');
  expect(readdirSync(broker.folder)).toEqual(['file']);
});

test('overwriting keeps the mode of the file, and a mode that is given is set', async () => {
  writeFileSync(at('script'), 'old');
  chmodSync(at('script'), 0o750);
  await write('script', 'new', { overwrite: true });
  expect([text('script'), modeOf('script')]).toEqual(['new', 0o750]);
  await write('script', 'newer', { overwrite: true, mode: 0o600 });
  expect([text('script'), modeOf('script')]).toEqual(['newer', 0o600]);
  await write('setuid', 'x', { mode: 0o4755 });
  expect(statSync(at('setuid')).mode & 0o7777).toBe(0o755);
});

test('overwriting through a link writes what it leads to and keeps the link', async () => {
  writeFileSync(at('real'), 'old');
  symlinkSync('real', at('link'));
  await write('link', 'new', { overwrite: true });
  expect(text('real')).toBe('new');
  expect(readlinkSync(at('link'))).toBe('real');
});

test('a folder cannot be overwritten, and a file is no parent', async () => {
  mkdirSync(at('folder'));
  writeFileSync(at('file'), '');
  await expect(write('folder', 'x', { overwrite: true })).rejects.toMatchObject({ code: 'invalid-input' });
  await expect(write('file/below', 'x')).rejects.toMatchObject({ code: 'invalid-input' });
  expect(readdirSync(broker.folder)).toEqual(['file', 'folder']);
});

test('closing without commit leaves nothing behind, not even folders', async () => {
  const session = broker.open();
  const { handle } = await session.ask('files.create', { path: at('a/b/file'), overwrite: false, mode: null });
  await session.raw('files.append', { handle }, Buffer.from('x'));
  await session.raw('files.close', { handle }, undefined);
  expect(readdirSync(broker.folder)).toEqual([]);
  await expect(session.ask('files.commit', { handle })).rejects.toMatchObject({ code: 'not-found' });
  expect(broker.journal.madeByRun('run_01JD0000000000000000000000')).toEqual([]);
});

test('closing the session, or cancelling the call, throws unfinished files away', async () => {
  const controller = new AbortController();
  const [closed, cancelled] = [broker.open(), broker.open(controller.signal)];
  for (const [session, name] of [
    [closed, 'one'],
    [cancelled, 'two'],
  ] as const) {
    const { handle } = await session.ask('files.create', { path: at(name), overwrite: false, mode: null });
    await session.raw('files.append', { handle }, Buffer.from('x'));
  }
  expect(readdirSync(broker.folder)).toHaveLength(2);
  await closed.close();
  controller.abort();
  await cancelled.close();
  expect(readdirSync(broker.folder)).toEqual([]);
  await expect(closed.ask('files.status', { path: at('one') })).rejects.toMatchObject({ code: 'cancelled' });
});

test('a refused permission leaves no file behind', async () => {
  const session = broker.open();
  const path = join(broker.outside, 'a', 'file');
  await expect(session.ask('files.create', { path, overwrite: false, mode: null })).rejects.toMatchObject({
    code: 'permission-denied',
  });
  await expect(session.ask('files.makeFolder', { path })).rejects.toMatchObject({ code: 'permission-denied' });
  expect(readdirSync(broker.outside)).toEqual([]);
});

test('making a folder makes its parents, and one that is there is fine', async () => {
  const session = broker.open();
  await session.ask('files.makeFolder', { path: at('a/b') });
  await session.ask('files.makeFolder', { path: at('a/b') });
  expect(statSync(at('a/b')).isDirectory()).toBe(true);
  writeFileSync(at('file'), '');
  await expect(session.ask('files.makeFolder', { path: at('file') })).rejects.toMatchObject({ code: 'invalid-input' });
});

test('a file, a folder and a link are moved, with parents made', async () => {
  writeFileSync(at('file'), 'content');
  mkdirSync(at('folder/deep'), { recursive: true });
  symlinkSync('nowhere', at('link'));
  const session = broker.open();
  for (const name of ['file', 'folder', 'link']) {
    await session.ask('files.move', { from: at(name), to: at(`new/place/${name}`), overwrite: false });
  }
  expect(readdirSync(broker.folder)).toEqual(['new']);
  expect(text('new/place/file')).toBe('content');
  expect(readdirSync(at('new/place/folder'))).toEqual(['deep']);
  expect(lstatSync(at('new/place/link')).isSymbolicLink()).toBe(true);
});

test('what was moved is not the run’s own: somebody else made it', async () => {
  writeFileSync(at('file'), 'content');
  await broker.open().ask('files.move', { from: at('file'), to: at('moved'), overwrite: false });
  expect(broker.ownOutputs).toEqual([]);
});

test('moving needs permission for both ends, and asks for both', async () => {
  writeFileSync(at('file'), 'content');
  const session = broker.open();
  const to = join(broker.outside, 'file');
  await expect(session.ask('files.move', { from: at('file'), to, overwrite: false })).rejects.toMatchObject({
    code: 'permission-denied',
  });
  expect(broker.record.map(({ capability, target, decision }) => [capability, target, decision])).toEqual([
    ['files.write', at('file'), 'allowed'],
    ['files.write', to, 'denied'],
  ]);
  expect(text('file')).toBe('content');
});

test.for([
  { from: 'file', to: 'other' },
  { from: 'folder', to: 'other' },
  { from: 'file', to: 'folder' },
  { from: 'folder', to: 'full' },
])('moving $from to $to needs leave to overwrite, and then replaces it', async ({ from, to }) => {
  writeFileSync(at('file'), 'file');
  writeFileSync(at('other'), 'other');
  mkdirSync(at('folder'));
  mkdirSync(at('full/inside'), { recursive: true });
  const session = broker.open();
  await expect(session.ask('files.move', { from: at(from), to: at(to), overwrite: false })).rejects.toMatchObject({
    code: 'already-exists',
  });
  await session.ask('files.move', { from: at(from), to: at(to), overwrite: true });
  expect(existsSync(at(from))).toBe(false);
  expect(statSync(at(to)).isDirectory()).toBe(from === 'folder');
});

test('a folder cannot be moved into itself, and moving to the same place changes nothing', async () => {
  mkdirSync(at('folder'));
  const session = broker.open();
  await expect(
    session.ask('files.move', { from: at('folder'), to: at('folder/inside'), overwrite: false }),
  ).rejects.toMatchObject({ code: 'invalid-input' });
  await session.ask('files.move', { from: at('folder'), to: at('folder'), overwrite: true });
  expect(readdirSync(broker.folder)).toEqual(['folder']);
});

test('removing takes a file, a whole folder, and of a link only the link', async () => {
  writeFileSync(at('file'), '');
  mkdirSync(at('folder/deep'), { recursive: true });
  symlinkSync('../outside', at('link'));
  const session = broker.open();
  for (const name of ['file', 'folder', 'link']) await session.ask('files.remove', { path: at(name) });
  expect(readdirSync(broker.folder)).toEqual([]);
  expect(existsSync(broker.outside)).toBe(true);
  await expect(session.ask('files.remove', { path: at('file') })).rejects.toMatchObject({ code: 'not-found' });
});

test('every write, move and removal is asked for, also of the same path', async () => {
  for (let turn = 0; turn < 3; turn += 1) await write('file', 'x', { overwrite: true });
  expect(broker.record.filter(({ operation }) => operation === 'files.create')).toHaveLength(3);
});

test('what cannot be written as a whole is not put in its place', async () => {
  const session = broker.open();
  const { handle } = await session.ask('files.create', { path: at('file'), overwrite: false, mode: null });
  await expect(session.raw('files.append', { handle }, undefined)).rejects.toMatchObject({ code: 'invalid-input' });
  await expect(session.raw('files.commit', { handle }, Buffer.from('x'))).rejects.toMatchObject({
    code: 'invalid-input',
  });
  await session.raw('files.append', { handle }, Buffer.from('good'));
  await session.ask('files.commit', { handle });
  expect(text('file')).toBe('good');
});

test.skipIf(!canMount())(
  'a full disk is said in words, and leaves neither a piece of the file nor its folders (as root on Linux)',
  async () => {
    const small = join(broker.folder, 'small');
    mkdirSync(small);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', small]);
    onTestFinished(() => void execFileSync('umount', [small]));
    writeFileSync(join(small, 'old'), 'old');
    const session = broker.open();
    for (const name of ['small/a/b/new', 'small/old']) {
      const { handle } = await session.ask('files.create', { path: at(name), overwrite: true, mode: null });
      await expect(session.raw('files.append', { handle }, Buffer.alloc(256 * 1024))).rejects.toMatchObject({
        code: 'storage',
        message: `There is no space left to write ${at(name)}`,
      });
      await expect(session.ask('files.commit', { handle })).rejects.toMatchObject({ code: 'storage' });
    }
    expect(readdirSync(small)).toEqual(['old']);
    expect(text('small/old')).toBe('old');
    expect(await broker.journal.changes('run_01JD0000000000000000000000')).toEqual([]);
  },
);

function canMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const folder = mkdtempSync(join(tmpdir(), 'heron-mount-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder], { stdio: 'ignore' });
    execFileSync('umount', [folder]);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
