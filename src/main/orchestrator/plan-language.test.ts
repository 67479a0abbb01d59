import { expect, test } from 'vitest';
import { add, filesCatalogue, list, save, unsoundPlans } from './fixtures/unsound-plans.ts';
import { createPlanCheck } from './checking/checked-plans.ts';
import { readPlan } from './checking/plan-shape.ts';
import { validatePlan } from './checking/validate-plan.ts';

async function issuesOf(tasks: object[], more: object = {}): Promise<string[]> {
  const plan = { version: 1, title: 'A plan', tasks, ...more };
  const { issues } = await validatePlan(plan, filesCatalogue(), { baseFolder: '/base', homeFolder: '/home/ada' });
  return issues.map(({ path, message }) => `${path}: ${message}`);
}

test('a plan that uses the whole language is sound, and its inner tasks are completed [OR-05]', async () => {
  const tasks = [
    list,
    {
      id: 'each',
      forEach: { in: '{{ tasks.list.output.files }}', as: 'entry', concurrency: 4 },
      when: '$count(tasks.list.output.files) > 0',
      input: { size: '{{ entry.size }}' },
      tasks: [
        add('{{ input.size + index }}'),
        { ...save({ after: ['add'] }), input: { path: 'x/{{ entry.name }}', value: '{{ tasks.add.output.value }}' } },
      ],
      output: { sum: '{{ tasks.add.output.value }}', of: '{{ entry.name }}' },
      onError: { recover: [{ ...add('{{ entry.size }}'), title: 'Instead' }] },
    },
    { ...add('{{ iteration + 1 }}'), id: 'count', repeat: { until: 'previous.value > 3', max: 10 } },
    {
      id: 'choose',
      switch: {
        on: '{{ tasks.list.output.note }}',
        cases: [
          { is: 'a', tasks: [add(1)] },
          { when: 'tasks.count.output.value > 2', tasks: [add(2)] },
        ],
        otherwise: [{ id: 'rest', wait: { forMs: 10 } }],
      },
    },
    { id: 'ask', wait: { approval: { text: 'Go on with {{ tasks.each.output[0].of }}?' } }, after: ['choose'] },
    { id: 'heard', wait: { event: { type: 'run.completed', where: 'event.scope.runId = "x"' } } },
    save({ id: 'kept', retry: { attempts: 3 }, idempotencyKey: 'k' }),
  ];
  const budget = { calls: 9, onExceeded: { fallback: [add('{{ $length(error.message) }}')] } };
  expect(await issuesOf(tasks, { budget })).toEqual([]);
  const { plan } = await validatePlan(
    { version: 1, title: 'A plan', tasks: [{ id: 'group', tasks: [{ ...save(), input: { path: '~/a', value: 1 } }] }] },
    filesCatalogue(),
    { baseFolder: '/base', homeFolder: '/home/ada' },
  );
  expect(plan?.tasks[0]?.tasks?.[0]?.input).toMatchObject({ path: '/home/ada/a', log: '/base/saves.log' });
});

test.each(unsoundPlans)('%s is an issue with its place [OR-05]', async (_, tasks, expected) => {
  const issues = await issuesOf(tasks);
  expect(issues).toEqual([typeof expected === 'string' ? expected : expect.stringMatching(expected)]);
});

test('a secret is an issue wherever it stands in a plan, with its place [OR-05]', async () => {
  const key = 'sk-abcdefghijklmnop1234';
  const like = `like ${key}`;
  const looks = `$x = "${key}"`;
  const tasks = [
    { id: 'a', agent: { goal: like, check: { action: 'sum.add', input: { a: like } } } },
    { id: 'l', forEach: { in: [{ password: 'hunter22' }] }, value: 1 },
    {
      id: 's',
      switch: {
        on: like,
        cases: [
          { is: { apiKey: 'abcdef' }, tasks: [add(1)] },
          { when: looks, tasks: [add(1)] },
        ],
      },
    },
    { id: 'w', when: looks, value: 1 },
    { id: 'r', repeat: { until: looks, max: 2 }, value: 1 },
  ];
  const beside = {
    input: { apiKey: key, deep: [{ word: like }] },
    triggers: [{ id: 'hand', start: { kind: 'manual' }, input: { token: key }, x: 0, y: 0 }],
    scenarios: [{ name: 'one', input: { word: key }, pins: { w: { password: 'hunter22' } }, expected: { w: like } }],
  };
  const secrets = (await issuesOf(tasks, beside)).filter((issue) => issue.includes('looks like a secret'));
  expect(secrets.map((issue) => issue.slice(0, issue.indexOf(':')))).toEqual([
    ...['input.apiKey', 'input.deep.0.word', 'triggers.0.input.token'],
    ...['scenarios.0.input.word', 'scenarios.0.pins.w.password', 'scenarios.0.expected.w'],
    ...['tasks.0.agent.goal', 'tasks.0.agent.check.input.a', 'tasks.1.forEach.in.0.password'],
    ...['tasks.2.switch.on', 'tasks.2.switch.cases.0.is.apiKey', 'tasks.2.switch.cases.1.when'],
    ...['tasks.3.when', 'tasks.4.repeat.until'],
  ]);
});

const broken = 'ab {{ 1 + + 2 }}';
const brokenCondition = '1 + + 2';

