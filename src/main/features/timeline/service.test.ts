import { expect, test } from 'vitest';
import type { Json } from '../../../contract/json.ts';
import { systemClock } from '../../base/clock.ts';
import { HeronError } from '../../base/errors.ts';
import { createClassLimits } from '../../orchestrator/class-limits.ts';
import type { Attempt } from '../../orchestrator/execution.ts';
import { usageRows } from '../../orchestrator/usage-rows.ts';
import { phaseRows } from '../../orchestrator/phase-rows.ts';
import { doArithmetic } from '../../orchestrator/fixtures/arithmetic.ts';
import { openRuns } from '../runs/fixtures/open-runs.ts';
import type { RunParts } from '../runs/service.ts';
import { timelineRows } from './rows.ts';
import { createTimeline } from './service.ts';

function open(changes: Partial<RunParts> = {}) {
  const { runs, events, database } = openRuns(changes);
  const timeline = createTimeline({
    ...{ events, clock: systemClock, scrub: (value) => value },
    rows: timelineRows(database),
    phases: phaseRows(database),
    used: usageRows(database).of,
  });
  const run = async (tasks: object[]): Promise<string> => {
    const plan = { version: 1, title: 'Times', tasks };
    const runId = await runs.start({ plan, source: 'person' });
    await expect.poll(() => runs.get(runId).endedAt, { timeout: 30_000 }).toBeDefined();
    return runId;
  };
  return { runs, events, timeline, run };
}

const add = (id: string, a: unknown = 1, more: object = {}) => ({ id, action: 'sum.add', input: { a }, ...more });
const list = (to: number, more: object = {}) =>
  add('list', '{{ item }}', { forEach: { in: { from: 1, to }, concurrency: 8 }, ...more });

/** Fails so many times for an input. */
function failing(times: (a: number) => number): (attempt: Attempt) => Promise<Json> {
  return async (attempt) => {
    const a = Number(attempt.input['a']);
    if (attempt.attempt <= times(a)) throw new HeronError('network', `Nobody answers ${a}`);
    return doArithmetic(attempt);
  };
}

test('tasks are read by their paths, wherever they are; what has not begun is left out', async () => {
  const { timeline, run } = open();
  const runId = await run([add('one'), { id: 'group', tasks: [add('x'), list(3)] }]);
  const paths = ['one', 'group', 'group/x', 'group/list', 'group/list/2', 'group/list/9', 'none'];
  const { tasks, startedAt, endedAt } = timeline.tasks(runId, paths);
  expect(tasks.map(({ path, status }) => [path, status])).toEqual(paths.slice(0, 5).map((path) => [path, 'completed']));
  expect(tasks[1]).toMatchObject({ total: 2, done: 2, failed: 0 });
  expect(tasks[3]).toMatchObject({ total: 3, begun: 3, done: 3 });
  expect(tasks[4]).toMatchObject({ phases: [], about: '3' });
  for (const task of tasks) expect(task.startedAt).toBeGreaterThanOrEqual(startedAt);
  expect(endedAt).toBeGreaterThanOrEqual(startedAt);
  expect(() => timeline.tasks('run_0', [])).toThrow(/no run/);
});

test('earlier attempts and the pauses between them are phases, and each attempt can be read', async () => {
  const { timeline, run } = open({ callWorker: failing((a) => (a === 2 ? 1 : 0)) });
  const retry = { attempts: 2, firstMs: 5 };
  const runId = await run([add('top', 2, { retry }), list(3, { retry })]);
  for (const path of ['top', 'list/1']) {
    const { task, attempts } = timeline.task(runId, path);
    expect(task?.phases.map(({ kind, text }) => [kind, text])).toEqual([
      ['attempt', 'Nobody answers 2'],
      ['retrying', 'Nobody answers 2'],
    ]);
    expect(task?.startedAt).toBeGreaterThanOrEqual(task?.phases[1]?.from ?? Infinity);
    expect(attempts.map(({ attempt, status }) => [attempt, status])).toEqual([
      [1, 'failed'],
      [2, 'completed'],
    ]);
    expect(attempts[0]).toMatchObject({ error: { code: 'network' }, input: { value: { a: 2 } } });
    expect(attempts[1]).toMatchObject({ output: { value: { value: 3 } }, says: '2 and 1 make 3.' });
  }
  expect(timeline.task(runId, 'list/0')).toMatchObject({ task: { phases: [] }, attempts: [{ status: 'completed' }] });
});

test('what stood in line is told for what; short waits are not', async () => {
  const slow = async (attempt: Attempt): Promise<Json> => {
    await new Promise((resolve) => setTimeout(resolve, 60));
    return doArithmetic(attempt);
  };
  const limits = createClassLimits({ cpu: 1, files: 1, network: 1, shell: 1 });
  const { timeline, run } = open({ callWorker: slow, limits });
  const runId = await run([add('a'), add('b'), add('c', 1, { key: 'only' }), add('d', 1, { key: 'only' })]);
  const { tasks } = timeline.tasks(runId, ['a', 'b', 'c', 'd']);
  const lines = tasks.flatMap(({ phases }) => phases.map(({ kind, for: what, name }) => [kind, what, name]));
  expect(lines).toContainEqual(['queued', 'turn', 'cpu']);
  expect(lines).toContainEqual(['queued', 'key', 'only']);
  expect(tasks[0]?.phases).toEqual([]);
  for (const { phases, startedAt } of tasks)
    for (const { to } of phases) expect(to).toBeLessThanOrEqual(startedAt ?? 0);
});

