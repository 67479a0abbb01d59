import { expect, test } from 'vitest';
import type { Json } from '../../../contract/json.ts';
import { openDatabase } from '../../base/database.ts';
import { HeronError } from '../../base/errors.ts';
import type { Attempt } from '../../orchestrator/execution.ts';
import { openRuns as open } from './fixtures/open-runs.ts';
import type { RunParts } from './service.ts';

const addition = { version: 1, title: 'Add', tasks: [{ id: 'a', action: 'sum.add', input: { a: 1 } }] };
const saving = {
  version: 1,
  title: 'Save',
  tasks: [{ id: 's', action: 'disk.save', input: { path: 'x.txt', value: 1 } }],
};

function hanging({ signal }: Attempt): Promise<Json> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
}

test('a run is listed with its counts and read with its whole state', async () => {
  const { runs } = open();
  const runId = await runs.start({ plan: addition, source: 'person' });
  await expect.poll(() => runs.get(runId).status).toBe('completed');
  expect(runs.list({ limit: 10 })).toMatchObject([
    { id: runId, title: 'Add', status: 'completed', tasks: { total: 1, completed: 1, failed: 0 } },
  ]);
  expect(runs.list({ status: 'failed', limit: 10 })).toEqual([]);
  expect(runs.get(runId).tasks['a']).toMatchObject({ output: { value: 2 }, says: '1 and 1 make 2.' });
});

test('a plan that cannot run starts nothing and says every reason', async () => {
  const { runs, events } = open();
  const broken = {
    ...addition,
    tasks: [
      { id: 'a', action: 'sum.add', input: { a: 'x' } },
      { id: 'b', action: 'no.such', input: {} },
    ],
  };
  await expect(runs.start({ plan: broken, source: 'person' })).rejects.toMatchObject({
    code: 'invalid-plan',
    details: { issues: [{ path: 'tasks.0.input.a' }, { path: 'tasks.1.action' }] },
  });
  expect(events.lastSeq()).toBe(0);
});

test('allowing the plan grants what it shows; a list grants its entries', async () => {
  const whole = open();
  await whole.runs.start({ plan: saving, source: 'person', allow: 'plan', baseFolder: '/work' });
  expect(whole.given).toEqual([{ capability: 'files.write', target: '/work/x.txt' }]);
  const listed = open();
  await listed.runs.start({ plan: saving, source: 'person', allow: [{ capability: 'files.write', target: '/work' }] });
  expect(listed.given).toEqual([{ capability: 'files.write', target: '/work' }]);
});

test('what a run still lacks can be read while it waits', async () => {
  const { runs } = open({
    ensure: (_, __, signal) =>
      new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))),
  });
  const runId = await runs.start({ plan: saving, source: 'person' });
  expect(runs.get(runId).status).toBe('waiting');
  expect(await runs.missing(runId)).toEqual([{ capability: 'files.write', target: '/home/ada/x.txt' }]);
  await runs.cancel(runId, 'enough');
  expect(runs.get(runId)).toMatchObject({ status: 'cancelled', error: { code: 'cancelled', message: 'enough' } });
});

test('cancelling waits until everything has ended; a run that is over cannot be cancelled', async () => {
  const { runs } = open({ callWorker: hanging });
  const runId = await runs.start({ plan: addition, source: 'person' });
  await expect.poll(() => runs.get(runId).tasks['a']?.status).toBe('running');
  await runs.cancel(runId, 'enough');
  expect(runs.get(runId).tasks['a']?.status).toBe('cancelled');
  await expect(runs.cancel(runId, 'again')).rejects.toMatchObject({
    code: 'conflict',
    message: 'The run has ended already (cancelled)',
  });
});

test('closing leaves a run unfinished, and the next engine ends it', async () => {
  const first = open({ callWorker: hanging });
  const runId = await first.runs.start({ plan: addition, source: 'person' });
  await expect.poll(() => first.runs.get(runId).status).toBe('running');
  await first.runs.close();
  expect(first.runs.get(runId).status).toBe('running');

  const second = open({}, first.database);
  second.runs.resume();
  await expect.poll(() => second.runs.get(runId).status).toBe('completed');
  expect(second.events.list({ types: ['run.resumed'] })).toMatchObject([{ payload: { repeated: ['a'] } }]);
});

