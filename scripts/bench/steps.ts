import { join } from 'node:path';
import type { Plan } from '../../src/contract/plan.ts';
import { systemClock } from '../../src/main/base/clock.ts';
import { openDatabase } from '../../src/main/base/database.ts';
import { createEventLog } from '../../src/main/base/event-log.ts';
import { createIds } from '../../src/main/base/ids.ts';
import { type BenchEngine, openBenchEngine, secondsOfPlan } from './bench-engine.ts';
import { type Figure, figure } from './figure.ts';

const steps = 1000;
const rounds = 7;

/** Durable steps on a plan of 1,000: each step's start and result are on disk before they count. */
export async function measureSteps(): Promise<Figure[]> {
  const bench = await openBenchEngine();
  try {
    const figures: Figure[] = [];
    for (const durability of ['full', 'normal'] as const) {
      await bench.engine.client.settings.update({ durability, concurrency: { cpu: 64 } });
      const floor = await bareAppends(bench.folder, durability);
      const side = await secondsOf(bench, plan(false), rounds);
      const chain = await secondsOf(bench, plan(true), 3);
      const perStep = (seconds: number): number => (seconds * 1e6) / steps;
      figures.push(
        figure(
          `durable steps, ${durability}, side by side`,
          'steps/s',
          side.map((seconds) => steps / seconds),
          {
            isRate: true,
            floor: { name: 'bare log', values: floor.map((seconds) => steps / seconds) },
            goal: { text: '≥ 5000 steps/s', isMet: (median) => median >= 5000 },
          },
        ),
        figure(`time of a step, ${durability}, side by side`, 'µs', side.map(perStep), {
          floor: { name: 'bare log', values: floor.map(perStep) },
          goal: { text: '≤ 200 µs', isMet: (median) => median <= 200 },
        }),
        figure(`time of a step, ${durability}, one after the other`, 'µs', chain.map(perStep)),
      );
    }
    return figures;
  } finally {
    await bench.close();
  }
}

function plan(isChain: boolean): Plan {
  const tasks = Array.from({ length: steps }, (_, index) => ({
    id: `t${index}`,
    action: 'echo-isolate.say',
    input: { text: isChain && index > 0 ? `{{ tasks.t${index - 1}.output.text }}` : 'heron' },
  }));
  return { version: 1, title: 'A thousand steps', tasks };
}

async function secondsOf(bench: BenchEngine, tasks: Plan, count: number): Promise<number[]> {
  const seconds: number[] = [];
  // The first round starts the host.
  for (let round = 0; round <= count; round += 1) seconds.push(await secondsOfPlan(bench, tasks));
  return seconds.slice(1);
}

/** The same two events a step, 64 steps a commit, straight into the log. */
async function bareAppends(folder: string, durability: 'full' | 'normal'): Promise<number[]> {
  const seconds: number[] = [];
  const database = openDatabase({ file: join(folder, `bare-${durability}.db`), durability });
  const makeId = createIds();
  const log = createEventLog({ database, makeId, clock: systemClock });
  const runId = makeId('run');
  for (let round = 0; round < rounds; round += 1) {
    const begun = performance.now();
    for (let step = 0; step < steps; step += 64) {
      const count = Math.min(64, steps - step);
      await log.append(
        Array.from({ length: count }, () => ({
          type: 'task.started',
          scope: { runId, taskId: 't' },
          payload: { attempt: 1, input: { text: 'heron' }, idempotencyKey: 'k' },
        })),
      );
      await log.append(
        Array.from({ length: count }, () => ({
          type: 'task.completed',
          scope: { runId, taskId: 't' },
          payload: { attempt: 1, output: { text: 'heron' }, says: 'heron' },
        })),
      );
    }
    seconds.push((performance.now() - begun) / 1000);
  }
  database.close();
  return seconds;
}
