import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { overBudget, weigh } from './page-budgets.ts';

test('files are weighed after gzip, by their names without the hash', () => {
  const folder = mkdtempSync(join(tmpdir(), 'heron-page-'));
  try {
    writeFileSync(join(folder, 'index-CHC1EsRL.js'), 'a'.repeat(200_000));
    writeFileSync(join(folder, 'plan-files-a_c-EfG1.js'), 'b');
    const [index, screen] = weigh(folder);
    expect([index?.name, screen?.name]).toEqual(['index.js', 'plan-files.js']);
    expect(index?.kib).toBeLessThan(1);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a file over its limit is named with how much it grew, one without a limit has the common one', () => {
  const weights = [
    { name: 'index.js', kib: 104.25 },
    { name: 'timeline.js', kib: 30 },
    { name: 'new.js', kib: 50 },
  ];
  expect(overBudget(weights, { 'index.js': 100, 'timeline.js': 40 }, 40)).toEqual([
    'index.js is 104.3 KiB after gzip, 4.3 more than its 100',
    'new.js is 50.0 KiB after gzip, 10.0 more than its 40',
  ]);
  expect(overBudget([], { 'gone.js': 1 }, 40)).toEqual([
    'gone.js has a limit and is not in the page: take its line out',
  ]);
});
