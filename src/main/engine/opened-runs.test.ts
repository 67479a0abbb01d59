import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { Json } from '../../contract/json.ts';
import type { Task } from '../../contract/plan-task.ts';
import type { Attempt } from '../orchestrator/execution.ts';
import { doArithmetic } from '../orchestrator/fixtures/arithmetic.ts';
import { exported, openWorld } from './fixtures/bundle-world.ts';

const add = (id: string, a: Json, more: Partial<Task> = {}): Task => ({
  id,
  action: 'sum.add',
  input: { a, b: 1 },
  ...more,
});

/** Lists, loops, choices, chance, retries, a failure made good, values. */
const mixed: Task[] = [
  add('first', 1),
  { id: 'dice', value: '{{ $floor($random() * 1000) & " at " & $now() }}' },
  {
    id: 'list',
    forEach: { in: '{{ [1..40] }}', concurrency: 3 },
    tasks: [add('one', '{{ item }}'), add('two', '{{ tasks.one.output.value }}')],
  },
  add('loop', '{{ previous ? previous.value : 0 }}', { repeat: { max: 4 } }),
  add('fragile', 5, { retry: { attempts: 3, firstMs: 1 } }),
  add('broken', 5, { onError: { recover: [add('mend', 1)] } }),
  {
    id: 'way',
    switch: {
      on: '{{ tasks.first.output.value }}',
      cases: [{ is: 2, tasks: [add('inside', 1)] }],
      otherwise: [add('never', 1)],
    },
  },
  add('sum', '{{ $sum(tasks.list.output.two.value) }}'),
  { id: 'file', action: 'disk.save', input: { path: '/home/ada/sums.txt', value: '{{ tasks.sum.output.value }}' } },
];

const callWorker = async (attempt: Attempt): Promise<Json> => {
  if (attempt.taskId === 'fragile' && attempt.attempt < 3) throw new Error('not yet');
  if (attempt.taskId === 'broken') throw new Error('it broke');
  return doArithmetic(attempt);
};

test('a run is exported, opened in another engine with another data folder, and its replay there is the same [X-03]', async () => {
  const here = openWorld({ runs: { callWorker } });
  const there = openWorld({ redacting: { homeFolder: '/home/grace', userName: 'grace' } });
  const run = await here.run(mixed);
  expect(run.status).toBe('completed');
  const { bytes, content } = await exported(here.bundles, run.id);
  expect(content).toMatchObject({ actions: 2, files: 0, bytes: bytes.length });
  const opened = await there.open(bytes);
  expect(opened).toMatchObject({ isNew: true, events: content?.events });
  expect(opened.runId).not.toBe(run.id);
  const found = there.runs.get(opened.runId);
  expect(found).toMatchObject({
    status: 'completed',
    createdAt: run.createdAt,
    opened: { file: 'sums.heron-run', heron: '1.2.3', redaction: 'secrets' },
  });
  const before = await here.runs.replay(run.id);
  const after = await there.runs.replay(opened.runId);
  expect(before).toMatchObject({ identical: true });
  expect(after).toMatchObject({ identical: true, events: before.events });
  // Nothing in what is compared had to be redacted but the path of one file.
  const other = await there.runs.replay((await there.open((await exported(here.bundles, run.id)).bytes)).runId);
  expect(other.digest).toBe(after.digest);
  expect(gunzipSync(bytes).toString().split('\n')[0]).toContain('"format":"heron-run/1"');
  const blanked = await there.open((await exported(here.bundles, run.id, { redaction: 'values' })).bytes);
  expect(there.runs.get(blanked.runId).tasks['list']?.progress).toEqual({ total: 40, done: 40, failed: 0 });
});

test('with nothing to redact the replay elsewhere has the same digest', async () => {
  const here = openWorld({ runs: { callWorker } });
  const there = openWorld();
  const run = await here.run(mixed.slice(0, -1));
  const { runId } = await there.open((await exported(here.bundles, run.id)).bytes);
  expect((await there.runs.replay(runId)).digest).toBe((await here.runs.replay(run.id)).digest);
});

