import { expect, test } from 'vitest';
import { comparePlans, haveTaskInCommon, isSamePlan } from './compare-plans.ts';
import { Plan } from './plan.ts';

const say = (id: string, more: object = {}): object => ({ id, action: 'text.say', input: { text: 'hello' }, ...more });

function plan(tasks: object[], more: object = {}): Plan {
  return Plan.parse({ version: 1, title: 'A plan', tasks, ...more });
}

test('a plan is the same as itself, whatever the order of fields [UI-04]', () => {
  const before = plan([say('a', { input: { x: 1, y: { p: 1, q: 2 } } })]);
  const after = plan([say('a', { input: { y: { q: 2, p: 1 }, x: 1 } })]);
  expect(isSamePlan(comparePlans(before, after))).toBe(true);
});

test('tasks that came, went and changed are told, with their fields [UI-04]', () => {
  const before = plan([say('a'), say('gone'), say('c', { after: ['a'] })]);
  const after = plan(
    [say('a', { input: { text: 'hi', loud: true } }), say('c', { after: ['new'] }), say('new', { title: 'New one' })],
    {
      title: 'Another plan',
    },
  );
  expect(comparePlans(before, after)).toEqual({
    title: { before: 'A plan', after: 'Another plan' },
    added: [{ path: 'new', title: 'New one' }],
    removed: [{ path: 'gone', title: 'gone' }],
    changed: [
      {
        path: 'a',
        title: 'a',
        fields: [
          { field: 'input.text', before: 'hello', after: 'hi' },
          { field: 'input.loud', before: undefined, after: true },
        ],
      },
      { path: 'c', title: 'c', fields: [{ field: 'after', before: ['a'], after: ['new'] }] },
    ],
    plan: [],
  });
});

test('a task inside is told by itself, and what is around it is not', () => {
  const group = (text: string, max: number): object => ({
    id: 'g',
    repeat: { max },
    tasks: [{ id: 's', switch: { on: '{{ 1 }}', cases: [{ is: 1, tasks: [say('deep', { input: { text } })] }] } }],
    onError: { recover: [say('r')] },
  });
  expect(comparePlans(plan([group('x', 2)]), plan([group('y', 2)])).changed).toEqual([
    {
      path: 'g/tasks/s/switch.cases.0.tasks/deep',
      title: 'deep',
      fields: [{ field: 'input.text', before: 'x', after: 'y' }],
    },
  ]);
  expect(comparePlans(plan([group('x', 2)]), plan([group('x', 3)])).changed).toEqual([
    { path: 'g', title: 'g', fields: [{ field: 'repeat.max', before: 2, after: 3 }] },
  ]);
});

test('the budget of the plan is compared, with the tasks it falls back to', () => {
  const fallback = (text: string): object => ({
    budget: { calls: 1, onExceeded: { fallback: [say('f', { input: { text } })] } },
  });
  const difference = comparePlans(plan([say('a')], fallback('x')), plan([say('a')], { budget: { calls: 2 } }));
  expect(difference.removed).toEqual([{ path: 'budget.onExceeded.fallback/f', title: 'f' }]);
  expect(difference.plan.map(({ field }) => field)).toEqual(['budget.calls', 'budget.onExceeded']);
});

test('plans have a task in common where one in the same place does the same', () => {
  const before = plan([say('a'), say('b')]);
  expect(haveTaskInCommon(before, plan([say('b', { input: { text: 'bye' } })]))).toBe(true);
  expect(haveTaskInCommon(before, plan([say('c')]))).toBe(false);
  expect(haveTaskInCommon(before, plan([{ ...say('a'), action: 'text.count' }]))).toBe(false);
});
