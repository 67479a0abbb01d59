import { expect, test } from 'vitest';
import type { WorkflowDocument } from '../../../../contract/workflows.ts';
import { taskAt } from '../document/place.ts';
import { compareDocuments, laneOf, markOf } from './merged.ts';

const before: WorkflowDocument = {
  version: 1,
  title: 'Before',
  tasks: [
    { id: 'list', action: 'files.list', input: { path: '/a' } },
    { id: 'old', value: 1, after: ['list'] },
    {
      id: 'choose',
      switch: {
        cases: [
          {
            is: 1,
            tasks: [
              { id: 'kept', value: 1 },
              { id: 'lost', value: 2 },
            ],
          },
        ],
        otherwise: [{ id: 'other', value: 3 }],
      },
    },
  ],
  canvas: { positions: { list: { x: 0, y: 0 }, old: { x: 300, y: 0 } } },
};
const after: WorkflowDocument = {
  version: 1,
  title: 'After',
  tasks: [
    { id: 'list', action: 'files.list', input: { path: '/b', pattern: '*' } },
    { id: 'fresh', value: 1, after: ['list'] },
    {
      id: 'choose',
      switch: { cases: [{ is: 1, tasks: [{ id: 'kept', value: 1 }] }], otherwise: [{ id: 'other', value: 4 }] },
    },
  ],
  canvas: { positions: { list: { x: 8, y: 0 }, fresh: { x: 300, y: 0 } } },
};

test('one picture has the steps of both, each with what became of it, also those inside others [UI-08]', () => {
  const { document, steps, whole } = compareDocuments(before, after);
  expect(steps.map(({ place, mark }) => [place, mark])).toEqual([
    ['list', 'changed'],
    ['fresh', 'added'],
    ['choose/0/lost', 'removed'],
    ['choose/:otherwise/other', 'changed'],
    ['old', 'removed'],
  ]);
  expect(steps[0]?.fields).toEqual([
    { field: 'input.path', before: '/a', after: '/b' },
    { field: 'input.pattern', before: undefined, after: '*' },
  ]);
  expect(whole).toEqual([{ field: 'title', before: 'Before', after: 'After' }]);
  expect(taskAt(document, 'choose/0/lost')).toEqual({ id: 'lost', value: 2 });
  // What stays stands where it stands now, what is gone where it stood.
  expect(document.canvas?.positions).toEqual({
    list: { x: 8, y: 0 },
    fresh: { x: 300, y: 0 },
    old: { x: 300, y: 0 },
  });
  expect(laneOf('choose/0/lost')).toBe('Case 1');
});

test('two that are the same differ in nothing, and all inside of what is new is new', () => {
  expect(compareDocuments(after, after)).toMatchObject({ steps: [], whole: [] });
  const marks = new Map([
    ['each', 'added'],
    ['list', 'changed'],
  ] as const);
  expect([markOf(marks, 'each/hash'), markOf(marks, 'list'), markOf(marks, 'list/inner')]).toEqual([
    'added',
    'changed',
    undefined,
  ]);
});
