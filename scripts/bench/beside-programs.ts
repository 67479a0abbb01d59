import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonObject } from '../../src/contract/json.ts';
import { root } from '../steps.ts';
import { openBenchEngine, secondsOfPlan } from './bench-engine.ts';
import { type Figure, figure } from './figure.ts';

const rounds = 3;

type Comparison = {
  name: string;
  action: string;
  /** What a person would type instead; where it is not installed the figure stands alone. */
  program: {
    name: string;
    command: string;
    args(folder: string): string[];
    /** What has to be away before it is called again. */
    makes?(folder: string): string;
  };
  /** Makes the files in a folder. */
  prepare(folder: string): void;
  input(folder: string): JsonObject;
};

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
  prepare(folder) {
    const cities = ['Berlin', 'Hamburg', 'Köln', 'Paris', 'London'];
    const file = openSync(join(folder, 'rows.csv'), 'w');
    writeSync(file, 'id,city,amount,day\n');
    const line = (row: number): string =>
      `${row},${cities[row % 5]},${(row % 997) / 4},2026-0${1 + (row % 9)}-1${row % 10}\n`;
    for (let block = 0; block < 1000; block += 1)
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
  prepare(folder) {
    mkdirSync(join(folder, 'texts'));
    for (let file = 0; file < 10; file += 1) {
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
  prepare(folder) {
    mkdirSync(join(folder, 'mixed'));
    const text = Array.from(
      { length: 700_000 },
      (_, line) => `${line} ${(line * 2_654_435_761) % 4_294_967_296} herons\n`,
    );
    const lines = Buffer.from(text.join('').slice(0, 10_000_000));
    for (let file = 0; file < 100; file += 1) {
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
  prepare(folder) {
    for (let place = 0; place < 1000; place += 1) {
      const below = join(folder, 'from', `folder-${place}`);
      mkdirSync(below, { recursive: true });
      for (let file = 0; file < 100; file += 1) writeFileSync(join(below, `file-${file}.txt`), '');
    }
    spawnSync('cp', ['-a', join(folder, 'from'), join(folder, 'to')]);
  },
  input: (folder) => ({ source: join(folder, 'from'), destination: join(folder, 'to'), delete: true }),
};

export const measureAggregate = (): Promise<Figure[]> => compare(aggregate);
export const measurePacking = (): Promise<Figure[]> => compare(pack);
export const measureZip = (): Promise<Figure[]> => compare(gigabyte);
export const measureSyncPlan = (): Promise<Figure[]> => compare(plan);

/** A worker through the whole engine, and in the same run the program that a person would use. */
async function compare({ name, action, program, prepare, input }: Comparison): Promise<Figure[]> {
  const bench = await openBenchEngine();
  const folder = mkdtempSync(join(tmpdir(), 'heron-bench-beside-'));
  try {
    prepare(folder);
    const task = { version: 1 as const, title: name, tasks: [{ id: 't', action, input: input(folder) }] };
    await secondsOfPlan(bench, task); // starts the worker, and fills the system's cache
    const [ours, theirs]: [number[], number[]] = [[], []];
    const args = program.args(folder);
    for (let round = 0; round < rounds; round += 1) {
      ours.push((await secondsOfPlan(bench, task)) * 1000);
      if (program.makes) rmSync(program.makes(folder), { force: true });
      const begun = performance.now();
      if (spawnSync(program.command, args, { maxBuffer: 1e9, cwd: root }).status === 0)
        theirs.push(performance.now() - begun);
    }
    if (theirs.length < rounds) return [figure(name, 'ms', ours)];
    const peer = theirs.toSorted((one, other) => one - other)[Math.floor(rounds / 2)] ?? 0;
    const goal = { text: `≤ 1.3 × ${program.name}`, isMet: (median: number) => median <= 1.3 * peer };
    return [figure(name, 'ms', ours, { floor: { name: program.name, values: theirs }, goal })];
  } finally {
    await bench.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
