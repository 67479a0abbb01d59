import { join } from 'node:path';
import { Piscina } from 'piscina';
import type { OpenSession } from '../../src/main/workers/broker/session.ts';
import { startTrial, type Trial, type TrialWorker } from '../../src/main/workers/trial-workers.ts';
import { watchTurns } from '../loop-turns.ts';
import { type Figure, figure, quantile } from './figure.ts';

const tasks = 1000;
const workers = 20;
const rounds = 5;
const hostileMs = 3000;

/** A thousand tasks at once over twenty workers, and what hostile workers do to the engine's event loop. */
export async function measureManyWorkers(): Promise<Figure[]> {
  return [...(await measureTasks()), ...(await measureHostile())];
}

async function measureTasks(): Promise<Figure[]> {
  const names = Array.from({ length: workers }, (_, index) => `worker-${index}`);
  const echo = { tier: 'node', actions: { echo: '({ value }) => ({ value })' }, limits: { memoryMb: 32 } } as const;
  const trial = await startTrial({ bundled: Object.fromEntries(names.map((name) => [name, echo])) });
  try {
    for (const name of names) await trial.call(name, 'echo');
    const floor = await bareTasks();
    const rates: number[] = [];
    const p99: number[] = [];
    const delays: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const times: number[] = [];
      const begun = performance.now();
      delays.push(
        (
          await turnsDuring(async () => {
            const all = Array.from({ length: tasks }, async (_, index) => {
              const sent = performance.now();
              await trial.call(names[index % workers] ?? '', 'echo', index);
              times.push(performance.now() - sent);
            });
            await Promise.all(all);
          })
        )(0.99),
      );
      rates.push((tasks * 1000) / (performance.now() - begun));
      p99.push(
        quantile(
          times.toSorted((a, b) => a - b),
          0.99,
        ),
      );
    }
    const what = `${tasks} tasks at once over ${workers} workers`;
    return [
      figure(what, 'tasks/s', rates, { isRate: true, floor: { name: 'bare piscina', values: floor } }),
      figure(`${what}, p99 of a task`, 'ms', p99),
      figure(`${what}, event-loop delay p99`, 'ms', delays, {
        goal: { text: '≤ 20 ms', isMet: (median) => median <= 20 },
      }),
    ];
  } finally {
    await trial.close();
  }
}

/** Tasks a second of a pool of threads that does as little. */
async function bareTasks(): Promise<number[]> {
  const pool = new Piscina({ filename: join(import.meta.dirname, 'bare-task.ts'), name: 'giveBack' });
  try {
    await pool.run(0);
    const rates: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const begun = performance.now();
      await Promise.all(Array.from({ length: tasks }, (_, index) => pool.run(index)));
      rates.push((tasks * 1000) / (performance.now() - begun));
    }
    return rates;
  } finally {
    await pool.destroy();
  }
}

const hostile: Record<string, string> = {
  'an endless loop': '() => { for (;;); }',
  'a memory bomb': '() => { const kept = []; for (;;) kept.push({ text: String(Math.random()) }); }',
  'a flood of log lines': `async (_input, context) => {
    for (;;) { for (let line = 0; line < 1000; line += 1) context.log('info', 'x'.repeat(100)); await context.sleep(0); }
  }`,
  'a flood of progress': `async (_input, context) => {
    for (;;) { for (let line = 0; line < 1000; line += 1) context.progress({ text: 'x' }); await context.sleep(0); }
  }`,
  'a flood of requests': `async (_input, { files, sleep }) => {
    for (;;) { for (let asked = 0; asked < 500; asked += 1) files.status('/a').catch(() => {}); await sleep(0); }
  }`,
  'results of a million values': `async (_input, context) => {
    for (;;) { context.progress({ output: Array.from({ length: 90_000 }, () => ({})) }); await context.sleep(5); }
  }`,
  'a storm of promises': `() => { const storm = () => Promise.resolve().then(storm); return storm(); }`,
};

async function measureHostile(): Promise<Figure[]> {
  const openSession: OpenSession = () => ({
    request: async () => ({ value: null, bytes: undefined }),
    awaitsHost: () => false,
    close: async () => undefined,
  });
  const figures: Figure[] = [];
  for (const tier of ['node', 'isolate'] as const) {
    const names = Object.keys(hostile);
    const bundled = Object.fromEntries(
      names.map((name, index): [string, TrialWorker] => [
        `hostile-${index}`,
        { tier, actions: { act: hostile[name] ?? '' } },
      ]),
    );
    const trial = await startTrial({ openSession, bundled });
    for (const [index, name] of names.entries()) figures.push(await measureOne(trial, tier, name, `hostile-${index}`));
    await trial.close();
  }
  return figures;
}

async function measureOne(trial: Trial, tier: string, name: string, workerId: string): Promise<Figure> {
  const delayAt = await turnsDuring(async () => {
    await trial.call(workerId, 'act', null, { timeoutMs: hostileMs }).catch(() => undefined);
  });
  return figure(`longest event-loop delay under ${name}, ${tier} tier`, 'ms', [delayAt(1)], {
    goal: { text: '≤ 50 ms', isMet: (median) => median <= 50 },
  });
}

/** The quantiles of the turns of the engine's loop while something went on, in milliseconds. */
async function turnsDuring(act: () => Promise<void>): Promise<(q: number) => number> {
  const { turns } = await watchTurns(act);
  const sorted = turns.toSorted((a, b) => a - b);
  return (q) => quantile(sorted, q);
}