test.each<[path: string, task: object, character: number]>([
  ['input.a', { action: 'sum.add', input: { a: broken } }, 10],
  ['value.deep.0', { value: { deep: [broken] } }, 10],
  ['input.x', { tasks: [add(1)], input: { x: broken } }, 10],
  ['output', { tasks: [add(1)], output: broken }, 10],
  ['forEach.in', { value: 1, forEach: { in: '{{ 1 + + 2 }}' } }, 7],
  ['forEach.in.to', { value: 1, forEach: { in: { from: 1, to: '{{ 1 + + 2 }}' } } }, 7],
  ['when', { value: 1, when: brokenCondition }, 4],
  ['repeat.until', { value: 1, repeat: { max: 2, until: brokenCondition } }, 4],
  ['repeat.while', { value: 1, repeat: { max: 2, while: brokenCondition } }, 4],
  ['switch.on', { switch: { on: broken, cases: [{ is: 1, tasks: [add(1)] }] } }, 10],
  ['switch.cases.0.when', { switch: { cases: [{ when: brokenCondition, tasks: [add(1)] }] } }, 4],
  ['key', { value: 1, key: broken }, 10],
  ['idempotencyKey', { ...save(), idempotencyKey: broken }, 10],
  ['undo.input.a', { ...save(), undo: { action: 'sum.add', input: { a: broken } } }, 10],
  ['agent.goal', { agent: { goal: broken } }, 10],
  ['wait.until', { wait: { until: '{{ 1 + + 2 }}' } }, 7],
  ['wait.event.where', { wait: { event: { type: 'run.completed', where: brokenCondition } } }, 4],
  ['wait.webhook.where', { wait: { webhook: { where: brokenCondition } } }, 4],
  ['wait.webhook.respond.body.x', { wait: { webhook: { respond: { body: { x: broken } } } } }, 10],
  ['wait.approval.text', { wait: { approval: { text: broken } } }, 10],
  ['onError.recover.0.value', { value: 1, onError: { recover: [{ id: 'r', value: broken }] } }, 10],
  [
    'budget.onExceeded.fallback.0.value',
    { value: 1, budget: { calls: 1, onExceeded: { fallback: [{ id: 'f', value: broken }] } } },
    10,
  ],
])('a broken expression in %s is an issue with its place and its character [OR-05]', async (path, task, character) => {
  const found = (await issuesOf([{ id: 't', ...task }])).filter((issue) => issue.includes('The expression'));
  expect(found).toEqual([expect.stringContaining(`tasks.0.${path}: `)]);
  expect(found[0]).toContain(`at character ${character}: `);
});

test('what is handed to a run as its input may hold what looks like a secret: nobody wrote it into the plan', async () => {
  const plan = { version: 1, title: 'A plan', tasks: [{ id: 'v', value: 1 }], input: { request: 'Bearer abc' } };
  const places = { baseFolder: '/base', homeFolder: '/home/ada' };
  expect((await createPlanCheck(filesCatalogue())(readPlan(plan), places)).issues).toEqual([]);
});

test('the output of a group waits for nothing outside of it that is called alike', async () => {
  const group = { id: 'g', tasks: [add(1)], output: '{{ tasks.add.output.value }}' };
  expect(await issuesOf([group, add('{{ tasks.g.output }}')])).toEqual([]);
});

test('what is wrong in one place hides nothing in another', async () => {
  const issues = await issuesOf([
    { id: 'Bad Id', action: 'sum.add', input: {} },
    { id: 'two', action: 'sum.add', tasks: [], input: {} },
    { ...add('{{ tasks. }}'), id: 'broken' },
    { ...add('{{ tasks.nobody.output.value }}'), id: 'lost' },
    { ...add('{{ tasks.two.output.x }}'), id: 'unknown', after: ['cycle'] },
    { ...add(1), id: 'cycle', after: ['unknown'] },
    { ...add(1), action: 'no.body', id: 'absent' },
    save({ retry: { attempts: 2 } }),
  ]);
  const paths = issues.map((issue) => issue.slice(0, issue.indexOf(': ')));
  expect(paths.toSorted()).toEqual(
    [
      'tasks.0.id',
      'tasks.1',
      'tasks.1.tasks',
      'tasks.2.input.a',
      'tasks.3.input.a',
      'tasks.4',
      'tasks.6.action',
      'tasks.7.action',
    ].toSorted(),
  );
});

test('plans of hostile depth or size are refused, and quickly', async () => {
  let deep: object = add(1);
  for (let level = 0; level < 20; level += 1) deep = { id: 'g', tasks: [deep] };
  expect(await issuesOf([deep])).toEqual(['tasks: Tasks lie in each other at most 16 deep']);
  for (let level = 0; level < 5000; level += 1) deep = { id: 'g', tasks: [deep] };
  expect(await issuesOf([deep])).toEqual(['plan: It is nested too deeply']);
  const many = Array.from({ length: 101 }, (_, group) => ({
    id: `g${group}`,
    tasks: Array.from({ length: 100 }, (__, at) => ({ id: `t${at}`, wait: { forMs: 1 } })),
  }));
  expect((await issuesOf(many)).join()).toMatch(/at most 10000 tasks in all, this one has 10201/);
});

test.each([
  ['a wait', { id: 'w', wait: { forMs: -1 } }, /^tasks\.0\.wait\.forMs: /],
  [
    'a case',
    { id: 's', switch: { cases: [{ is: 1, tasks: [{ id: 'X', action: 'sum.add', input: {} }] }] } },
    /^tasks\.0\.switch\.cases\.0\.tasks\.0\.id: /,
  ],
  ['what is done about a failure', { ...add(1), onError: 'ignore' }, /^tasks\.0\.onError: /],
])('the closest alternative of %s says what is wrong', async (_, task, expected) => {
  expect((await issuesOf([task])).join('\n')).toMatch(expected);
});
