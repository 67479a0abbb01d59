import { expect, test } from 'vitest';
import { testEvent, testId } from '../../engine/fake-engine.ts';
import { describeEvent, subjectOf } from './describe-event.ts';
import type { EventNames } from './sentence.ts';
import { toneOf } from './event-tones.ts';
import { timelineRows } from './event-rows.ts';

const runId = testId('run', 1);
const need = { capability: 'files.write' as const, target: '/home/ada/out.zip' };

const grant = {
  id: testId('grt', 1),
  workerId: 'archive',
  capability: 'files.read' as const,
  target: '/home/ada/docs',
  match: 'below' as const,
  scope: 'run' as const,
  createdAt: 1,
  givenBy: 'prompt' as const,
};
const says = 'Packed 1 file into `/home/ada/out.zip`.';
const answer = {
  id: testId('msg', 1),
  conversationId: testId('cnv', 1),
  role: 'assistant' as const,
  text: says,
  at: 1,
};

const names: EventNames = {
  taskTitle: ({ taskId }) => (taskId === 'zip' ? 'Zip the folder docs' : undefined),
  workerName: (id) => (id === 'archive' ? 'Archive' : id),
};

test.each([
  [
    testEvent('task.used', { attempt: 1, used: { tokens: 1204, money: 0.0031 } }, { scope: { runId, taskId: 'zip' } }),
    'Zip the folder docs used 1,204 tokens, 0.0031 USD',
  ],
  [
    testEvent('task.started', { attempt: 1, input: {}, idempotencyKey: 'k' }, { scope: { runId, taskId: 'zip' } }),
    'Zip the folder docs started',
  ],
  [
    testEvent('task.completed', { attempt: 1, output: {}, says }, { scope: { runId, taskId: 'zip' } }),
    'Zip the folder docs completed: Packed 1 file into /home/ada/out.zip.',
  ],
  [testEvent('message.added', { message: answer }), 'Heron: Packed 1 file into /home/ada/out.zip.'],
  [testEvent('message.added', { message: { ...answer, role: 'person' } }), `You: ${says}`],
  [testEvent('permission.granted', { grant }), 'Archive may read /home/ada/docs and all below it (this run)'],
  [
    testEvent('permission.restored', { grant }),
    'Archive may again read /home/ada/docs and all below it: its conversation is back',
  ],
  [
    testEvent('permission.expired', { grant }),
    'Archive may no longer read /home/ada/docs and all below it: the time has passed',
  ],
  [
    testEvent('permission.used', { grantId: grant.id, usesLeft: 1 }, { scope: { workerId: 'archive' } }),
    'Archive used a permission; 1 more use of it',
  ],
  [
    testEvent('permission.used', { grantId: grant.id, usesLeft: 0 }, { scope: { workerId: 'archive' } }),
    'Archive used a permission; that was the last time',
  ],
  [
    testEvent('worker.loaded', { version: '1.0.0' }, { scope: { workerId: 'archive' } }),
    'Worker Archive loaded, version 1.0.0',
  ],
  [
    testEvent('task.started', { attempt: 2, input: {}, idempotencyKey: 'k' }, { scope: { taskId: 'pack' } }),
    'Step pack started, attempt 2',
  ],
  [
    testEvent('task.progressed', { percent: 49.6, text: '4 of 8' }, { scope: { taskId: 'pack' } }),
    'Step pack goes on · 50 % · 4 of 8',
  ],
  [
    testEvent('run.undone', { report: { restored: ['/a'], conflicts: [{ path: '/b', reason: 'changed' }] } }),
    'Run undone: 1 restored, 1 left as they are',
  ],
  [
    testEvent('permission.denied', { need, rule: 'not declared' }, { scope: { workerId: 'archive' } }),
    'Archive may not change /home/ada/out.zip (not declared)',
  ],
  [testEvent('models.changed', { configuration: null }), 'Models: the rules plan'],
  [
    testEvent('model.fellBack', {
      ...{ purpose: 'plan', because: 'rate-limited', message: 'Too many requests' },
      ...{ from: { model: 'big/one', account: 'home' }, to: { model: 'big/one', account: 'work' } },
    }),
    'Answered by big/one (work), because big/one (home) is rate-limited',
  ],
  [
    testEvent('model.limitReached', { limit: { per: 'run', unit: 'money', atMost: 0.5, used: 0.4961 } }),
    'No model was asked: the limit of $0.50 a run leaves no room ($0.4961 used)',
  ],
  [testEvent('welcome.moved', { isOpen: true, step: 'folders' }), 'First start: which folders it may see'],
])('an event says what happened (%#)', (event, sentence) => {
  expect(describeEvent(event, names)).toBe(sentence);
});

