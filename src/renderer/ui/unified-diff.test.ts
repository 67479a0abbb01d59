import { expect, test } from 'vitest';
import { changedRange } from './changed-range.ts';
import { parseUnifiedDiff } from './unified-diff.ts';

const git = `diff --git a/notes/todo.md b/notes/todo.md
index 83db48f..bf3f1a2 100644
--- a/notes/todo.md
+++ b/notes/todo.md
@@ -1,3 +1,3 @@ heading
 # To do
--- buy milk
+- buy oat milk
 
\\ No newline at end of file
`;

test('a git diff becomes numbered lines', () => {
  const [file] = parseUnifiedDiff(git);
  expect(file).toMatchObject({ before: 'notes/todo.md', after: 'notes/todo.md' });
  expect(file?.hunks[0]?.lines).toEqual([
    { kind: 'same', before: 1, after: 1, text: '# To do' },
    { kind: 'removed', before: 2, text: '-- buy milk' },
    { kind: 'added', after: 2, text: '- buy oat milk' },
    { kind: 'same', before: 3, after: 3, text: '' },
    { kind: 'note', text: 'No newline at end of file' },
  ]);
});

test('made and deleted files have one name, a rename is noted', () => {
  const files = parseUnifiedDiff(
    '--- /dev/null\n+++ b/new.txt\n@@ -0,0 +1 @@\n+one\n--- a/old.txt\t2024-01-01\n+++ /dev/null\n@@ -1 +0,0 @@\n-one\n' +
      'diff --git a/x.txt b/y.txt\nsimilarity index 100%\nrename from x.txt\nrename to y.txt\n',
  );
  expect(files.map(({ before, after }) => [before, after])).toEqual([
    [undefined, 'new.txt'],
    ['old.txt', undefined],
    ['x.txt', 'y.txt'],
  ]);
  expect(files[2]?.notes).toEqual(['rename from x.txt', 'rename to y.txt']);
});

test('hunks without a file name are read too, other text is not', () => {
  expect(parseUnifiedDiff('@@ -1 +1 @@\n-a\n+b')[0]?.hunks[0]?.lines).toHaveLength(2);
  expect(parseUnifiedDiff('nothing of the kind')).toEqual([]);
});

test('the changed middle of two lines is found', () => {
  expect(changedRange('port = 3000', 'port = 8000')).toEqual({ start: 7, beforeEnd: 8, afterEnd: 8 });
  expect(changedRange('aa', 'aaa')).toEqual({ start: 2, beforeEnd: 2, afterEnd: 3 });
  expect(changedRange('one', 'two')).toBeUndefined();
});
