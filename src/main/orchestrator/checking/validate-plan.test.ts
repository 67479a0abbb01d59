import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Plan } from '../../../contract/plan.ts';
import { arithmeticCatalogue } from '../fixtures/arithmetic.ts';
import { refsOf } from './plan-actions.ts';
import { validatePlan } from './validate-plan.ts';

const catalogue = arithmeticCatalogue();
const options = { baseFolder: '/base', homeFolder: '/home/ada' };

function plan(...tasks: object[]): object {
  return { version: 1, title: 'A plan', tasks };
}

async function issuesOf(input: unknown): Promise<string[]> {
  const { issues } = await validatePlan(input, catalogue, options);
  return issues.map(({ path, message }) => `${path}: ${message}`);
}

test('~ is the home folder, and a default that is a path becomes absolute too', async () => {
  const { plan: completed } = await validatePlan(
    plan({ id: 'save', action: 'disk.save', input: { path: '~/a.txt', value: 3 } }),
    catalogue,
    options,
  );
  expect(completed?.tasks[0]?.input).toMatchObject({ path: '/home/ada/a.txt', log: '/base/saves.log' });
});

test('a good plan is completed with defaults and absolute paths', async () => {
  const { plan: completed } = await validatePlan(
    plan(
      { id: 'save', action: 'disk.save', input: { path: 'notes/a.txt', value: 3 } },
      { id: 'add', action: 'sum.add', input: { a: 1 } },
    ),
    catalogue,
    options,
  );
  expect(completed?.tasks[0]?.input).toEqual({
    path: '/base/notes/a.txt',
    value: 3,
    copy: '/base/notes/a.txt.bak',
    log: '/base/saves.log',
  });
  expect(completed?.tasks[1]?.input).toEqual({ a: 1, b: 1 });
});

test('all that checks an agent is completed and kept, as the calls of a plan are', async () => {
  const check = {
    action: 'sum.add',
    input: { a: 1 },
    also: [
      { action: 'disk.save', input: { path: '~/app/a.txt', value: 1 } },
      { action: 'sum.add', input: { a: 2 } },
    ],
  };
  const { plan: completed } = await validatePlan(
    plan({ id: 'work', agent: { goal: 'Mend it', tools: ['sum.*'], check } }),
    catalogue,
    options,
  );
  const saved = { path: '/home/ada/app/a.txt', value: 1, copy: '/home/ada/app/a.txt.bak', log: '/base/saves.log' };
  expect(completed?.tasks[0]?.agent?.check).toEqual({
    action: 'sum.add',
    input: { a: 1, b: 1 },
    also: [
      { action: 'disk.save', input: saved },
      { action: 'sum.add', input: { a: 2, b: 1 } },
    ],
  });
  expect([...refsOf(completed?.tasks ?? [], catalogue)]).toContain('disk.save');
});

test('an expression in what checks an agent is refused: nobody would work it out', async () => {
  const also = [{ action: 'disk.save', input: { path: 'out/{{ tasks.first.output.value }}', value: 1 } }];
  const issues = await issuesOf(
    plan(
      { id: 'first', action: 'sum.add', input: { a: 1 } },
      {
        id: 'work',
        agent: { goal: 'Mend it', check: { action: 'sum.add', input: { a: '{{ tasks.first.output.value }}' }, also } },
        after: ['first'],
      },
    ),
  );
  const message = 'Expressions are not worked out in a check: write the value itself';
  expect(issues).toEqual([
    `tasks.1.agent.check.input.a: ${message}`,
    `tasks.1.agent.check.also.0.input.path: ${message}`,
  ]);
});

