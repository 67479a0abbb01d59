import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTwoFilesPatch } from 'diff';
import { fakeContext } from 'heron/worker-kit/testing';
import { beforeEach, expect, test } from 'vitest';
import worker from './index.ts';

const { patch } = worker.actions;

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'heron-patch-')));
  return () => rmSync(folder, { recursive: true });
});

const allowed = () => fakeContext({ allow: { read: [folder], write: [folder] } });
const usual = { fuzz: 2, dryRun: false };
const numbers = (from: number, to: number): string =>
  Array.from({ length: to - from + 1 }, (_, index) => `line ${from + index}\n`).join('');
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');

/** As git writes it: a change, a new file, one that goes, one that gets another name. */
const whole = `diff --git a/src/a.txt b/src/a.txt
index 1..2 100755
--- a/src/a.txt
+++ b/src/a.txt
@@ -4,5 +4,6 @@ line 3
 line 4
 line 5
-line 6
+line six
+and more
 line 7
 line 8
diff --git a/new.txt b/new.txt
new file mode 100644
index 0..1
--- /dev/null
+++ b/new.txt
@@ -0,0 +1,1 @@
+hello
diff --git a/old.txt b/old.txt
deleted file mode 100644
index 1..0
--- a/old.txt
+++ /dev/null
@@ -1,1 +0,0 @@
-bye
diff --git a/one.txt b/sub/two.txt
similarity index 100%
rename from one.txt
rename to sub/two.txt
`;

function lay(): void {
  mkdirSync(join(folder, 'src'));
  writeFileSync(join(folder, 'src/a.txt'), numbers(1, 12), { mode: 0o755 });
  writeFileSync(join(folder, 'old.txt'), 'bye\n');
  writeFileSync(join(folder, 'one.txt'), 'same\n');
}

test('a patch changes, makes, removes and renames files, and a dry run only says so', async () => {
  lay();
  writeFileSync(join(folder, 'a.patch'), whole);
  const files = [
    { name: 'src/a.txt', kind: 'changed', added: 2, removed: 1 },
    { name: 'new.txt', kind: 'created', added: 1, removed: 0 },
    { name: 'old.txt', kind: 'removed', added: 0, removed: 1 },
    { name: 'sub/two.txt', kind: 'renamed', added: 0, removed: 0, from: 'one.txt' },
  ];
  const input = { folder, file: join(folder, 'a.patch'), ...usual };
  const planned = await patch({ ...input, dryRun: true }, fakeContext({ allow: { read: [folder] } }));
  expect(planned).toEqual({ folder, files, problems: [], dryRun: true });
  expect(read('src/a.txt')).toBe(numbers(1, 12));
  expect(await patch(input, allowed())).toEqual({ folder, files, problems: [], dryRun: false });
  expect(read('src/a.txt')).toBe(`${numbers(1, 5)}line six\nand more\n${numbers(7, 12)}`);
  expect(statSync(join(folder, 'src/a.txt')).mode & 0o777).toBe(0o755);
  expect([read('new.txt'), read('sub/two.txt')]).toEqual(['hello\n', 'same\n']);
  expect([existsSync(join(folder, 'old.txt')), existsSync(join(folder, 'one.txt'))]).toEqual([false, false]);
});

test('lines may have moved and differ around the change, as far as was allowed', async () => {
  const [change = ''] = whole.split('diff --git a/new.txt');
  lay();
  const moved = `${'above\n'.repeat(20)}${numbers(1, 3)}line four\n${numbers(5, 12)}`;
  writeFileSync(join(folder, 'src/a.txt'), moved);
  await expect(patch({ folder, patch: change, ...usual, fuzz: 0 }, allowed())).rejects.toMatchObject({
    code: 'conflict',
  });
  expect(read('src/a.txt')).toBe(moved);
  await patch({ folder, patch: change, ...usual, fuzz: 1 }, allowed());
  expect(read('src/a.txt')).toBe(moved.replace('line 6\n', 'line six\nand more\n'));
});

test('what does not fit is told by name and line, and then nothing is changed', async () => {
  lay();
  writeFileSync(join(folder, 'src/a.txt'), numbers(20, 40));
  writeFileSync(join(folder, 'new.txt'), 'mine\n');
  rmSync(join(folder, 'old.txt'));
  const problems = [
    { name: 'src/a.txt', why: expect.stringContaining('line 4') as string },
    { name: 'new.txt', why: 'the patch makes it new, and it is there already' },
    { name: 'old.txt', why: 'it is not there' },
  ];
  expect(await patch({ folder, patch: whole, ...usual, dryRun: true }, allowed())).toMatchObject({ problems });
  const refused = { code: 'conflict', details: { problems } };
  await expect(patch({ folder, patch: whole, ...usual }, allowed())).rejects.toMatchObject(refused);
  expect([read('one.txt'), read('new.txt')]).toEqual(['same\n', 'mine\n']);
});

test('a large file, ends of lines as Windows has them, and a patch of diff', async () => {
  const before = numbers(1, 100_000).replaceAll('\n', '\r\n');
  writeFileSync(join(folder, 'big.txt'), before);
  const change = createTwoFilesPatch(
    'big.txt',
    'big.txt',
    numbers(1, 100_000),
    numbers(1, 100_000).replace('line 77777\n', 'x\n'),
  );
  await patch({ folder, patch: change, ...usual }, allowed());
  expect(read('big.txt')).toBe(before.replace('line 77777\r\n', 'x\r\n'));
});

test.each([
  ['nothing of a patch', 'hello'],
  ['a way out', '--- a/../x\n+++ b/../x\n@@ -1 +1 @@\n-a\n+b\n'],
  ['a whole path', '--- /etc/passwd\n+++ /etc/passwd\n@@ -1 +1 @@\n-a\n+b\n'],
  ['a rename that leads out', 'diff --git a/a b/../b\nsimilarity index 100%\nrename from a\nrename to ../b\n'],
  ['a part that says another length', '--- a/x\n+++ b/x\n@@ -1,3 +1 @@\n-a\n+b\n'],
  ['one file twice', '--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+c\n'],
])('%s is refused', async (_what, text) => {
  writeFileSync(join(folder, 'x'), 'a\n');
  writeFileSync(join(folder, 'a'), 'a\n');
  await expect(patch({ folder, patch: text, ...usual }, allowed())).rejects.toMatchObject({ code: 'invalid-input' });
  expect(read('x')).toBe('a\n');
});

test('without the permission to write nothing is changed, and a call that is over changes nothing', async () => {
  lay();
  const reading = fakeContext({ allow: { read: [folder] } });
  await expect(patch({ folder, patch: whole, ...usual }, reading)).rejects.toMatchObject({ code: 'permission-denied' });
  await expect(patch({ folder, ...usual }, allowed())).rejects.toMatchObject({ code: 'invalid-input' });
  expect(read('src/a.txt')).toBe(numbers(1, 12));
});
