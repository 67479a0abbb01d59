import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { disks, hasOtherDisk, otherDisk } from './fixtures/disks.ts';
import { type FakeJournal, fakeScope as scope, snapshot, startFakeJournal } from './fake-journal.ts';

let journal: FakeJournal;
function start(undoParent?: string): void {
  const started = startFakeJournal(undoParent === undefined ? {} : { undoParent });
  onTestFinished(() => started.end());
  journal = started;
}
beforeEach(() => start());

const at = (...names: string[]): string => join(journal.folder, ...names);

/** Undoes the run; what was foretold, without touching anything, must come true. */
async function undo() {
  const before = snapshot(journal.folder);
  const { restorable, conflicts } = await journal.previewUndo(scope.runId);
  expect(snapshot(journal.folder)).toEqual(before);
  const report = await journal.undo(scope.runId);
  expect(conflicts).toEqual(report.conflicts);
  expect(report.restored).toEqual(expect.arrayContaining(restorable.map(({ path }) => path)));
  return report;
}

function putTree(): Record<string, string> {
  mkdirSync(at('docs', 'deep'), { recursive: true });
  writeFileSync(at('docs', 'letter.txt'), 'Dear Ada');
  writeFileSync(at('docs', 'deep', 'script'), '#!/bin/sh');
  chmodSync(at('docs', 'deep', 'script'), 0o750);
  symlinkSync('letter.txt', at('docs', 'link'));
  writeFileSync(at('notes'), 'one\ntwo\n');
  chmodSync(at('notes'), 0o640);
  writeFileSync(at('binary'), Buffer.from([0, 255, 1]));
  mkdirSync(at('empty'));
  for (const name of ['notes', 'binary', 'docs/letter.txt']) utimesSync(at(name), 1_600_000_000, 1_600_000_000);
  return snapshot(journal.folder);
}

describe.for(disks)('with what is kept on $disk', ({ isThere, parent }) => {
  const reachable = test.skipIf(!isThere);

  reachable('(where there is one) everything a run can do is undone, to the last mode and time', async () => {
    start(parent);
    const before = putTree();
    await journal.write(at('new', 'folder', 'file'), 'new');
    await journal.write(at('notes'), 'one\n2\n', { overwrite: true });
    await journal.write(at('notes'), 'third', { overwrite: true, mode: 0o600 });
    await journal.remove(scope, at('binary'));
    await journal.write(at('binary'), 'again');
    await journal.move(scope, { from: at('docs', 'letter.txt'), to: at('new', 'moved.txt'), overwrite: false });
    await journal.move(scope, { from: at('docs', 'deep'), to: at('deep'), overwrite: false });
    await journal.write(at('deep', 'inside'), 'x');
    await journal.remove(scope, at('docs'));
    await journal.move(scope, { from: at('notes'), to: at('deep', 'script'), overwrite: true });
    await journal.remove(scope, at('empty'));
    await journal.makeFolder(scope, at('empty', 'no', 'more'));
    const report = await undo();
    expect(report.conflicts).toEqual([]);
    expect(snapshot(journal.folder)).toEqual(before);
    expect(readdirSync(journal.undoFolder)).toEqual([]);
    expect((await journal.changes(scope.runId)).every(({ undone }) => undone)).toBe(true);
  });

  reachable('(where there is one) asking twice gives the same report and changes nothing more', async () => {
    start(parent);
    putTree();
    await journal.write(at('notes'), 'changed', { overwrite: true });
    await journal.remove(scope, at('docs'));
    const first = await undo();
    const after = snapshot(journal.folder);
    expect(first.restored.toSorted()).toEqual([at('docs'), at('notes')]);
    expect(await undo()).toEqual(first);
    expect(snapshot(journal.folder)).toEqual(after);
  });
});