test('a large value is begun, and read by pieces', async () => {
  const big = { value: 1, text: 'x'.repeat(100_000) };
  const { timeline, run } = open({ callWorker: async () => big });
  const runId = await run([add('a')]);
  const output = timeline.task(runId, 'a').attempts[0]?.output;
  expect(output?.value).toBeUndefined();
  expect(output?.beginning).toContain('xxx');
  const piece = (offset: number, length: number) =>
    timeline.value(runId, { seq: output?.seq ?? 0, part: 'output', offset, length });
  const first = piece(0, 60_000);
  const whole = first.text + piece(60_000, 60_000).text;
  expect(whole).toHaveLength(first.characters);
  expect(JSON.parse(whole)).toEqual(big);
  expect(() => timeline.value(runId, { seq: output?.seq ?? 0, part: 'input', offset: 0, length: 10 })).toThrow(
    /no input/,
  );
});

test('tasks are found by status, path, title and error, page after page', async () => {
  const { timeline, run } = open({ callWorker: failing((a) => (a % 10 === 0 ? 9 : 0)) });
  const runId = await run([
    list(200, { onError: 'skip', retry: { attempts: 1 } }),
    add('ten', 10, { retry: { attempts: 1 } }),
  ]);
  const find = (wanted: object) => timeline.find(runId, { limit: 100, ...wanted });
  expect(find({ statuses: ['failed'] }).paths).toEqual(['ten']);
  expect(find({ text: 'answers 150' }).paths).toEqual(['list/149']);
  expect(find({ text: 'LIST/19' }).paths).toEqual([
    'list/19',
    ...Array.from({ length: 10 }, (_, index) => `list/${190 + index}`),
  ]);
  expect(find({ text: 'zzz', named: ['ten'] }).paths).toEqual(['ten']);
  const skipped: string[] = [];
  for (let after: string | undefined; ; after = skipped.at(-1)) {
    const page = find({ statuses: ['skipped'], after, limit: 7 });
    skipped.push(...page.paths);
    if (!page.hasMore) break;
  }
  expect(skipped).toHaveLength(20);
  expect(new Set(skipped).size).toBe(20);
});

test('how busy a run was is counted by the places of its plan', async () => {
  const { timeline, run } = open();
  const runId = await run([{ id: 'outer', forEach: { in: [1, 2, 3] }, tasks: [add('x'), list(4)] }]);
  const { places, from, to } = await timeline.activity(runId, 10);
  const sums = places.map(({ place, begun, ended }) => [place, sum(begun), sum(ended)]);
  expect(Object.fromEntries(sums.map(([place, ...counts]) => [place, counts]))).toEqual({
    outer: [1, 1],
    'outer/*': [3, 3],
    'outer/x': [3, 3],
    'outer/list': [3, 3],
    'outer/list/*': [12, 12],
  });
  expect(to).toBeGreaterThan(from);
});

const sum = (counts: number[]): number => counts.reduce((all, count) => all + count, 0);

test('one goes through time from moment to moment, and to those that matter', async () => {
  const { timeline, run, events } = open({ callWorker: failing((a) => (a === 3 ? 1 : 0)) });
  const runId = await run([list(5, { retry: { attempts: 2, firstMs: 1 } })]);
  const all = events.list({ scope: { runId } });
  const last = all.at(-1)?.at ?? 0;
  expect(timeline.moment(runId, { at: last, step: 'here' })).toMatchObject({
    ...{ moment: { type: 'run.completed' }, number: all.length, total: all.length },
  });
  expect(timeline.moment(runId, { at: 0, step: 'here' })).toEqual({ number: 0, total: all.length });
  const seen: number[] = [];
  for (let at = 0; ;) {
    const { moment } = timeline.moment(runId, { at, step: 'next' });
    if (!moment) break;
    seen.push((at = moment.at));
  }
  expect(seen).toEqual([...new Set(all.map(({ at }) => at))]);
  expect(timeline.moment(runId, { at: seen[1] ?? 0, step: 'previous' }).moment?.at).toBe(seen[0]);
  const { moments, hasMore } = timeline.moments(runId, 100);
  expect(moments.map(({ type }) => type)).toEqual(['run.created', 'run.started', 'task.retried', 'run.completed']);
  expect(moments[2]).toMatchObject({ path: 'list/2', text: 'Nobody answers 3' });
  expect(hasMore).toBe(false);
});

test('a permission that is asked for is a phase until it is answered', async () => {
  const { timeline, events, run } = open();
  const runId = await run([add('a')]);
  const requestId = 'req_00000000000000000000000001';
  const need = { capability: 'files.read' as const, target: '/docs' };
  const request = {
    ...{ id: requestId, runId, taskIds: ['a'], actions: ['add'], workerId: 'sum', workerName: 'Sum' },
    ...{ need, reason: 'to read', createdAt: 1 },
  };
  await events.append([{ type: 'permission.requested', scope: { runId }, payload: { request } }]);
  expect(timeline.tasks(runId, ['a']).tasks[0]?.phases).toEqual([
    { kind: 'asking', from: expect.any(Number) as number, attempt: 1, text: '/docs' },
  ]);
  await events.append([{ type: 'permission.denied', payload: { requestId, need, rule: 'the person' } }]);
  expect(timeline.tasks(runId, ['a']).tasks[0]?.phases[0]?.to).toBeDefined();
});
