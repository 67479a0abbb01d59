import { expect, test } from 'vitest';
import type { Plan } from '../../../contract/plan.ts';
import { findInPlan } from '../../../contract/plan-place.ts';
import { type GraphNode, layoutPlan } from './graph-layout.ts';

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

const { nodes, edges, width, height, isCut } = layoutPlan(plan);
const at = (place: string): GraphNode => nodes.find((node) => node.place === place) as GraphNode;

test('tasks stand below those they wait for, also where only an expression says so', () => {
  expect(at('b').y).toBeGreaterThan(at('a').y + at('a').height);
  expect(at('c').y).toBe(at('b').y);
  expect(at('box').y).toBeGreaterThan(at('c').y + at('c').height);
  expect(edges.map(({ key }) => key)).toEqual(
    expect.arrayContaining(['a b', 'a c', 'b box', 'c box', 'box/x box/y', 'box way']),
  );
  expect(isCut).toBe(false);
});

test('what is inside a task lies in its box, and nothing overlaps beside it', () => {
  const inside = ['box/x', 'box/y', 'box/:recover/z'];
  for (const place of inside) {
    const [inner, box] = [at(place), at('box')];
    expect(inner.x).toBeGreaterThan(box.x);
    expect(inner.y + inner.height).toBeLessThan(box.y + box.height);
    expect(inner.x + inner.width).toBeLessThan(box.x + box.width);
  }
  expect(at('box/:recover/z').x).toBeGreaterThanOrEqual(at('box/x').x + at('box/x').width);
  for (const node of nodes) {
    expect(node.x + node.width).toBeLessThanOrEqual(width);
    expect(node.y + node.height).toBeLessThanOrEqual(height);
  }
});

test('every box is a place that the plan has', () => {
  for (const { place } of nodes) expect(findInPlan(plan, place)?.place).toBe(place);
});

test('a plan too large to look at is drawn in part, and says so', () => {
  const many = { ...plan, tasks: Array.from({ length: 3000 }, (_, index) => ({ id: `t${index}`, ...act })) };
  const graph = layoutPlan(many);
  expect(graph.isCut).toBe(true);
  expect(graph.nodes.length).toBeLessThan(700);
});