test.each([
  ['not an object', 5, /^plan: /],
  ['an unknown field', { ...plan({ id: 'a', action: 'sum.add', input: { a: 1 } }), extra: 1 }, /plan: .*extra/],
  ['no tasks', plan(), /^tasks: /],
  ['a bad id', plan({ id: 'Bad Id', action: 'sum.add', input: {} }), /^tasks\.0\.id: expected lower-case/],
  [
    'an unknown action',
    plan({ id: 'a', action: 'sum.divide', input: {} }),
    /^tasks\.0\.action: There is no action sum\.divide/,
  ],
  ['a missing field', plan({ id: 'a', action: 'sum.add', input: { b: 2 } }), /^tasks\.0\.input\.a: /],
  ['a wrong type', plan({ id: 'a', action: 'sum.add', input: { a: 'one' } }), /^tasks\.0\.input\.a: must be number/],
  [
    'a field the action does not know',
    plan({ id: 'a', action: 'sum.add', input: { a: 1, c: 2 } }),
    /^tasks\.0\.input\.c: /,
  ],
  [
    'an id used twice',
    plan({ id: 'a', action: 'sum.add', input: { a: 1 } }, { id: 'a', action: 'sum.add', input: { a: 1 } }),
    /^tasks\.1\.id: The id a is used twice/,
  ],
  [
    'an unknown task in after',
    plan({ id: 'a', action: 'sum.add', input: { a: 1 }, after: ['z'] }),
    /^tasks\.0\.after\.0: There is no task z/,
  ],
  [
    'an unknown task in an expression',
    plan({ id: 'a', action: 'sum.add', input: { a: '{{ tasks.z.output.value }}' } }),
    /^tasks\.0\.input\.a: There is no task z/,
  ],
  [
    'a field that the output of a task does not have',
    plan(
      { id: 'a', action: 'sum.add', input: { a: 1 } },
      { id: 'b', action: 'sum.add', input: { a: 'x {{ $round(tasks.a.output.valeu) }}' } },
    ),
    /^tasks\.1\.input\.a: tasks\.a\.output has no valeu, it has value/,
  ],
  [
    'something of a task that is not its output',
    plan(
      { id: 'a', action: 'sum.add', input: { a: 1 } },
      { id: 'b', action: 'sum.add', input: { a: '{{ tasks.a.value }}' } },
    ),
    /^tasks\.1\.input\.a: A task has only its output: tasks\.a\.output/,
  ],
  [
    'a name there is not',
    plan(
      { id: 'a', action: 'sum.add', input: { a: 1 } },
      { id: 'b', action: 'sum.add', input: { a: '{{ a.value }}' } },
    ),
    /^tasks\.1\.input\.a: There is no a here, write tasks\.<id>\.output/,
  ],
  [
    'a broken expression',
    plan({ id: 'a', action: 'sum.add', input: { a: '{{ tasks. }}' } }),
    /^tasks\.0\.input\.a: The expression .* at character/,
  ],
  [
    'a cycle',
    plan(
      { id: 'a', action: 'sum.add', input: { a: '{{ tasks.b.output.value }}' } },
      { id: 'b', action: 'sum.add', input: { a: 1 }, after: ['a'] },
    ),
    /The tasks wait for each other: a → b → a/,
  ],
])('%s is refused with its place', async (_, input, expected) => {
  expect((await issuesOf(input)).join('\n')).toMatch(expected);
});

test('a field that is an expression is not judged before its value is known', async () => {
  const issues = await issuesOf(
    plan(
      { id: 'a', action: 'sum.add', input: { a: 1 } },
      { id: 'b', action: 'sum.add', input: { a: '{{ tasks.a.output.value }}' } },
    ),
  );
  expect(issues).toEqual([]);
});

test('a chain of 5,000 tasks is validated without trouble', async () => {
  const tasks = Array.from({ length: 5000 }, (_, index) => ({
    id: `t${index}`,
    action: 'sum.add',
    input: { a: index === 0 ? 0 : `{{ tasks.t${index - 1}.output.value }}` },
  }));
  expect(await issuesOf(plan(...tasks))).toEqual([]);
});

const anyTask = fc.record(
  {
    id: fc.oneof(fc.constantFrom('a', 'b', 'c'), fc.string()),
    action: fc.oneof(fc.constantFrom('sum.add', 'disk.save', 'x.y'), fc.string()),
    input: fc.dictionary(
      fc.constantFrom('a', 'b', 'path', 'value', 'zzz'),
      fc.oneof(fc.jsonValue(), fc.constant('{{ tasks.a.output.value }}')),
    ),
    after: fc.array(fc.constantFrom('a', 'b', 'c', 'nobody')),
  },
  { requiredKeys: [] },
);

test('whatever comes in, the answer is a plan that the contract accepts or a list of issues', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.anything(),
        fc.record({ version: fc.constant(1), title: fc.string(), tasks: fc.array(anyTask, { maxLength: 4 }) }),
      ),
      async (input) => {
        const result = await validatePlan(input, catalogue, options);
        if (result.plan) expect(Plan.safeParse(result.plan).success).toBe(true);
        else expect(result.issues.length).toBeGreaterThan(0);
      },
    ),
  );
});
