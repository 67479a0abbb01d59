import { expect, test } from 'vitest';
import type { Run } from '../../../contract/runs.ts';
import { stepsAwaited, stepsBefore } from './steps-before.ts';

const plan: Run['plan'] = {
  version: 1,
  title: 'p',
  tasks: [
    { id: 'a', value: 1 },
    { id: 'b', value: 2 },
    { id: 'c', after: ['a'], value: '{{ tasks.b.output + tasks.a.output }}' },
    {
      id: 'g',
      tasks: [
        { id: 'x', value: 1 },
        { id: 'y', value: '{{ tasks.x.output + tasks.a.output }}' },
      ],
    },
    { id: 'l', forEach: { in: [1] }, value: '{{ tasks.b.output }}' },
  ],
};

test('a step comes after those it names, by `after` or in an expression', () => {
  expect(stepsBefore({ plan }, 'c')).toEqual(['a', 'b']);
  expect(stepsBefore({ plan }, 'g/y')).toEqual(['g/x']);
  expect(stepsBefore({ plan }, 'l')).toEqual(['b']);
  expect(stepsBefore({ plan }, 'l/0')).toEqual([]);
  expect(stepsBefore({ plan }, 'nothing')).toEqual([]);
});

test('what has ended is not waited for', () => {
  const tasks: Run['tasks'] = {
    a: { id: 'a', status: 'completed', attempt: 1, endedAt: 5 },
    b: { id: 'b', status: 'running', attempt: 1 },
  };
  expect(stepsAwaited({ plan, tasks }, 'c')).toEqual(['b']);
});
