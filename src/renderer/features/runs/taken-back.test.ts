import { expect, test } from 'vitest';
import type { Task } from '../../../contract/plan-task.ts';
import type { CompensationState } from '../../../contract/compensations.ts';
import type { Run, TaskState } from '../../../contract/runs.ts';
import { canUndo, hasCompensations, takenBackWord } from './taken-back.ts';

const undo = { action: 'sum.add', input: {} };
const task: Task = { id: 'a', action: 'sum.add', input: {}, undo };
const run = (plan: Task[], state: Partial<TaskState>): Run =>
  ({ plan: { version: 1, title: 'x', tasks: plan }, tasks: { a: { id: 'a', ...state } } }) as unknown as Run;
const compensation = (status: CompensationState['status']): CompensationState => ({ action: 'sum.add', status });

test('a step whose effect can be taken back makes its run one to undo, until it has been', () => {
  expect(hasCompensations(run([task], {}))).toBe(false);
  expect(hasCompensations(run([task], { startedAt: 1 }))).toBe(false);
  expect(hasCompensations(run([task], { startedAt: 1, compensation: compensation('possible') }))).toBe(true);
  expect(hasCompensations(run([task], { startedAt: 1, compensation: compensation('failed') }))).toBe(true);
  expect(hasCompensations(run([task], { startedAt: 1, compensation: compensation('done') }))).toBe(false);
});

test('a run can be undone for its files or for what its steps did elsewhere, once', () => {
  const begun = run([task], { startedAt: 1, compensation: compensation('possible') });
  expect(canUndo(begun, [])).toBe(true);
  expect(canUndo(run([task], {}), [{ undone: false }])).toBe(true);
  expect(canUndo(run([task], {}), [{ undone: true }])).toBe(false);
  expect(canUndo({ ...begun, undoing: true }, [{ undone: false }])).toBe(false);
  expect(canUndo({ ...begun, undone: true }, [])).toBe(false);
});

test('of lists and groups it is enough that they have begun', () => {
  expect(hasCompensations(run([{ ...task, forEach: { in: [1] } }], { startedAt: 1 }))).toBe(true);
  expect(hasCompensations(run([{ id: 'a', tasks: [{ ...task, id: 'b' }] }], { startedAt: 1 }))).toBe(true);
  expect(hasCompensations(run([{ id: 'a', tasks: [{ ...task, id: 'b' }] }], {}))).toBe(false);
});

test('how far it is stands with the step', () => {
  const word = (status: CompensationState['status']) =>
    takenBackWord({ compensation: compensation(status) } as TaskState);
  expect(word('possible')).toBeUndefined();
  expect(word('done')?.text).toBe('Taken back');
  expect(word('failed')).toEqual({ text: 'Not taken back', tone: 'danger' });
});