test('a sentence about a step that has a title begins with it', () => {
  const event = testEvent('task.skipped', { reason: 'not needed' }, { scope: { runId, taskId: 'zip' } });
  expect(subjectOf(event, names)).toBe('Zip the folder docs');
  expect(describeEvent(event, names).startsWith(subjectOf(event, names))).toBe(true);
  expect(subjectOf(testEvent('run.started', {}, { scope: { runId } }), names)).toBe('');
});

test('what failed stands out, what only happened does not', () => {
  expect(toneOf(testEvent('run.failed', { error: { code: 'network', message: 'gone' } }))).toBe('danger');
  expect(toneOf(testEvent('run.created', {} as never))).toBe('neutral');
});

const inRun = (seq: number, run = runId) => testEvent('run.started', {}, { seq, scope: { runId: run } });
const options = { text: '', hasPassing: true, isGrouped: true, oldest: 1, seam: undefined };

test('each stretch of a run is headed by its name', () => {
  const other = testId('run', 2);
  const rows = timelineRows(
    [inRun(1), inRun(2), inRun(3, other), testEvent('worker.unloaded', {}, { seq: 4 }), inRun(5)],
    options,
  );
  expect(rows.map(({ kind }) => kind)).toEqual(['run', 'event', 'event', 'run', 'event', 'event', 'run', 'event']);
});

test('passing events can be left out, and text narrows what is shown', () => {
  const events = [inRun(1), testEvent('task.progressed', {}, { seq: 0, scope: { runId, taskId: 'pack' } })];
  expect(timelineRows(events, { ...options, hasPassing: false })).toHaveLength(2);
  expect(timelineRows(events, { ...options, text: 'PACK' })).toHaveLength(2);
  expect(timelineRows(events, { ...options, text: 'nothing' })).toEqual([]);
});

test('older pages are offered at the top, and a seam takes the place of the offer once they are there', () => {
  const before = timelineRows([inRun(5), inRun(6)], { ...options, isGrouped: false, oldest: 5 });
  expect(before.map(({ kind }) => kind)).toEqual(['older', 'event', 'event']);
  const after = timelineRows([inRun(3), inRun(5), inRun(6)], { ...options, isGrouped: false, oldest: 2, seam: 5 });
  expect(after.map(({ kind }) => kind)).toEqual(['older', 'event', 'seam', 'event', 'event']);
  expect(after[2]?.key).toBe(before[0]?.key);
});

test('what a builder keeps one after the other is one row that says how often', () => {
  const saved = (seq: number, workflow = 1) =>
    testEvent('workflow.saved', { workflowId: testId('workflow', workflow), title: 'Tea', revision: seq }, { seq });
  const flat = { ...options, isGrouped: false };
  const rows = timelineRows([saved(1), saved(2), saved(3), saved(4, 2), inRun(5), saved(6)], flat);
  const told = rows.flatMap((row) => (row.kind === 'event' ? [[row.event.seq, row.times]] : []));
  expect(told).toEqual([
    [3, 3],
    [4, 1],
    [5, 1],
    [6, 1],
  ]);
  // The row stays the same one for who looks at it.
  expect(rows[0]?.key).toBe(timelineRows([saved(1)], flat)[0]?.key);
});
