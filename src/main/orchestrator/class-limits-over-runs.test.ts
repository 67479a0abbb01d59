import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { WorkClass } from '../../contract/manifest.ts';
import { createClassLimits } from './class-limits.ts';
import type { Attempt, ExecutionParts } from './execution.ts';
import { createFairQueue, turnsPerStep } from '../base/fair-queue.ts';
import { doArithmetic } from './fixtures/arithmetic.ts';
import { add, execute } from './fixtures/execute.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const runIdOf = (number: number): string => `run_${String(number).padStart(26, '0')}`;

/** Calls that take a few turns of the loop, and how many of each class were under way at most. */
function openCalls() {
  const now = new Map<string, number>();
  const most = new Map<string, number>();
  const order: string[] = [];
  const callWorker = async (attempt: Attempt): ReturnType<ExecutionParts['callWorker']> => {
    const workClass = attempt.taskId.split('/')[0] ?? '';
    now.set(workClass, (now.get(workClass) ?? 0) + 1);
    most.set(workClass, Math.max(most.get(workClass) ?? 0, now.get(workClass) ?? 0));
    order.push(attempt.taskId);
    for (let turns = 0; turns < 3; turns += 1) await turn();
    now.set(workClass, (now.get(workClass) ?? 0) - 1);
    return doArithmetic(attempt);
  };
  return { callWorker, most, order };
}

describe('over all runs', () => {
  test('no more tasks of a class are under way than it may have, of each class by itself [OR-10]', async () => {
    const sizes = { browser: 1, cpu: 5, files: 4, model: 2, network: 6, shell: 3 };
    const limits = createClassLimits(sizes);
    const { callWorker, most } = openCalls();
    const items = { in: { from: 1, to: 30 }, concurrency: 30 };
    const tasks = WorkClass.options.map((name) => add(name, 1, { class: name, forEach: items }));
    const runs = [1, 2, 3].map((number) => execute(tasks, { callWorker, limits, runId: runIdOf(number) }));
    for (const { ending } of await Promise.all(runs)) expect(ending).toEqual({ kind: 'completed' });
    expect(Object.fromEntries(most)).toEqual(sizes);
  });

  test('a short run does not wait behind a long one [OR-10]', async () => {
    const limits = createClassLimits({ cpu: 1 });
    const { callWorker, order } = openCalls();
    const shared = { callWorker, limits };
    const items = { in: { from: 1, to: 4000 }, concurrency: 200 };
    const long = execute([add('long', 1, { forEach: items })], { ...shared, runId: runIdOf(1) });
    await expect.poll(() => order.length, { timeout: 30_000 }).toBeGreaterThan(2);
    const begun = order.length;
    await execute([add('short', 1)], { ...shared, runId: runIdOf(2) });
    expect(order.indexOf('short')).toBeLessThan(4000);
    expect(order.slice(0, order.indexOf('short')).length).toBeGreaterThanOrEqual(begun);
    await long;
    expect(order).toHaveLength(4001);
  });

  test('a class that is made smaller is smaller for those who wait, and nobody is thrown out', async () => {
    const limits = createClassLimits({ shell: 3 });
    const never = new AbortController().signal;
    const claim = { runId: 'run', priority: 0 };
    const held = await Promise.all([1, 2, 3].map(() => limits.take('shell', claim, never)));
    limits.resize({ shell: 1 });
    let isIn = false;
    void limits.take('shell', claim, never).then(() => (isIn = true));
    held[0]?.();
    held[1]?.();
    await turn();
    expect(isIn).toBe(false);
    held[2]?.();
    await turn();
    expect(isIn).toBe(true);
  });
});

describe('whoever waits', () => {
  const waiting = fc.array(fc.record({ run: fc.nat(4), priority: fc.integer({ min: -2, max: 2 }) }), {
    minLength: 1,
    maxLength: 80,
  });

  test('runs of one priority take turns, whatever number of tasks each has [OR-10]', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(4), { minLength: 1, maxLength: 80 }), (runs) => {
        const queue = createFairQueue<number>();
        const left = new Map<number, number>();
        for (const run of runs) {
          queue.add({ runId: String(run), priority: 0 }, run);
          left.set(run, (left.get(run) ?? 0) + 1);
        }
        while (queue.size() > 0) {
          const round = [...left].filter(([, count]) => count > 0).map(([run]) => run);
          const taken = round.map(() => queue.take());
          expect(new Set(taken)).toEqual(new Set(round));
          for (const run of round) left.set(run, (left.get(run) ?? 0) - 1);
        }
      }),
    );
  });

  test('a task is passed over no more often than its priority and the number of others allow', () => {
    fc.assert(
      fc.property(waiting, (all) => {
        const queue = createFairQueue<{ run: number; priority: number }>();
        for (const each of all) queue.add({ runId: String(each.run), priority: each.priority }, each);
        const lines = new Set(all.map(({ run, priority }) => `${run} ${priority}`)).size;
        const since = new Map<string, number>();
        for (let taken = 0; queue.size() > 0; taken += 1) {
          const next = queue.take();
          if (!next) throw new Error('somebody waits, and nobody is taken');
          const line = `${next.run} ${next.priority}`;
          const mostTurns = (2 - next.priority) * turnsPerStep + 4 * turnsPerStep + lines;
          expect(taken - (since.get(line) ?? 0)).toBeLessThanOrEqual(mostTurns);
          since.set(line, taken);
        }
      }),
    );
  });
});
