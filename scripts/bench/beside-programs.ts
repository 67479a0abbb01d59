import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { type Comparison, compare } from './compare.ts';
import type { Figure } from './figure.ts';

const duckdbAlone = `
  import { DuckDBInstance } from '@duckdb/node-api';
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const result = await connection.runAndReadAll(
    "SELECT city, sum(amount) FROM read_csv('" + process.argv.at(-1) + "') GROUP BY city",
  );
  if (result.currentRowCount !== 5) process.exit(1);`;

const aggregate: Comparison = {
  name: 'add up ten million rows of CSV by group',
  action: 'data.aggregate',
  program: {
    name: 'DuckDB alone',
    command: process.execPath,
    // Its command line is not in every system's packages; its library in a process of its own is what that is made of.
    args: (folder) => ['--input-type=module', '--eval', duckdbAlone, join(folder, 'rows.csv')],
  },
  prepare(folder, share) {
    const cities = ['Berlin', 'Hamburg', 'Köln', 'Paris', 'London'];
    const file = openSync(join(folder, 'rows.csv'), 'w');
    writeSync(file, 'id,city,amount,day\n');
    const line = (row: number): string =>
      `${row},${cities[row % 5]},${(row % 997) / 4},2026-0${1 + (row % 9)}-1${row % 10}\n`;
    for (let block = 0; block < 1000 * share; block += 1)
      writeSync(file, Array.from({ length: 10_000 }, (_, index) => line(block * 10_000 + index)).join(''));
    closeSync(file);
  },
  input: (folder) => ({ path: join(folder, 'rows.csv'), measure: 'sum', column: 'amount', by: 'city' }),
};

const pack: Comparison = {
  name: 'pack 100 MB of text into a tar.zst',
  action: 'archive.create',
  program: {
    name: 'tar --zstd',
    command: 'tar',
    args: (folder) => ['--zstd', '-cf', join(folder, 'theirs.tar.zst'), '-C', folder, 'texts'],
  },
  prepare(folder, share) {
    mkdirSync(join(folder, 'texts'));
    for (let file = 0; file < 10 * share; file += 1) {
      const lines = Array.from(
        { length: 100_000 },
        (_, line) =>
          `${file} ${line} ${(line * 2_654_435_761) % 4_294_967_296} of the herons stood in the shallow water\n`,
      );
      writeFileSync(join(folder, 'texts', `${file}.txt`), lines.join('').repeat(2).slice(0, 10_000_000));
    }
  },
  input: (folder) => ({ source: join(folder, 'texts'), destination: join(folder, 'ours.tar.zst'), overwrite: true }),
};

const gigabyte: Comparison = {
  name: 'pack 1 GB into a zip',
  rounds: 3,
  action: 'archive.create',
  program: {
    name: 'zip -r',
    command: 'zip',
    // As it is called anywhere: what it packs is told by whole paths.
    args: (folder) => ['-q', '-r', join(folder, 'theirs.zip'), join(folder, 'mixed')],
    // It passes over what is in an archive already.
    makes: (folder) => join(folder, 'theirs.zip'),
  },
  // Half text, half what cannot be made smaller, as folders of documents and pictures are.
  prepare(folder, share) {
    mkdirSync(join(folder, 'mixed'));
    const text = Array.from(
      { length: 700_000 },
      (_, line) => `${line} ${(line * 2_654_435_761) % 4_294_967_296} herons\n`,
    );
    const lines = Buffer.from(text.join('').slice(0, 10_000_000));
    for (let file = 0; file < 100 * share; file += 1) {
      writeFileSync(
        join(folder, 'mixed', `${file}.${file % 2 ? 'jpg' : 'txt'}`),
        file % 2 ? randomBytes(10_000_000) : lines,
      );
    }
  },
  input: (folder) => ({ source: join(folder, 'mixed'), destination: join(folder, 'ours.zip'), overwrite: true }),
};

const plan: Comparison = {
  name: 'plan a sync of a hundred thousand files',
  action: 'sync.plan',
  program: {
    name: 'rsync -an',
    command: 'rsync',
    args: (folder) => ['-an', '--delete', '--itemize-changes', `${join(folder, 'from')}/`, `${join(folder, 'to')}/`],
  },
  prepare(folder, share) {
    for (let place = 0; place < 1000 * share; place += 1) {
      const below = join(folder, 'from', `folder-${place}`);
      mkdirSync(below, { recursive: true });
      for (let file = 0; file < 100; file += 1) writeFileSync(join(below, `file-${file}.txt`), '');
    }
    spawnSync('cp', ['-a', join(folder, 'from'), join(folder, 'to')]);
  },
  input: (folder) => ({ source: join(folder, 'from'), destination: join(folder, 'to'), delete: true }),
};

/** A log of a million lines (about 80 MB), a thousand of which match. */
const searching = (what: string, flag: string, pattern: string, regex: boolean): Comparison => ({
  name: `search a million lines for ${what}`,
  action: 'log.grep',
  rounds: 15,
  program: { name: `grep ${flag}`, command: 'grep', args: (folder) => [flag, pattern, join(folder, 'app.log')] },
  prepare(folder, share) {
    const file = openSync(join(folder, 'app.log'), 'w');
    const line = (index: number): string =>
      `2026-11-21T13:03:05Z web-1 ${index % 1000 === 500 ? 'needle' : 'nothing'} of the request ${index} took 12 ms, with grün\n`;
    for (let block = 0; block < 1000 * share; block += 1)
      writeSync(file, Array.from({ length: 1000 }, (_, index) => line(block * 1000 + index)).join(''));
    closeSync(file);
  },
  input: (folder) => ({ path: join(folder, 'app.log'), pattern, regex, limit: 10_000 }),
});

export const measureLogSearch = async (): Promise<Figure[]> => [
  ...(await compare(searching('a text', '-nF', 'needle', false))),
  ...(await compare(searching('an expression', '-nE', 'needle of .* 5[0-9]+ took', true))),
];
export const measureAggregate = (): Promise<Figure[]> => compare(aggregate);
export const measurePacking = (): Promise<Figure[]> => compare(pack);
export const measureZip = (): Promise<Figure[]> => compare(gigabyte);
export const measureSyncPlan = (): Promise<Figure[]> => compare(plan);
