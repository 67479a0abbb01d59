import { expect, test } from 'vitest';
import type { Json } from '../../contract/json.ts';
import type { Task } from '../../contract/plan-task.ts';
import type { Ending, ExecutionParts } from './execution.ts';
import { RunStop } from './execution.ts';
import { doArithmetic } from './fixtures/arithmetic.ts';
import { add, execute, nextEngine, openLog, soFar } from './fixtures/execute.ts';

const save = (id: string, value: Json, more: Partial<Task> = {}): Task => ({
  id,
  action: 'disk.save',
  input: { path: `/tmp/${id}`, value, copy: 'x' },
  ...more,
});

/** One of everything, in and beside each other. */
const mixed: Task[] = [
  add('a', 1),
  {
    id: 'g',
    tasks: [add('x', '{{ tasks.a.output.value }}'), save('y', '{{ tasks.x.output.value }}')],
    output: '{{ tasks.x.output }}',
  },
  {
    id: 'list',
    forEach: { in: '{{ [1..5] }}', concurrency: 2 },
    tasks: [add('p', '{{ item }}'), add('q', '{{ tasks.p.output.value + tasks.a.output.value }}')],
  },
  add('pairs', '{{ $sum(item) }}', { forEach: { in: '{{ [1..5] }}', batch: 2 } }),
  add('loop', '{{ previous ? previous.value : 0 }}', { repeat: { until: 'previous.value >= 3', max: 10 } }),
  {
    id: 's',
    switch: { on: '{{ tasks.a.output.value }}', cases: [{ is: 2, tasks: [add('two', '{{ tasks.a.output.value }}')] }] },
  },
  add('flaky', 1, { retry: { attempts: 2, firstMs: 0 } }),
  add('broken', 1, { onError: { recover: [add('mend', 7)] } }),
  add('lost', 1, { onError: 'skip' }),
  { id: 'sum', value: '{{ tasks.a.output.value + $sum(tasks.list.output.q.value) }}' },
  { id: 'pause', wait: { forMs: 1 } },
  add('last', '{{ tasks.loop.output.value }}', { after: ['g', 'list', 's', 'flaky', 'broken', 'lost', 'pause'] }),
];

function worker(done: Map<string, number>): ExecutionParts['callWorker'] {
  let isFlaky = true;
  return async (attempt) => {
    if (attempt.taskId === 'broken' || attempt.taskId === 'lost') throw new Error('it broke');
    if (attempt.taskId === 'flaky' && isFlaky) {
      isFlaky = false;
      throw new Error('once');
    }
    done.set(attempt.idempotencyKey, (done.get(attempt.idempotencyKey) ?? 0) + 1);
    return doArithmetic(attempt);
  };
}

/** Runs until the write with this number, at which the engine is gone: before it took place, or right after. */
async function cutOff(
  log: ReturnType<typeof openLog>,
  write: number,
  isBefore: boolean,
  parts: Partial<ExecutionParts>,
): Promise<{ ending: Ending; writes: number }> {
  const stop = new AbortController();
  let writes = 0;
  const record: ExecutionParts['record'] = async (drafts) => {
    writes += 1;
    if (stop.signal.aborted) throw stop.signal.reason as Error;
    if (writes === write && isBefore) {
      stop.abort(new RunStop('interrupted', 'gone'));
      throw stop.signal.reason as Error;
    }
    const events = await log.record(drafts);
    if (writes === write) stop.abort(new RunStop('interrupted', 'gone'));
    return events;
  };
  const { ending } = await execute(mixed, { ...parts, record, signal: stop.signal, previous: soFar(log) }, log);
  return { ending, writes };
}

const wholeRun = async (): Promise<Json> => {
  const log = openLog();
  await execute(mixed, { callWorker: worker(new Map()) }, log);
  return outputs(log);
};

function outputs(log: ReturnType<typeof openLog>): Json {
  return Object.fromEntries(Object.values(soFar(log)?.tasks ?? {}).map(({ id, output }) => [id, output ?? null]));
}

test.each([true, false])(
  'cut off at every write (before it: %s), a run goes on to the same end, and nothing that was finished is done again [X-02]',
  { timeout: 120_000 },
  async (isBefore) => {
    const expected = await wholeRun();
    for (let write = 1; ; write += 1) {
      const log = openLog();
      const callWorker = worker(new Map());
      const finished = new Set<string>();
      log.listen((event) => {
        if (event.type === 'task.completed') finished.add(event.scope.taskId ?? '');
      });
      const again: string[] = [];
      const watched: ExecutionParts['callWorker'] = (attempt) => {
        if (finished.has(attempt.taskId)) again.push(attempt.taskId);
        return callWorker(attempt);
      };
      const decide = async (): Promise<'retry'> => 'retry';
      const first = await cutOff(log, write, isBefore, { callWorker: watched, decide });
      if (first.ending.kind === 'completed') break;
      expect(first.ending).toEqual({ kind: 'interrupted' });
      const next = await nextEngine(log);
      const { ending } = await execute(mixed, { callWorker: watched, decide, previous: soFar(next) }, next);
      expect({ write, ending }).toEqual({ write, ending: { kind: 'completed' } });
      expect({ write, outputs: outputs(next) }).toEqual({ write, outputs: expected });
      expect({ write, again }).toEqual({ write, again: [] });
    }
  },
);

test('cut off again and again, a run ends all the same [X-02]', { timeout: 120_000 }, async () => {
  const expected = await wholeRun();
  let log = openLog();
  const callWorker = worker(new Map());
  const decide = async (): Promise<'retry'> => 'retry';
  for (let round = 0; round < 500; round += 1) {
    log = await nextEngine(log);
    const { ending } = await cutOff(log, 2 + (round % 5), round % 2 === 0, { callWorker, decide });
    if (ending.kind === 'completed') break;
  }
  expect(outputs(log)).toEqual(expected);
});

test('in the middle of a list only what is open is done after a restart [X-02]', async () => {
  const log = openLog();
  const stop = new AbortController();
  const tasks = [add('each', '{{ item }}', { forEach: { in: { from: 1, to: 50 }, concurrency: 4 } })];
  const calls: string[] = [];
  const callWorker: ExecutionParts['callWorker'] = async (attempt) => {
    calls.push(attempt.taskId);
    if (calls.length < 20) return doArithmetic(attempt);
    stop.abort(new RunStop('interrupted', 'closing'));
    throw new Error('closing');
  };
  await execute(tasks, { callWorker, signal: stop.signal }, log);
  const completed = new Set(log.list({ types: ['task.completed'] }).map(({ scope }) => scope.taskId));
  const before = calls.splice(0);
  const { ending } = await execute(
    tasks,
    { previous: soFar(log), callWorker: (attempt) => (calls.push(attempt.taskId), doArithmetic(attempt)) },
    await nextEngine(log),
  );
  expect(ending).toEqual({ kind: 'completed' });
  expect(calls.filter((path) => completed.has(path))).toEqual([]);
  expect(new Set([...before, ...calls]).size).toBe(50);
  expect(soFar(log)?.tasks['each']?.output).toEqual(Array.from({ length: 50 }, (_, index) => ({ value: index + 2 })));
});
