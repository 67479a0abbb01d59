import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AnyEvent } from '../../contract/events.ts';
import type { Plan } from '../../contract/plan.ts';
import type { Task } from '../../contract/plan-task.ts';
import { add, execute, runId } from './fixtures/execute.ts';
import { propertyRuns } from './fixtures/property-runs.ts';
import { workOutPlan } from './work-out-plan.ts';

const plan = (tasks: Task[], more: Partial<Plan> = {}): Plan => ({ version: 1, title: 'A plan', tasks, ...more });

/** Values over values before them, in any order in the plan; one in a few goes wrong. */
const values = fc
  .array(
    fc.record({
      of: fc.array(fc.nat(9), { maxLength: 3 }),
      after: fc.array(fc.nat(9), { maxLength: 2 }),
      bad: fc.nat(20),
    }),
    {
      minLength: 1,
      maxLength: 10,
    },
  )
  .chain((seeds) => {
    const tasks = seeds.map(({ of, after, bad }, at): Task => {
      const before = (numbers: number[]): string[] => (at === 0 ? [] : numbers.map((number) => `t${number % at}`));
      const sum = [String(at), ...before(of).map((id) => `tasks.${id}.output.sum`)].join(' + ');
      const value = { sum: bad === 0 ? '{{ $number("x") }}' : `{{ ${sum} }}`, at };
      return { id: `t${at}`, value, after: [...new Set([...before(after), ...before(of)])] };
    });
    return fc.shuffledSubarray(tasks, { minLength: tasks.length, maxLength: tasks.length });
  });

function told({ type, scope, payload }: Pick<AnyEvent, 'type' | 'scope' | 'payload'>): unknown {
  return { type, scope, payload };
}

const { numRuns, timeout } = propertyRuns(60, 30_000);

test('a plan of values is worked out to the events that executing it notes, or not at all', { timeout }, async () => {
  await fc.assert(
    fc.asyncProperty(values, async (tasks) => {
      const { ending, events } = await execute(tasks);
      const whole = workOutPlan(runId, plan(tasks));
      if (ending.kind === 'completed') expect(whole).toEqual(events.slice(1).map(told));
      else expect(whole).toBeUndefined();
    }),
    { numRuns },
  );
});

test.each<[string, Plan]>([
  ['a call of a worker', plan([{ id: 'one', value: 1 }, add('two', 1)])],
  ['chance', plan([{ id: 'one', value: '{{ $random() }}' }])],
  ['a condition', plan([{ id: 'one', value: 1, when: 'true' }])],
  ['a budget', plan([{ id: 'one', value: 1 }], { budget: { wallMs: 1000 } })],
  ['more than one commit takes', plan(Array.from({ length: 201 }, (_, at) => ({ id: `t${at}`, value: at })))],
])('a plan with %s goes step by step', (_what, given) => {
  expect(workOutPlan(runId, given)).toBeUndefined();
});
