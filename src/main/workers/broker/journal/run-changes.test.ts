import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { applyPatch } from 'diff';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { FileChange } from '../../../../contract/undo.ts';
import { type FakeJournal, fakeScope as scope, startFakeJournal } from './fake-journal.ts';
import { unifiedDiff } from './unified-diff.ts';

let journal: FakeJournal;
beforeEach(() => {
  const started = startFakeJournal();
  onTestFinished(() => started.end());
  journal = started;
});

const at = (name: string): string => join(journal.folder, name);
const changes = (): Promise<FileChange[]> => journal.changes(scope.runId);

test('every kind of change is listed in order, as the contract has it', async () => {
  writeFileSync(at('old'), 'old\n');
  writeFileSync(at('gone'), 'gone\n');
  writeFileSync(at('here'), 'moves\n');
  await journal.makeFolder(scope, at('folder'));
  await journal.write(at('new'), 'new\n');
  await journal.write(at('old'), 'newer\n', { overwrite: true });
  await journal.remove(scope, at('gone'));
  await journal.move(scope, { from: at('here'), to: at('there'), overwrite: false });
  const listed = await changes();
  expect(listed.map((change) => FileChange.parse(change))).toEqual(listed);
  expect(listed.map(({ kind, bytesBefore, bytesAfter }) => [kind, bytesBefore, bytesAfter])).toEqual([
    ['folder-created', undefined, undefined],
    ['created', undefined, 4],
    ['replaced', 4, 6],
    ['deleted', 5, undefined],
    ['moved', 6, 6],
  ]);
  expect(listed.at(-1)).toMatchObject({ path: at('here'), movedTo: at('there'), taskId: 'task', undone: false });
});

test('diffs are those of diff -u, from and to nothing too', async () => {
  writeFileSync(at('old'), 'one\ntwo\nthree\n');
  writeFileSync(at('gone'), 'bye\n');
  await journal.write(at('new'), 'hello');
  await journal.write(at('old'), 'one\n2\nthree\n', { overwrite: true });
  await journal.remove(scope, at('gone'));
  expect((await changes()).map(({ diff }) => diff)).toEqual([
    `--- /dev/null\n+++ ${at('new')}\n@@ -0,0 +1,1 @@\n+hello\n\\ No newline at end of file\n`,
    `--- ${at('old')}\n+++ ${at('old')}\n@@ -1,3 +1,3 @@\n one\n-two\n+2\n three\n`,
    `--- ${at('gone')}\n+++ /dev/null\n@@ -1,1 +0,0 @@\n-bye\n`,
  ]);
});

test('each of several changes to one file has its own diff', async () => {
  await journal.write(at('file'), 'one\n');
  await journal.write(at('file'), 'two\n', { overwrite: true });
  await journal.write(at('file'), 'three\n', { overwrite: true });
  await journal.move(scope, { from: at('file'), to: at('moved'), overwrite: false });
  await journal.remove(scope, at('moved'));
  const added = (await changes()).map(({ diff }) => diff?.match(/^\+(?!\+\+).*/m)?.[0]);
  expect(added).toEqual(['+one', '+two', '+three', undefined, undefined]);
});

test('what a file became in a moved folder is found', async () => {
  await journal.write(at('folder/file'), 'one\n');
  await journal.move(scope, { from: at('folder'), to: at('elsewhere'), overwrite: false });
  expect((await changes())[1]?.diff).toContain('+one');
});

test('large files, binary files and folders have no diff', async () => {
  mkdirSync(at('folder'));
  await journal.write(at('large'), 'x'.repeat(256 * 1024 + 1));
  await journal.write(at('zero'), Buffer.from([65, 0, 66]));
  await journal.write(at('latin'), Buffer.from([0xe9, 0x20]));
  await journal.remove(scope, at('folder'));
  expect((await changes()).map(({ diff }) => diff)).toEqual([undefined, undefined, undefined, undefined]);
});

test('what somebody else made of a file afterwards is not shown as the run’s doing', async () => {
  await journal.write(at('file'), 'one\n');
  appendFileSync(at('file'), 'two\n');
  expect((await changes())[0]?.diff).toBeUndefined();
});

test('a file still being written is no change yet', async () => {
  const file = await journal.beginFile(scope, { path: at('file'), overwrite: false, mode: undefined });
  expect(await changes()).toEqual([]);
  await file.abandon();
});

test('files that have little in common are shown as wholly replaced, and the diff still applies', () => {
  const before = Array.from({ length: 8000 }, (_, index) => `old ${index}\n`).join('');
  const after = Array.from({ length: 8000 }, (_, index) => `new ${index * 7}\n`).join('');
  const diff = unifiedDiff({ path: '/file', kind: 'replaced', before, after });
  expect(diff).toContain('@@ -1,8000 +1,8000 @@');
  expect(applyPatch(before, diff)).toBe(after);
});
