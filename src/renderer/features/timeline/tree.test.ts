import { expect, onTestFinished, test } from 'vitest';
import type { Plan } from '../../../contract/plan.ts';
import type { TimelineTask } from '../../../contract/timeline.ts';
import { createFakeEngine, testEvent, testId } from '../../engine/fake-engine.ts';
import { type Branch, buildTree, placeOfKey, rootKey, rowAt } from './tree.ts';
import { createRunTree } from './tree-store.ts';

const act = { action: 'text.say', input: {} };
const plan: Plan = {
  version: 1,
  title: 'Everything',
  tasks: [
    { id: 'first', ...act },
    {
      id: 'list',
      forEach: { in: { from: 1, to: 100_000 } },
      tasks: [
        { id: 'read', ...act },
        { id: 'turn', ...act, repeat: { max: 3 } },
      ],
    },
    { id: 'again', tasks: [{ id: 'inner', ...act }], onError: { recover: [{ id: 'mend', ...act }] } },
    { id: 'last', ...act },
  ],
};

const task = (path: string, more: Partial<TimelineTask> = {}): TimelineTask => ({
  path,
  status: 'running',
  attempt: 1,
  phases: [],
  ...more,
});
const states = new Map(
  [
    task('list', { total: 100_000, begun: 50_000, done: 49_990 }),
    task('list/7', { total: 2, done: 1 }),
    task('list/7/turn', { begun: 2, done: 2, total: 3 }),
    task('again', { attempt: 2, caught: 'recover', total: 1, done: 0 }),
  ].map((one) => [one.path, one]),
);
const taskOf = (path: string): TimelineTask | undefined => states.get(path);

function keys(root: Branch, from: number, to: number): string[] {
  return Array.from({ length: to - from }, (_, index) => rowAt(root, from + index).key);
}

test('closed, a plan is as many rows as it has tasks, whatever is inside them', () => {
  const root = buildTree(plan, new Map(), taskOf);
  expect(root.size).toBe(4);
  expect(keys(root, 0, 4)).toEqual(['first', 'list', 'again', 'last']);
});

test('a list of 100,000 opens without one object for each of its items', () => {
  const root = buildTree(plan, new Map([[rootKey, new Set([1])]]), taskOf);
  expect(root.size).toBe(100_004);
  expect(root.opens).toHaveLength(1);
  expect(rowAt(root, 100_001)).toMatchObject({ key: 'list/99999', depth: 1, index: 99_999, count: 100_000 });
  expect(rowAt(root, 100_002).key).toBe('again');
});

test('rows and their places find each other, with items and turns open in the middle', () => {
  const opened = new Map([
    [rootKey, new Set([1, 2])],
    ['list', new Set([7])],
    ['list/7', new Set([1])],
  ]);
  const root = buildTree(plan, opened, taskOf);
  expect(keys(root, 8, 16)).toEqual([
    ...['list/6', 'list/7', 'list/7/read', 'list/7/turn'],
    ...['list/7/turn/0', 'list/7/turn/1', 'list/7/turn/2', 'list/8'],
  ]);
  for (const place of [0, 1, 9, 11, 13, 15, 100_006, root.size - 1]) {
    expect(placeOfKey(root, rowAt(root, place).key)).toBe(place);
  }
  expect(placeOfKey(root, 'list/8/read')).toBe(-1);
  expect(placeOfKey(root, 'nothing')).toBe(-1);
});

test('attempts at a group, and what mends its failure, are parts with a name', () => {
  const opened = new Map([
    [rootKey, new Set([2])],
    ['again', new Set([0, 1, 2])],
  ]);
  const root = buildTree(plan, opened, taskOf);
  const rows = Array.from({ length: 6 }, (_, index) => rowAt(root, 3 + index));
  expect(rows.map(({ part, path }) => part ?? path)).toEqual([
    ...['Attempt 1', 'again/inner', 'Attempt 2', 'again/:2/inner', 'After the failure', 'again/:2/:recover/mend'],
  ]);
  for (const { key } of rows) expect(rowAt(root, placeOfKey(root, key)).key).toBe(key);
});

function open() {
  const asked: string[][] = [];
  const runId = testId('run', 1);
  const engine = createFakeEngine((os) => ({
    timeline: {
      tasks: os.timeline.tasks.handler(({ input }) => {
        asked.push(input.paths);
        return { tasks: input.paths.flatMap((path) => states.get(path) ?? []), startedAt: 0 };
      }),
    },
  }));
  const tree = createRunTree({ ...engine, runId, plan, refreshMs: 5 });
  onTestFinished(tree.follow());
  return { asked, engine, tree, runId };
}

test('only what is on the screen is read, each once, until something of the run happens', async () => {
  const { asked, engine, tree, runId } = open();
  tree.show(['first', 'list']);
  await expect.poll(() => tree.taskOf('list')?.total).toBe(100_000);
  tree.show(['first', 'list']);
  expect(asked.flat().filter((path) => path === 'list')).toHaveLength(1);
  engine.emit(
    testEvent('task.started', { attempt: 1, input: {}, idempotencyKey: 'k' }, { scope: { runId, taskId: 'list/3' } }),
  );
  await expect.poll(() => asked.flat().filter((path) => path === 'list').length).toBe(2);
  engine.emit(
    testEvent('task.started', { attempt: 1, input: {}, idempotencyKey: 'k' }, { scope: { runId: testId('run', 2) } }),
  );
});

test('opening everything opens what the plan names, not every item', async () => {
  const { tree } = open();
  tree.openPlan();
  tree.show(['first', 'list', 'again', 'last']);
  await expect.poll(() => tree.state.getState().root.size).toBeGreaterThan(100_000);
  const { root } = tree.state.getState();
  expect(root.opens.map(({ branch }) => branch.row.key)).toEqual(['list', 'again']);
  expect(root.opens[0]?.branch.opens).toEqual([]);
  tree.closeAll();
  expect(tree.state.getState().root.size).toBe(4);
});

test('the way to a step is opened as far as is known what lies on it', async () => {
  const { asked, tree } = open();
  const rowOf = (path: string): number => placeOfKey(tree.state.getState().root, path);
  tree.openTo('list/7/turn/1');
  expect(rowOf('list/7/turn/1')).toBe(-1);
  await expect.poll(() => rowOf('list/7/turn/1')).toBe(13);
  expect(asked.flat()).toEqual(['list', 'list/7', 'list/7/turn']);
  tree.openTo('again/:2/:recover/mend');
  await expect.poll(() => rowOf('again/:2/:recover/mend')).toBeGreaterThan(100_000);
  tree.openTo('nothing/of/this');
  tree.openTo('last');
  expect(rowOf('last')).toBe(tree.state.getState().root.size - 1);
});

test('an agent opens to its steps, and a step to what its model called', () => {
  const working: Plan = { version: 1, title: 'Work', tasks: [{ id: 'work', agent: { goal: 'Go on' } }] };
  const known = new Map(
    [
      task('work', { begun: 2, done: 1 }),
      task('work/0', { calls: ['files_read', 'files_read_2'] }),
      task('work/1'),
    ].map((one) => [one.path, one]),
  );
  const opened = new Map([
    [rootKey, new Set([0])],
    ['work', new Set([0, 1])],
  ]);
  const root = buildTree(working, opened, (path) => known.get(path));
  expect(keys(root, 0, root.size)).toEqual(['work', 'work/0', 'work/0/files_read', 'work/0/files_read_2', 'work/1']);
});
