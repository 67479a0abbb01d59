import { expect, test } from 'vitest';
import type { Plan } from '../../contract/plan.ts';
import type { Task } from '../../contract/plan-task.ts';
import { arithmeticCatalogue } from './fixtures/arithmetic.ts';
import { add } from './fixtures/execute.ts';
import { changesNothing } from './pure-plan.ts';

const catalogue = arithmeticCatalogue();
const save: Task = { id: 'save', action: 'disk.save', input: { path: '/tmp/x', value: 1 } };
const plan = (tasks: Task[], more: Partial<Plan> = {}): Plan => ({ version: 1, title: 'A plan', tasks, ...more });

test('a plan changes nothing when every call in it only reads and may be repeated, wherever it stands', () => {
  const inner: Task = { id: 'inner', tasks: [add('one', 1)], onError: { recover: [add('two', 2)] } };
  expect(changesNothing(plan([add('first', 1), { id: 'value', value: 3 }, inner]), catalogue)).toBe(true);
});

test.each<[string, Plan]>([
  ['a call with an effect', plan([add('first', 1), save])],
  ['one inside a group', plan([{ id: 'group', tasks: [save] }])],
  ['one that makes a failure good', plan([add('first', 1, { onError: { recover: [save] } })])],
  [
    'what comes when a budget is used up',
    plan([add('first', 1)], { budget: { calls: 1, onExceeded: { fallback: [save] } } }),
  ],
  ['an agent, which may call anything', plan([{ id: 'agent', agent: { goal: 'Go on' } }])],
  ['an action that is not there', plan([{ id: 'gone', action: 'gone.do', input: {} }])],
])('%s may change something', (_what, given) => {
  expect(changesNothing(given, catalogue)).toBe(false);
});
