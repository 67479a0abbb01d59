import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Database, openDatabase } from '../../base/database.ts';
import type { EventLog } from '../../base/event-log.ts';
import { openRuns } from './fixtures/open-runs.ts';

let folder: string;
let database: Database;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heron-whole-'));
  database = openDatabase({ file: join(folder, 'heron.db') });
});

afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true });
});

const patience = { timeout: 30_000 };
const plan = {
  version: 1,
  title: 'Values',
  input: { name: 'Ada' },
  tasks: [
    { id: 'last', value: { all: ['{{ tasks.one.output }}', '{{ tasks.two.output }}'], by: 'Heron' } },
    { id: 'two', value: '{{ $uppercase(tasks.one.output) }}' },
    { id: 'one', value: '{{ input.name }}' },
    { id: 'apart', value: [1, null], after: ['two'] },
  ],
};
const called = { kind: 'webhook', id: 'trg_1' } as const;

function told(events: EventLog, runId: string): unknown[] {
  return events
    .list({ scope: { runId } })
    .filter(({ type }) => type !== 'run.created')
    .map(({ type, payload, scope: { taskId } }) => ({ type, payload, taskId }));
}

/** In how many commits a run was written down. */
function commitsIn(events: EventLog): () => number {
  let count = 0;
  events.alongCommits({ begin: () => {}, end: () => void (count += 1) });
  return () => count;
}

test('a run of values goes on record as it would step by step, in one commit with its creation if it was called', async () => {
  const { runs, events } = openRuns({}, database);
  // What a conversation has read is passed on first, so its runs go step by step.
  const stepwise = await runs.start({ plan, source: 'person', conversationId: 'cnv_1' });
  await expect.poll(() => runs.get(stepwise).status, patience).toBe('completed');
  const commits = commitsIn(events);
  const whole = await runs.start({ plan, source: 'person', unattended: true, trigger: called });
  expect(commits()).toBe(1);
  expect(told(events, whole)).toEqual(told(events, stepwise));
  expect(runs.get(whole)).toMatchObject({ status: 'completed', tasks: { last: { output: { all: ['Ada', 'ADA'] } } } });
  expect(runs.isBusy()).toBe(false);
  expect(await runs.replay(whole)).toMatchObject({ identical: true });
  await runs.close();
});

test('a value that goes wrong fails its run as ever', async () => {
  const { runs, events } = openRuns({}, database);
  const tasks = [
    { id: 'one', value: 1 },
    { id: 'bad', value: '{{ $number(tasks.one.output & "x") }}' },
    { id: 'never', value: '{{ tasks.bad.output }}' },
  ];
  const runId = await runs.start({ plan: { version: 1, title: 'Bad', tasks }, source: 'person', trigger: called });
  await expect.poll(() => runs.get(runId).status, patience).toBe('failed');
  const types = events.list({ scope: { runId } }).map(({ type, scope: { taskId = '' } }) => `${type} ${taskId}`);
  expect(types).toEqual([
    ...['run.created ', 'run.started ', 'task.completed one', 'task.failed bad', 'task.skipped never', 'run.failed '],
  ]);
  await runs.close();
});

test('a run of values that cannot be written down stands still, and goes on once it can', async () => {
  const { runs, events } = openRuns({}, database);
  const stalls: string[] = [];
  let fill = (): void => undefined;
  events.listen((event) => {
    if (event.type === 'run.created') fill();
    if (event.type === 'run.stalled') stalls.push(event.payload.error.message);
  });
  fill = () => database.pragma(`max_page_count = ${Number(database.pragma('page_count', { simple: true }))}`);
  const large = { id: 'large', value: 'x'.repeat(50_000) };
  const runId = await runs.start({ plan: { version: 1, title: 'Large', tasks: [large] }, source: 'person' });
  await expect.poll(() => runs.get(runId).stalled?.message, patience).toBe('The disk is full; nothing was saved');
  expect(runs.get(runId).tasks['large']?.status).toBe('waiting');
  database.pragma('max_page_count = 1000000');
  await expect.poll(() => runs.get(runId).status, patience).toBe('completed');
  expect(stalls).toHaveLength(1);
  await runs.close();
});

test('a called run of values that cannot be written down was never there', async () => {
  const { runs, events } = openRuns({}, database);
  database.pragma(`max_page_count = ${Number(database.pragma('page_count', { simple: true }))}`);
  const large = { id: 'large', value: 'x'.repeat(50_000) };
  const request = { plan: { version: 1, title: 'Large', tasks: [large] }, source: 'person', trigger: called } as const;
  await expect(runs.start(request)).rejects.toThrow('database or disk is full');
  expect(runs.isBusy()).toBe(false);
  expect(events.list({})).toEqual([]);
  await runs.close();
});
