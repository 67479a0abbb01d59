import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from './database.ts';
import { createGroupCommit } from './group-commit.ts';

type Texts = { file?: string; onDisk?: () => Promise<void>; unsafe?: (error: unknown) => void };

/** Writes texts into a table, and keeps how they were committed. */
function openTexts({ file = ':memory:', ...disk }: Texts = {}) {
  const database = openDatabase({ file });
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
    safe: (texts) => void batches.push(texts),
    ...disk,
  });
  const stored = (): string[] =>
    database
      .prepare<[], { text: string }>('SELECT text FROM texts ORDER BY rowid')
      .all()
      .map(({ text }) => text);
  return { commits, batches, stored, database };
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

test('the loop goes on while the disk is waited for; what comes meanwhile is told of later, in one commit', async () => {
  const asked: (() => void)[] = [];
  const { commits, batches, stored } = openTexts({ onDisk: () => new Promise((resolve) => void asked.push(resolve)) });
  const told: string[] = [];
  const add = (text: string) => commits.add(text).then((result) => told.push(result));
  const first = add('first');
  await expect.poll(() => asked.length).toBe(1);
  const others = [add('second'), add('third')];
  await new Promise(setImmediate);
  await new Promise(setImmediate);
  expect([stored(), batches, told]).toEqual([['first'], [], []]);
  const all = commits.settled();
  asked[0]?.();
  await first;
  expect(told).toEqual(['first']);
  await expect.poll(() => asked.length).toBe(2);
  asked[1]?.();
  await Promise.all([all, ...others]);
  expect(batches).toEqual([['first'], ['second', 'third']]);
});

test('what the disk could not make safe is told to nobody', async () => {
  const failure = new Error('EIO: i/o error, fdatasync');
  const failures: unknown[] = [];
  const unsafe = (error: unknown): void => void failures.push(error);
  const { commits, batches } = openTexts({ onDisk: () => Promise.reject(failure), unsafe });
  let isTold = false;
  void commits.add('first').finally(() => (isTold = true));
  await expect.poll(() => failures).toEqual([failure]);
  await new Promise(setImmediate);
  expect([batches, isTold]).toEqual([[], false]);
});

test('a commit into a file is safe once it is told, and closing the database waits for nobody', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'heron-commit-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const { commits, batches, stored, database } = openTexts({ file: join(folder, 'texts.db') });
  await Promise.all(Array.from({ length: 20 }, (_, index) => commits.add(`text ${index}`)));
  expect([stored().length, batches.flat().length]).toEqual([20, 20]);
  const last = commits.add('last');
  await expect.poll(stored).toContain('last');
  database.close();
  expect(await last).toBe('last');
});
