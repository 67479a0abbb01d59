import { Plan } from '../../src/contract/plan.ts';

const action = 'echo-isolate.say';

export function chainPlan(steps: number): unknown {
  const tasks = Array.from({ length: steps }, (_, index) => ({
    id: `t${index}`,
    action,
    input: { text: index === 0 ? 'heron' : `{{ tasks.t${index - 1}.output.text }}` },
  }));
  return { version: 1, title: 'A chain', tasks };
}

export function fanOutPlan(width: number): unknown {
  const tasks = Array.from({ length: width }, (_, index) => ({ id: `t${index}`, action, input: { text: 'heron' } }));
  return { version: 1, title: 'A fan-out', tasks };
}

export function loopPlan(count: number): unknown {
  const forEach = `{{ [1..${count}] }}`;
  return { version: 1, title: 'A loop', tasks: [{ id: 'each', forEach, action, input: { text: 'heron' } }] };
}

/** The plan, or why this version cannot run it: the contract is asked, so that a new version is measured by itself. */
export function readPlan(plan: unknown, feature: string): Plan | { reason: string } {
  const read = Plan.safeParse(plan);
  return read.success ? read.data : { reason: `this version's plans have no ${feature}` };
}
