import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { type FakeJournal, fakeScope as scope, startFakeJournal } from './fake-journal.ts';

let journal: FakeJournal;
beforeEach(() => {
  journal = startFakeJournal();
  onTestFinished(() => journal.end());
});

const at = (...names: string[]): string => join(journal.folder, ...names);

/** As a program would, behind the journal's back. */
function program(): void {
  mkdirSync(at('made', 'deep'), { recursive: true });
  writeFileSync(at('made', 'deep', 'a.txt'), 'new');
  symlinkSync('a.txt', at('made', 'deep', 'link'));
  writeFileSync(at('made', 'rest'), 'x');
}

test('what a program made is taken away by undoing, and what it replaced comes back', async () => {
  writeFileSync(at('a.txt'), 'old');
  await journal.makeFolder(scope, at('made'));
  program();
  await journal.move(scope, { from: at('made/deep/a.txt'), to: at('a.txt'), overwrite: true, isOutput: true });
  await journal.move(scope, { from: at('made/deep'), to: at('deep'), overwrite: false, isOutput: true });
  await journal.discardOutput(scope, at('made'));
  expect(readdirSync(journal.folder).toSorted()).toEqual(['a.txt', 'deep']);
  expect((await journal.changes(scope.runId)).map(({ kind, path }) => [kind, path])).toContainEqual([
    'created',
    at('deep'),
  ]);
  const { restorable } = await journal.previewUndo(scope.runId);
  const report = await journal.undo(scope.runId);
  expect(report.conflicts).toEqual([]);
  expect(report.restored).toEqual(expect.arrayContaining(restorable.map(({ path }) => path)));
  expect(report.restored).toContain(at('deep'));
  expect(readdirSync(journal.folder)).toEqual(['a.txt']);
  expect(readFileSync(at('a.txt'), 'utf8')).toBe('old');
});

test('copies that a program has changed are no hindrance to taking back what was taken over from them', async () => {
  writeFileSync(at('a.js'), 'old');
  await journal.makeFolder(scope, at('copy'));
  await journal.write(at('copy/deep/a.js'), 'old');
  writeFileSync(at('copy/deep/a.js'), 'new');
  await journal.write(at('a.js'), 'new', { overwrite: true });
  await journal.discardOutput(scope, at('copy'));
  expect(readdirSync(journal.folder)).toEqual(['a.js']);
  const { conflicts } = await journal.undo(scope.runId);
  expect(conflicts).toEqual([]);
  expect([readdirSync(journal.folder), readFileSync(at('a.js'), 'utf8')]).toEqual([['a.js'], 'old']);
});

test('what somebody changed after the run stays, with the reason', async () => {
  await journal.makeFolder(scope, at('made'));
  program();
  await journal.move(scope, { from: at('made'), to: at('restored'), overwrite: false, isOutput: true });
  writeFileSync(at('restored/mine'), 'x');
  const { conflicts } = await journal.undo(scope.runId);
  expect(conflicts).toMatchObject([{ path: at('restored') }]);
  expect(existsSync(at('restored/mine'))).toBe(true);
});

test('nothing of the person counts as made by a program, however it came to lie there', async () => {
  mkdirSync(at('mine', 'inner'), { recursive: true });
  writeFileSync(at('mine', 'inner', 'a.txt'), 'x');
  writeFileSync(at('b.txt'), 'x');
  await journal.makeFolder(scope, at('made'));
  await journal.move(scope, { from: at('mine'), to: at('made', 'mine'), overwrite: false });
  const refused = { code: 'invalid-input' };
  for (const path of [at('b.txt'), at('made'), at('made/mine'), at('made/mine/inner/a.txt')]) {
    await expect(journal.discardOutput(scope, path)).rejects.toMatchObject(refused);
    const move = journal.move(scope, { from: path, to: at('away'), overwrite: false, isOutput: true });
    await expect(move).rejects.toMatchObject(refused);
  }
  const other = { ...scope, runId: 'run_01JD0000000000000000000001' };
  await journal.makeFolder(scope, at('second'));
  await expect(journal.discardOutput(other, at('second'))).rejects.toMatchObject(refused);
  expect(existsSync(at('made/mine/inner/a.txt'))).toBe(true);
});
