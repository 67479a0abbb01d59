import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBenchEngine, secondsOfPlan } from './bench-engine.ts';
import { type Figure, figure } from './figure.ts';

const rounds = 15;
const blocks = 1000;

/** A search through a log of a million lines (about 80 MB), a thousand of which match; beside it grep. Empty where there is none. */
export async function measureLogSearch(): Promise<Figure[]> {
  if (spawnSync('grep', ['--version']).status !== 0) return [];
  const bench = await openBenchEngine();
  const folder = mkdtempSync(join(tmpdir(), 'heron-bench-log-'));
  try {
    const path = join(folder, 'app.log');
    writeLog(path);
    const figures: Figure[] = [];
    for (const regex of [false, true]) {
      const pattern = regex ? 'needle of .* 5[0-9]+ took' : 'needle';
      const [heron, grep]: [number[], number[]] = [[], []];
      const input = { path, pattern, regex, limit: 10_000 };
      const plan = { version: 1 as const, title: 'Search', tasks: [{ id: 't', action: 'log.grep', input }] };
      await secondsOfPlan(bench, plan); // starts the worker
      for (let round = 0; round < rounds; round += 1) {
        heron.push((await secondsOfPlan(bench, plan)) * 1000);
        grep.push(msOfGrep(pattern, path));
      }
      figures.push(
        figure(`search a million lines for ${regex ? 'an expression' : 'a text'}`, 'ms', heron, {
          floor: { name: `grep -n${regex ? 'E' : 'F'}`, values: grep },
          goal: {
            text: '≤ 1.3 × grep',
            isMet: (median) => median <= 1.3 * (grep.toSorted((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0),
          },
        }),
      );
    }
    return figures;
  } finally {
    await bench.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function msOfGrep(pattern: string, path: string): number {
  const begun = performance.now();
  spawnSync('grep', [pattern === 'needle' ? '-nF' : '-nE', pattern, path], { maxBuffer: 1e9 });
  return performance.now() - begun;
}

function writeLog(path: string): void {
  const file = openSync(path, 'w');
  const line = (index: number): string =>
    `2026-11-21T13:03:05Z web-1 ${index % 1000 === 500 ? 'needle' : 'nothing'} of the request ${index} took 12 ms, with grün\n`;
  for (let block = 0; block < blocks; block += 1) {
    writeSync(file, Array.from({ length: 1000 }, (_, index) => line(block * 1000 + index)).join(''));
  }
  closeSync(file);
}