test('what screens ask of an opened run is as in the engine that made it', async () => {
  const here = openWorld({ runs: { callWorker } });
  const there = openWorld();
  const run = await here.run(mixed);
  const { runId } = await there.open((await exported(here.bundles, run.id)).bytes);
  const paths = ['first', 'list', 'list/7', 'list/7/two', 'loop/2', 'fragile', 'broken/:recover/mend'];
  const tasksOf = ({ reading }: ReturnType<typeof openWorld>, id: string) => reading.timeline.tasks(id, paths);
  expect(tasksOf(there, runId)).toEqual(tasksOf(here, run.id));
  expect(there.reading.timeline.task(runId, 'fragile').attempts).toHaveLength(3);
  expect(await there.reading.timeline.activity(runId, 20)).toEqual(await here.reading.timeline.activity(run.id, 20));
  expect(there.runs.items(runId, { inside: 'list', limit: 100 }).items).toHaveLength(40);
  const { events } = there.reading;
  expect(events.list({ scope: { runId } })).toHaveLength(
    here.log.count({ scope: { runId: run.id }, types: ['run.*', 'task.*'] }),
  );
  expect(events.traceOf(runId)).not.toBe(here.log.traceOf(run.id));
  const watched = [];
  const stop = new AbortController();
  for await (const event of events.watch({ scope: { runId }, after: 0 }, stop.signal)) {
    watched.push(event.seq);
    if (watched.length === events.lastSeq(runId)) stop.abort();
  }
  expect(watched).toEqual(Array.from(watched, (_, index) => index + 1));
});

test('an opened run stands in lists with its mark and is counted with nothing', async () => {
  const here = openWorld();
  const there = openWorld();
  const run = await here.run([add('first', 1)]);
  const { runId } = await there.open(
    (await exported(here.bundles, run.id)).bytes,
    'C:\\Users\\eve\\..\\sums\u202Enur.heron-run',
  );
  expect(there.runs.list({ limit: 10 })).toMatchObject([{ id: runId, opened: { file: 'sumsnur.heron-run' } }]);
  expect(there.runs.list({ limit: 10, status: 'failed' })).toEqual([]);
  expect(there.database.prepare('SELECT count(*) AS runs FROM runs').get()).toEqual({ runs: 0 });
  expect(there.log.list({ types: ['run.*', 'task.*'] })).toEqual([]);
  expect(there.log.last('bundle.opened', {})?.payload.runId).toBe(runId);
});

test('the same file is the same run, also after a restart, and removed it is gone', async () => {
  const here = openWorld();
  const there = openWorld();
  const run = await here.run([add('first', 1)]);
  const { bytes } = await exported(here.bundles, run.id);
  const { runId } = await there.open(bytes);
  expect(await there.open(bytes, 'another-name')).toMatchObject({ runId, isNew: false });
  const more = (await exported(here.bundles, run.id)).bytes;
  const atOnce = await Promise.all([there.open(more), there.open(more)]);
  expect(atOnce.map(({ isNew }) => isNew)).toEqual([true, false]);
  await there.bundles.remove(atOnce[0].runId);
  await there.close();
  const next = openWorld({ folder: there.folder });
  expect(next.runs.get(runId).opened?.file).toBe('sums.heron-run');
  expect(await next.open(bytes)).toMatchObject({ runId, isNew: false });
  await next.bundles.remove(runId);
  expect(() => next.runs.get(runId)).toThrow(`There is no run ${runId}`);
  expect(next.runs.list({ limit: 10 })).toEqual([]);
  expect(await next.open(bytes)).toMatchObject({ runId, isNew: true });
});

test('an opened run is never resumed, answered, stopped, pinned or undone, and only opened runs are removed so', async () => {
  const here = openWorld();
  const run = await here.run([add('first', 1)]);
  const { runId } = await here.open((await exported(here.bundles, run.id)).bytes);
  const { runs } = here;
  const refused = { code: 'conflict', message: expect.stringContaining('opened from a file') as string };
  await expect(runs.cancel(runId, 'no')).rejects.toMatchObject(refused);
  await expect(runs.undo(runId)).rejects.toMatchObject(refused);
  await expect(runs.previewUndo(runId)).rejects.toMatchObject(refused);
  await expect(runs.answer(runId, 'first', 'yes')).rejects.toMatchObject(refused);
  await expect(runs.resolve(runId, 'first', 'retry')).rejects.toMatchObject(refused);
  await expect(runs.pin(runId, true)).rejects.toMatchObject(refused);
  await expect(here.bundles.remove(run.id)).rejects.toMatchObject({ code: 'conflict' });
  runs.resume();
  expect(runs.isBusy()).toBe(false);
});

