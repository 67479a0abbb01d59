import type { Plan } from '../../src/contract/plan.ts';

const action = 'echo-isolate.say';

export function chainPlan(steps: number): Plan {
  const tasks = Array.from({ length: steps }, (_, index) => ({
    id: `t${index}`,
    action,
    input: { text: index === 0 ? 'heron' : `{{ tasks.t${index - 1}.output.text }}` },
  }));
  return { version: 1, title: 'A chain', tasks };
}

export function fanOutPlan(width: number): Plan {
  const tasks = Array.from({ length: width }, (_, index) => ({ id: `t${index}`, action, input: { text: 'heron' } }));
  return { version: 1, title: 'A fan-out', tasks };
}

export function loopPlan(count: number): Plan {
  const forEach = { in: { from: 1, to: count }, concurrency: 64 };
  return { version: 1, title: 'A loop', tasks: [{ id: 'each', forEach, action, input: { text: 'heron' } }] };
}

/** Worked out in the engine, without a worker. */
export function valuesPlan(steps: number): Plan {
  const tasks = Array.from({ length: steps }, (_, index) => ({
    id: `t${index}`,
    value: index === 0 ? 'heron' : `{{ tasks.t${index - 1}.output }}`,
  }));
  return { version: 1, title: 'A chain of values', tasks };
}
