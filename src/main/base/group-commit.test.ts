import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from './database.ts';
import { createGroupCommit } from './group-commit.ts';

/** Writes texts into a table, and keeps how they were committed. */
function openTexts() {
  const database = openDatabase({ file: ':memory:' });
  onTestFinished(() => void database.close());
  database.exec('CREATE TABLE texts (text TEXT NOT NULL UNIQUE)');
  const insert = database.prepare('INSERT INTO texts (text) VALUES (?)');
  const batches: string[][] = [];
  const commits = createGroupCommit<string, string>({
    database,
    begin: () => {},
    write: (text) => {
      insert.run(text);
      return text;
    },
    committed: (texts) => void batches.push(texts),
  });
  const stored = (): string[] =>
    database
      .prepare<[], { text: string }>('SELECT text FROM texts ORDER BY rowid')
      .all()
      .map(({ text }) => text);
  return { commits, batches, stored };
}

test('what may be written soon is written together, though it comes in different turns of the loop', async () => {
  const { commits, batches } = openTexts();
  const first = commits.add('first', 'soon');
  await new Promise(setImmediate);
  const second = commits.add('second', 'soon');
  expect(await Promise.all([first, second])).toEqual(['first', 'second']);
  expect(batches).toEqual([['first', 'second']]);
});

test('what must be written now brings all before it along, in order', async () => {
  const { commits, batches, stored } = openTexts();
  const early = [commits.add('first', 'soon'), commits.add('second', 'soon')];
  await commits.add('third');
  expect(stored()).toEqual(['first', 'second', 'third']);
  expect(batches).toEqual([['first', 'second', 'third']]);
  await Promise.all(early);
});

test('waiting for what was added does not wait for more to come', async () => {
  const { commits, stored } = openTexts();
  void commits.add('first', 'soon');
  await commits.settled();
  expect(stored()).toEqual(['first']);
});

test('much of it is not kept waiting', async () => {
  const { commits, batches } = openTexts();
  const added = Array.from({ length: 300 }, (_, index) => commits.add(`text ${index}`, 'soon'));
  await new Promise(setImmediate);
  expect(batches.flat()).toHaveLength(300);
  await Promise.all(added);
});

test('one that cannot be written loses none of the others', async () => {
  const { commits, stored } = openTexts();
  const results = await Promise.allSettled([
    commits.add('same', 'soon'),
    commits.add('same', 'soon'),
    commits.add('other'),
  ]);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(stored()).toEqual(['same', 'other']);
});