describe('what was changed since is left alone and reported', () => {
  const conflicts: { name: string; act: () => Promise<void>; since: () => void; path: string; reason: RegExp }[] = [
    {
      name: 'a created file that was edited',
      act: () => journal.write(at('new'), 'new'),
      since: () => writeFileSync(at('new'), 'own'),
      path: 'new',
      reason: /changed after the run/,
    },
    {
      name: 'a created file that was edited to the same length and given its old time',
      act: () => journal.write(at('new'), 'new'),
      since: () => {
        const { atime, mtime } = statSync(at('new'));
        writeFileSync(at('new'), 'own');
        utimesSync(at('new'), atime, mtime);
      },
      path: 'new',
      reason: /changed after the run/,
    },
    {
      name: 'a created file that is a folder now',
      act: () => journal.write(at('new'), 'new'),
      since: () => {
        unlinkSync(at('new'));
        mkdirSync(at('new'));
      },
      path: 'new',
      reason: /changed after the run/,
    },
    {
      name: 'a replaced file that was edited',
      act: () => journal.write(at('notes'), 'run', { overwrite: true }),
      since: () => writeFileSync(at('notes'), 'own'),
      path: 'notes',
      reason: /changed after the run/,
    },
    {
      name: 'a replaced file that was removed',
      act: () => journal.write(at('notes'), 'run', { overwrite: true }),
      since: () => unlinkSync(at('notes')),
      path: 'notes',
      reason: /removed after the run/,
    },
    {
      name: 'a removed file whose place is taken',
      act: () => journal.remove(scope, at('notes')),
      since: () => writeFileSync(at('notes'), 'own'),
      path: 'notes',
      reason: /Something else stands there/,
    },
    {
      name: 'a moved file whose place is taken',
      act: async () => void (await journal.move(scope, { from: at('notes'), to: at('moved'), overwrite: false })),
      since: () => writeFileSync(at('notes'), 'own'),
      path: 'notes',
      reason: /Something else stands there/,
    },
    {
      name: 'a moved file that went on',
      act: async () => void (await journal.move(scope, { from: at('notes'), to: at('moved'), overwrite: false })),
      since: () => renameSync(at('moved'), at('further')),
      path: 'notes',
      reason: /not at .*moved any more/,
    },
    {
      name: 'a moved file that was edited',
      act: async () => void (await journal.move(scope, { from: at('notes'), to: at('moved'), overwrite: false })),
      since: () => writeFileSync(at('moved'), 'own'),
      path: 'notes',
      reason: /changed at .*moved after the run/,
    },
    {
      name: 'a folder that was filled',
      act: async () => void (await journal.makeFolder(scope, at('folder'))),
      since: () => writeFileSync(at('folder', 'own'), 'own'),
      path: 'folder',
      reason: /Something else was put into it/,
    },
    {
      name: 'a removed file whose kept content is gone',
      act: () => journal.remove(scope, at('notes')),
      since: () => rmSync(join(journal.undoFolder, scope.runId), { recursive: true }),
      path: 'notes',
      reason: /kept is gone/,
    },
  ];

  test.for(conflicts)('$name', async ({ act, since, path, reason }) => {
    writeFileSync(at('notes'), 'old');
    await act();
    await journal.write(at('other'), 'other');
    since();
    const after = snapshot(journal.folder);
    const report = await undo();
    expect(report).toEqual({
      restored: [at('other')],
      conflicts: [{ path: at(path), reason: expect.stringMatching(reason) }],
    });
    const { other: _other, ...rest } = after;
    expect(snapshot(journal.folder)).toEqual(rest);
    expect((await journal.changes(scope.runId)).map(({ undone }) => undone)).toEqual([false, true]);
  });

  test('a conflict that went away is resolved by asking again', async () => {
    writeFileSync(at('notes'), 'old');
    await journal.remove(scope, at('notes'));
    writeFileSync(at('notes'), 'in the way');
    expect((await undo()).conflicts).toHaveLength(1);
    unlinkSync(at('notes'));
    expect(await undo()).toEqual({ restored: [at('notes')], conflicts: [] });
    expect(readFileSync(at('notes'), 'utf8')).toBe('old');
  });

  test('a created file that somebody only touched, or removed, is no conflict', async () => {
    await journal.write(at('touched'), 'x');
    await journal.write(at('removed'), 'x');
    utimesSync(at('touched'), 1, 1);
    unlinkSync(at('removed'));
    expect((await undo()).conflicts).toEqual([]);
    expect(readdirSync(journal.folder)).toEqual([]);
  });
});

