import { describe, expect, test } from 'vitest';
import type { Plan } from '../../../contract/plan.ts';
import type { Task } from '../../../contract/plan-task.ts';
import { estimateText } from '../../../contract/usage.ts';
import type { Catalogue } from '../catalogue.ts';
import { budgetWarnings, estimatePlan } from './estimate.ts';
import { arithmeticCatalogue } from '../fixtures/arithmetic.ts';
import { add } from '../fixtures/execute.ts';
import { validatePlan } from './validate-plan.ts';

/** Additions cost 1,000 tokens and a tenth of a cent; saving is free, and cannot be measured. */
function costly(): Catalogue {
  const known = arithmeticCatalogue();
  const entries = known
    .actions()
    .map((entry) =>
      entry.ref === 'sum.add'
        ? { ...entry, action: { ...entry.action, cost: { tokens: 1000, money: 0.001, time: 'seconds' as const } } }
        : { ...entry, whyUnmeasured: 'it starts programs' },
    );
  return { actions: () => entries, action: (ref) => entries.find((entry) => entry.ref === ref) };
}

const plan = (tasks: Task[], more: Partial<Plan> = {}): Plan => ({ version: 1, title: 'p', tasks, ...more });
const save: Task = { id: 's', action: 'disk.save', input: { path: '/a', value: 1, copy: '/b', log: '/c' } };

describe('what a plan is declared to cost', () => {
  test.each<[string, Task[], string | undefined]>([
    ['calls, added up', [add('a', 1), add('b', 1)], 'about 2,000 tokens, 0.002 USD'],
    ['nothing', [save], undefined],
    ['items of a list that is there', [add('a', 1, { forEach: { in: [1, 2, 3] } })], 'about 3,000 tokens, 0.003 USD'],
    [
      'batches of a list',
      [add('a', 1, { forEach: { in: [1, 2, 3, 4, 5], batch: 2 } })],
      'about 3,000 tokens, 0.003 USD',
    ],
    [
      'numbers, and a loop in each',
      [add('a', 1, { forEach: { in: { from: 1, to: 9, step: 4 } }, repeat: { max: 2 } })],
      'about 6,000 tokens, 0.006 USD',
    ],
    [
      'a list that only the run will know',
      [add('a', 1, { forEach: { in: '{{ [1..9] }}' } })],
      'at least about 1,000 tokens, 0.001 USD',
    ],
    [
      'a loop with a condition',
      [add('a', 1, { repeat: { until: 'true', max: 9 } })],
      'at least about 1,000 tokens, 0.001 USD',
    ],
    [
      'the dearest case',
      [
        {
          id: 'x',
          switch: { on: '1', cases: [{ is: 1, tasks: [add('a', 1)] }], otherwise: [add('a', 1), add('b', 1)] },
        },
      ],
      'about 2,000 tokens, 0.002 USD',
    ],
    ['no second attempts', [add('a', 1, { retry: { attempts: 9 } })], 'about 1,000 tokens, 0.001 USD'],
  ])('%s', (_what, tasks, text) => {
    const estimate = estimatePlan(plan(tasks), costly());
    expect(estimate && estimateText(estimate)).toBe(text);
  });

  test('above a budget is a warning, at its place [OR-12]', () => {
    const inner = { id: 'g', tasks: [add('a', 1, { budget: { money: 0.0005 } })] };
    expect(budgetWarnings(plan([add('b', 1), inner], { budget: { tokens: 1500, money: 1 } }), costly())).toEqual([
      {
        path: 'budget.tokens',
        message: 'Its calls are declared to take about 2,000 tokens, and 1,500 tokens are allowed',
      },
      {
        path: 'tasks.1.tasks.0.budget.money',
        message: 'Its calls are declared to take about 0.001 USD, and 0.0005 USD are allowed',
      },
    ]);
  });
});

test('a budget in processor time or memory of what cannot be measured is no plan [OR-12]', async () => {
  const places = { baseFolder: '/home', homeFolder: '/home' };
  const checked = (given: Plan) => validatePlan(given, costly(), places);
  expect((await checked(plan([add('a', 1)], { budget: { cpuMs: 100, memoryMb: 50 } }))).issues).toEqual([]);
  expect((await checked(plan([{ id: 'g', tasks: [save], budget: { memoryMb: 50 } }, save]))).issues).toEqual([
    { path: 'tasks.0.budget.memoryMb', message: 'The memory of disk.save cannot be measured: it starts programs' },
  ]);
});
