import { expect, test } from 'vitest';
import { findInPlan } from './plan-place.ts';
import type { Plan } from './plan.ts';

const act = { action: 'text.say', input: {} };
const plan: Plan = {
  version: 1,
  title: 'Places',
  budget: { calls: 1, onExceeded: { fallback: [{ id: 'cheap', ...act }] } },
  tasks: [
    {
      id: 'list',
      forEach: { in: [1] },
      repeat: { max: 2 },
      tasks: [
        { id: 'x', ...act },
        {
          id: 'way',
          switch: { on: '1', cases: [{ is: 1, tasks: [{ id: 'a', ...act }] }], otherwise: [{ id: 'b', ...act }] },
        },
      ],
      onError: { recover: [{ id: 'mend', ...act }] },
    },
    { id: 'work', agent: { goal: 'Go on' } },
  ],
};

test.each([
  ['list', 'list', 'task'],
  ['list/12', 'list', 'item'],
  ['list/12/3', 'list', 'iteration'],
  ['list/12/3/x', 'list/x', 'task'],
  ['list/12/:2/3/x', 'list/x', 'task'],
  ['list/0/0/way/0/a', 'list/way/0/a', 'task'],
  ['list/0/0/way/:otherwise/b', 'list/way/:otherwise/b', 'task'],
  ['list/4/:recover/mend', 'list/:recover/mend', 'task'],
  ['work/3', 'work', 'step'],
  ['work/3/files_read', 'work/files_read', 'call'],
  ['work/:2/3/files_read', 'work/files_read', 'call'],
  [':fallback/cheap', ':fallback/cheap', 'task'],
])('%s is %s of the plan', (path, place, role) => {
  expect(findInPlan(plan, path)).toMatchObject({ place, role });
});

test.each(['none', 'list/x/y', 'list/0/0/0', 'list/0/0/way/7', 'list/:fallback/x', 'list/0/0/way/0', ':fallback', ''])(
  '%s is no task of the plan',
  (path) => expect(findInPlan(plan, path)).toBeUndefined(),
);
