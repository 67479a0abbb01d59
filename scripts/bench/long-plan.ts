import type { Plan } from '../../src/contract/plan.ts';
import type { Task } from '../../src/contract/plan-task.ts';
import { openBenchEngine, secondsOfPlan } from './bench-engine.ts';

/**
 * Carries a long plan out in a process of its own (`node --expose-gc`) and says as JSON what it took. `range 1000000` goes over numbers
 * and sums up what they gave in batches; `texts` does the same with 8,000 characters an item; `repeat` is a loop of so many rounds.
 */
export type LongPlan = {
  seconds: number;
  /** Memory of the process when a tenth of the list or loop was done, and at the end of all. */
  tenthMb: number;
  endMb: number;
  output: unknown;
};

const charactersOfText = 8000;
const inBatch = 1000;

const plans: Record<string, (count: number) => Task[]> = {
  range: (count) => summed(count, '{{ item }}', '{{ $sum(item) }}'),
  texts: (count) =>
    summed(count, `{{ $pad($string(item), ${charactersOfText}) }}`, '{{ $sum(item.$number($trim($))) }}'),
  repeat: (count) => [{ id: 'each', value: '{{ iteration + 1 }}', repeat: { max: count } }],
};

function summed(count: number, value: string, sum: string): Task[] {
  return [
    { id: 'each', forEach: { in: { from: 1, to: count }, concurrency: 100 }, value },
    { id: 'parts', forEach: { in: '{{ tasks.each.output }}', batch: inBatch }, value: sum },
    { id: 'sum', value: '{{ $sum(tasks.parts.output) }}' },
  ];
}

function memoryMb(): number {
  globalThis.gc?.();
  return process.memoryUsage.rss() / 2 ** 20;
}

async function carryOut(tasks: Task[], count: number): Promise<LongPlan> {
  const plan: Plan = { version: 1, title: 'A long one', tasks };
  const last = tasks.at(-1)?.id;
  const bench = await openBenchEngine();
  let done = 0;
  let tenthMb = Number.NaN;
  let endMb = Number.NaN;
  let output: unknown;
  const stop = bench.engine.events.listen((event) => {
    if (event.type !== 'task.completed') return;
    const { taskId } = event.scope;
    if (taskId === last) {
      output = event.payload.output;
      endMb = memoryMb();
    } else if (taskId?.startsWith('each/')) {
      done += 1;
      if (done === Math.ceil(count / 10)) tenthMb = memoryMb();
    }
  });
  try {
    const seconds = await secondsOfPlan(bench, plan);
    return { seconds, tenthMb, endMb, output };
  } finally {
    stop();
    await bench.close();
  }
}

const [kind = '', length = ''] = process.argv.slice(2);
const count = Number(length);
const tasks = plans[kind]?.(count);
if (!tasks || !(count > 0))
  throw new Error(`expected ${Object.keys(plans).join(', ')} and a number, got ${kind} ${length}`);
console.log(JSON.stringify(await carryOut(tasks, count)));