test('a parent folder that was removed since is made again', async () => {
  mkdirSync(at('docs'));
  writeFileSync(at('docs', 'letter'), 'Dear Ada');
  await journal.remove(scope, at('docs', 'letter'));
  rmSync(at('docs'), { recursive: true });
  expect((await undo()).conflicts).toEqual([]);
  expect(readFileSync(at('docs', 'letter'), 'utf8')).toBe('Dear Ada');
});

test('nothing is put back through a link that took the place of a folder', async () => {
  mkdirSync(at('docs'));
  mkdirSync(at('elsewhere'));
  writeFileSync(at('docs', 'letter'), 'Dear Ada');
  await journal.remove(scope, at('docs', 'letter'));
  rmSync(at('docs'), { recursive: true });
  symlinkSync('elsewhere', at('docs'));
  const report = await undo();
  expect(report.conflicts).toHaveLength(1);
  expect(readdirSync(at('elsewhere'))).toEqual([]);
});

test('tasks of one run that change one file at the same time are undone like any others', async () => {
  writeFileSync(at('file'), 'first');
  const before = snapshot(journal.folder);
  const writes = Array.from({ length: 10 }, (_, index) => journal.write(at('file'), `${index}`, { overwrite: true }));
  await Promise.all([...writes, journal.write(at('new', 'a'), 'a'), journal.write(at('new', 'b'), 'b')]);
  expect((await undo()).conflicts).toEqual([]);
  expect(snapshot(journal.folder)).toEqual(before);
});

test('one run is undone without the other', async () => {
  const other = { runId: 'run_01JD0000000000000000000001', taskId: 'task' };
  writeFileSync(at('a'), 'a');
  writeFileSync(at('b'), 'b');
  await journal.remove(scope, at('a'));
  await journal.remove(other, at('b'));
  expect(await undo()).toEqual({ restored: [at('a')], conflicts: [] });
  expect(readdirSync(journal.folder)).toEqual(['a']);
  expect(await journal.undo(other.runId)).toEqual({ restored: [at('b')], conflicts: [] });
});

test('a run that changed nothing has nothing to undo', async () => {
  expect(await undo()).toEqual({ restored: [], conflicts: [] });
});

test('asked for twice at the same time, it is done once', async () => {
  writeFileSync(at('notes'), 'old');
  await journal.remove(scope, at('notes'));
  const [first, second] = await Promise.all([undo(), undo()]);
  expect(first).toEqual({ restored: [at('notes')], conflicts: [] });
  expect(second).toEqual(first);
});

describe('moving to another disk', () => {
  const onTwo = test.skipIf(!hasOtherDisk);
  let far: string;
  beforeEach(() => {
    if (!hasOtherDisk) return;
    far = join(otherDisk, `heron-far-${process.pid}`);
    mkdirSync(far);
    onTestFinished(() => rmSync(far, { recursive: true, force: true }));
  });

  onTwo('(where there is one) a tree arrives whole, leaves nothing behind, and comes back', async () => {
    putTree();
    const before = snapshot(at('docs'));
    await journal.move(scope, { from: at('docs'), to: join(far, 'docs'), overwrite: false });
    expect(snapshot(join(far, 'docs'))).toEqual(before);
    expect(readdirSync(journal.folder).toSorted()).toEqual(['binary', 'empty', 'notes']);
    expect(readdirSync(far)).toEqual(['docs']);
    expect((await undo()).conflicts).toEqual([]);
    expect(snapshot(at('docs'))).toEqual(before);
    expect(readdirSync(far)).toEqual([]);
  });

  onTwo('(where there is one) what is there stays, and so does what was to be moved', async () => {
    putTree();
    writeFileSync(join(far, 'notes'), 'theirs');
    await expect(
      journal.move(scope, { from: at('notes'), to: join(far, 'notes'), overwrite: false }),
    ).rejects.toMatchObject({ code: 'already-exists' });
    await journal.move(scope, { from: at('notes'), to: join(far, 'notes'), overwrite: true });
    expect(readFileSync(join(far, 'notes'), 'utf8')).toBe('one\ntwo\n');
    await undo();
    expect(readFileSync(join(far, 'notes'), 'utf8')).toBe('theirs');
    expect(readFileSync(at('notes'), 'utf8')).toBe('one\ntwo\n');
  });
});
