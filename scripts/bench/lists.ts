import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Figure, figure } from './figure.ts';
import type { LongPlan } from './long-plan.ts';

const run = promisify(execFile);
/** So much more than at a tenth of the way is what a process may come to by itself. */
const mostGrowthMb = 100;

/** In a process of its own. */
export async function longPlan(kind: 'range' | 'texts' | 'repeat', count: number): Promise<LongPlan> {
  const file = join(import.meta.dirname, 'long-plan.ts');
  const { stdout } = await run(process.execPath, ['--expose-gc', file, kind, String(count)]);
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as LongPlan;
}

/** A list of a million values and a loop of a hundred thousand rounds: how fast, and how much memory. */
export async function measureLists(): Promise<Figure[]> {
  return [
    ...(await measure('list of 1,000,000 values', 'range', 1_000_000)),
    ...(await measure('loop of 100,000 rounds', 'repeat', 100_000)),
  ];
}

async function measure(name: string, kind: 'range' | 'repeat', count: number): Promise<Figure[]> {
  const { seconds, tenthMb, endMb } = await longPlan(kind, count);
  return [
    figure(`${name}: steps`, 'steps/s', [count / seconds], { isRate: true }),
    figure(`${name}: memory at a tenth`, 'MB', [tenthMb]),
    figure(`${name}: memory at the end`, 'MB', [endMb], {
      goal: { text: `≤ ${mostGrowthMb} MB more`, isMet: (median) => median <= tenthMb + mostGrowthMb },
    }),
  ];
}