test('an undone run says so; a run that is going on cannot be undone', async () => {
  const { runs } = open({ callWorker: hanging });
  const going = await runs.start({ plan: addition, source: 'person' });
  await expect(runs.undo(going)).rejects.toMatchObject({ code: 'conflict' });
  await expect(runs.previewUndo(going)).rejects.toMatchObject({ code: 'conflict' });
  await runs.cancel(going, 'enough');
  expect(await runs.previewUndo(going)).toEqual({
    restorable: [{ path: '/a', kind: 'created' }],
    conflicts: [],
    lasting: [],
  });
  expect(await runs.undo(going)).toEqual({ restored: ['/a'], conflicts: [] });
  expect(runs.list({ limit: 1 })[0]?.undone).toBe(true);
});

test.each(['get', 'changes', 'previewUndo', 'undo', 'missing'] as const)(
  '%s of a run that does not exist is not-found',
  async (call) => {
    const { runs } = open();
    await expect(async () => runs[call](`run_${'0'.repeat(26)}`)).rejects.toMatchObject({ code: 'not-found' });
  },
);

test('a worker that fails ends the run with its error', async () => {
  const { runs } = open({ callWorker: () => Promise.reject(new HeronError('worker-crashed', 'It is gone')) });
  const runId = await runs.start({ plan: addition, source: 'person' });
  await expect
    .poll(() => runs.get(runId))
    .toMatchObject({ status: 'failed', error: { code: 'worker-crashed', message: 'It is gone' } });
  expect(runs.list({ limit: 1 })[0]?.tasks.failed).toBe(1);
});

test('a run that waits for what it lacks says so to whom it asks, also when it is taken up again', async () => {
  const asked: unknown[] = [];
  const database = openDatabase({ file: ':memory:' });
  const ensure: RunParts['ensure'] = ({ unattended, whenMissing }, _, signal) => {
    asked.push({ unattended, whenMissing });
    return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
  };
  const first = open({ ensure }, database);
  const plan = { version: 1 as const, title: 'Wait', tasks: [{ id: 'a', action: 'sum.add', input: { a: 1 } }] };
  const runId = await first.runs.start({ plan, source: 'person', unattended: true, whenMissing: 'wait' });
  expect(first.runs.get(runId)).toMatchObject({ unattended: true, whenMissing: 'wait' });
  await expect.poll(() => asked.length).toBe(1);
  await first.runs.close();
  const second = open({ ensure }, database);
  second.runs.resume();
  await expect.poll(() => asked).toEqual(Array.from({ length: 2 }, () => ({ unattended: true, whenMissing: 'wait' })));
  await second.runs.close();
});

test('cancelling is back when everything in nested tasks has ended, what is inside before what is around it [OR-13]', async () => {
  const { runs, events } = open({ callWorker: hanging });
  const call = { id: 'x', action: 'sum.add', input: { a: 1 } };
  const deep = (levels: number): object => (levels === 0 ? call : { id: `g${levels}`, tasks: [deep(levels - 1)] });
  const plan = {
    version: 1,
    title: 'Deep',
    tasks: [
      { ...(deep(5) as { id: string }), forEach: { in: [1, 2, 3], concurrency: 3 } },
      { id: 's', switch: { cases: [{ when: 'true', tasks: [{ id: 'loop', repeat: { max: 3 }, tasks: [call] }] }] } },
      { id: 'w', wait: { event: { type: 'run.undone' } } },
      { id: 'late', action: 'sum.add', input: { a: 1 }, after: ['w'] },
    ],
  };
  const runId = await runs.start({ plan, source: 'person' });
  const of = (type: string): string[] =>
    events.list({ scope: { runId }, types: [type] }).map(({ scope }) => scope.taskId ?? '');
  await expect.poll(() => of('task.started').length, { timeout: 30_000 }).toBe(4);
  await expect.poll(() => of('task.parked').length, { timeout: 30_000 }).toBe(1);
  await runs.cancel(runId, 'enough');
  const begun = new Set([...of('task.started'), ...of('task.opened'), ...of('task.parked')]);
  const cancelled = of('task.cancelled');
  expect(new Set(cancelled)).toEqual(new Set([...begun, ...cancelled]));
  expect(cancelled).toHaveLength(new Set(cancelled).size);
  for (const path of cancelled) {
    const inside = cancelled.filter((other) => other.startsWith(`${path}/`));
    for (const other of inside) expect(cancelled.indexOf(other)).toBeLessThan(cancelled.indexOf(path));
  }
  expect(events.list({ scope: { runId } }).at(-1)?.type).toBe('run.cancelled');
  expect(runs.get(runId).tasks['late']?.status).toBe('skipped');
});