test('a fork of an opened run asks and acts here, is marked by the bundle, and keeps what was done', async () => {
  const calls: string[] = [];
  const marks: string[] = [];
  const asked: string[] = [];
  const here = openWorld();
  const there = openWorld({
    runs: {
      callWorker: (attempt) => (calls.push(attempt.taskId), doArithmetic(attempt)),
      inheritTaint: async (_, from) => void marks.push(from),
      ensure: async (_, needs) => void asked.push(...needs.map(({ need }) => need.target)),
    },
  });
  const run = await here.run([
    add('first', 1),
    { id: 'file', action: 'disk.save', input: { path: '/tmp/sums.txt', value: '{{ tasks.first.output.value }}' } },
  ]);
  const { runId } = await there.open((await exported(here.bundles, run.id)).bytes);
  expect(calls).toEqual([]);
  const forked = await there.runs.fork(runId, { from: 'file' });
  const after = await there.ended(forked.runId);
  expect(after).toMatchObject({ status: 'completed', origin: { runId, taskId: 'file', kept: 1 } });
  expect(after.opened).toBeUndefined();
  expect(after.tasks['first']).toMatchObject({ keptFrom: runId, output: { value: 2 } });
  expect({ calls, marks, asked: asked.includes('/tmp/sums.txt') }).toEqual({
    calls: ['file'],
    marks: [runId],
    asked: true,
  });
  await expect(there.bundles.remove(runId)).rejects.toMatchObject({ code: 'conflict', details: { forks: 1 } });
  expect(await there.runs.replay(forked.runId)).toMatchObject({ identical: true });
});

test(
  'a list of the run that a fork came from travels with it, and what a bundle names besides is not read here',
  { timeout: 120_000 },
  async () => {
    const here = openWorld();
    const there = openWorld();
    const before = await here.run([
      {
        id: 'list',
        forEach: { in: { from: 1, to: 100 }, concurrency: 50 },
        value: '{{ $pad($string(item), 100000) }}',
      },
      {
        id: 'again',
        after: ['list'],
        forEach: { in: '{{ tasks.list.output }}', concurrency: 50 },
        value: '{{ $number($trim(item)) * 2 + 1 }}',
      },
    ]);
    const forked = await here.ended((await here.runs.fork(before.id, { from: 'again' })).runId);
    expect(forked.status).toBe('completed');
    const { bytes, content } = await exported(here.bundles, forked.id);
    expect(content?.lists).toBe(1);
    const blanked = await there.open((await exported(here.bundles, forked.id, { redaction: 'values' })).bytes);
    expect(there.runs.get(blanked.runId).tasks['again']?.progress).toMatchObject({ done: 100 });
    const { runId } = await there.open(bytes);
    const replayed = await there.runs.replay(runId);
    expect(replayed).toMatchObject({ identical: true, digest: (await here.runs.replay(forked.id)).digest });
    const third = await there.ended((await there.runs.fork(runId, { from: 'again' })).runId);
    expect(third.status).toBe('completed');
    const { outputs } = there.reading.tables.items.outputs(third.id, 'again', 98, 2);
    expect(outputs).toEqual([199, 201]);
    expect(() => there.runs.get(before.id)).toThrow('There is no run');
  },
);

test('a run that has not ended is not exported', async () => {
  const { bundles, runs, ended } = openWorld();
  const runId = await runs.start({
    plan: { version: 1, title: 'Wait', tasks: [{ id: 'w', wait: { approval: { text: 'Go on?' } } }] },
    source: 'person',
  });
  await expect(exported(bundles, runId)).rejects.toMatchObject({ code: 'conflict' });
  await runs.cancel(runId, 'no');
  await ended(runId);
  expect((await exported(bundles, runId)).content?.events).toBeGreaterThan(2);
});

test('a replay says how far it is, and ends when nobody wants it any more [X-03]', async () => {
  const { runs, run } = openWorld();
  const { id } = await run([{ id: 'list', forEach: { in: { from: 1, to: 400 } }, value: '{{ item }}' }]);
  const seen: number[] = [];
  const report = await runs.replay(id, { onProgress: ({ events }) => seen.push(events) });
  expect(report.identical).toBe(true);
  expect(seen.length).toBeGreaterThan(3);
  expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  const stop = new AbortController();
  const stopped = runs.replay(id, { signal: stop.signal, onProgress: ({ events }) => events > 100 && stop.abort() });
  await expect(stopped).rejects.toThrow();
  expect(await runs.replay(id)).toEqual(report);
});
