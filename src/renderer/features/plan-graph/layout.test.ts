import { expect, test } from 'vitest';
import type { Plan } from '../../../contract/plan.ts';
import { findInPlan } from '../../../contract/plan-place.ts';
import { type GraphNode, layoutTasks } from './layout.ts';

const act = { action: 'text.say', input: {} };
const plan: Plan = {
  version: 1,
  title: 'Shapes',
  tasks: [
    { id: 'a', ...act },
    { id: 'b', ...act, after: ['a'] },
    { id: 'c', action: 'text.say', input: { text: '{{ tasks.a.output }}' } },
    {
      id: 'box',
      after: ['b', 'c'],
      forEach: { in: [1, 2] },
      tasks: [
        { id: 'x', ...act },
        { id: 'y', ...act, after: ['x'] },
      ],
      onError: { recover: [{ id: 'z', ...act }] },
    },
    { id: 'way', after: ['box'], switch: { on: '1', cases: [{ is: 1, tasks: [{ id: 'one', ...act }] }] } },
  ],
};

const sizeOf = () => ({ width: 200, height: 50 });
const { nodes, edges, waves, width, height, isCut } = layoutTasks(plan.tasks, { sizeOf });
const at = (place: string): GraphNode => nodes.find((node) => node.place === place) as GraphNode;

test('tasks stand to the right of those they wait for, also where only an expression says so', () => {
  expect(at('b').x).toBeGreaterThan(at('a').x + at('a').width);
  expect(at('c').x).toBe(at('b').x);
  expect(at('box').x).toBeGreaterThan(at('c').x + at('c').width);
  expect(edges.map(({ from, to }) => `${from} ${to}`)).toEqual(
    expect.arrayContaining(['a b', 'a c', 'b box', 'c box', 'box/x box/y', 'box way']),
  );
  expect(isCut).toBe(false);
});

test('what can begin together is a wave: a column of the plan’s own steps, the widest of which it is as wide as [OR-09]', () => {
  expect(waves.map(({ x }) => x)).toEqual([at('a').x, at('b').x, at('box').x, at('way').x]);
  expect(waves.map((wave) => wave.width)).toEqual([200, 200, at('box').width, at('way').width]);
  expect(layoutTasks([], { sizeOf }).waves).toEqual([]);
});

test('what is inside a task lies in its box, and nothing overlaps beside it', () => {
  const inside = ['box/x', 'box/y', 'box/:recover/z'];
  for (const place of inside) {
    const [inner, box] = [at(place), at('box')];
    expect(inner.x).toBeGreaterThan(box.x);
    expect(inner.y + inner.height).toBeLessThan(box.y + box.height);
    expect(inner.x + inner.width).toBeLessThan(box.x + box.width);
  }
  expect(at('box/:recover/z').y).toBeGreaterThanOrEqual(at('box/x').y + at('box/x').height);
  for (const node of nodes) {
    expect(node.x + node.width).toBeLessThanOrEqual(width);
    expect(node.y + node.height).toBeLessThanOrEqual(height);
  }
});

test('every box is a place that the plan has', () => {
  for (const { place } of nodes) expect(findInPlan(plan, place)?.place).toBe(place);
});

test('a plan too large to look at is drawn in part, and says so', () => {
  const many = Array.from({ length: 3000 }, (_, index) => ({ id: `t${index}`, ...act }));
  const graph = layoutTasks(many, { sizeOf, mostDrawn: 600 });
  expect(graph.isCut).toBe(true);
  expect(graph.nodes.length).toBeLessThan(700);
});

test('a chain is a straight line, and a task more moves only what comes after it', () => {
  const chain = Array.from({ length: 5 }, (_, index) => ({
    ...{ id: `t${index}`, ...act },
    ...(index > 0 ? { after: [`t${index - 1}`] } : {}),
  }));
  const before = layoutTasks(chain, { sizeOf }).nodes;
  expect(new Set(before.map(({ y }) => y)).size).toBe(1);
  const after = layoutTasks([...chain, { id: 'side', ...act, after: ['t3'] }], { sizeOf }).nodes;
  for (const { place, x } of before) expect(after.find((node) => node.place === place)?.x).toBe(x);
  expect(layoutTasks(chain, { sizeOf }).nodes).toEqual(before);
});

test('a circle, which only a plan that is being built can have, is drawn all the same', () => {
  const circle = [
    { id: 'a', ...act, after: ['b'] },
    { id: 'b', ...act, after: ['a'] },
  ];
  expect(layoutTasks(circle, { sizeOf }).nodes).toHaveLength(2);
});
