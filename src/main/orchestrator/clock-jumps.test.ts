import { expect, test } from 'vitest';
import type { Json } from '../../contract/json.ts';
import type { Task } from '../../contract/plan-task.ts';
import { HeronError } from '../base/errors.ts';
import { type Attempt, RunStop } from './execution.ts';
import { doArithmetic } from './fixtures/arithmetic.ts';
import { add, execute, nextEngine, openLog, soFar } from './fixtures/execute.ts';

const day = 86_400_000;

type Worker = (attempt: Attempt, engine: number) => Promise<Json>;

/** The first engine is gone after the event; between it and the next somebody sets the clock. */
async function overJump(tasks: Task[], after: string, jumpMs: number, worker: Worker) {
  const log = openLog();
  const stop = new AbortController();
  log.listen(({ type }) => type === after && stop.abort(new RunStop('interrupted', 'gone')));
  await execute(tasks, { callWorker: (attempt) => worker(attempt, 1), signal: stop.signal }, log);
  const clock = (): number => Date.now() + jumpMs;
  const next = await nextEngine(log);
  return execute(tasks, { callWorker: (attempt) => worker(attempt, 2), clock, previous: soFar(next) }, next);
}

const hanging = ({ signal }: Attempt): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));

test.each([-day, 0, day])(
  'after a clock was set by %i ms the wait for the next attempt is no longer than it was meant to be [X-02]',
  async (jump) => {
    const tasks = [add('a', 1, { retry: { attempts: 2, firstMs: 1, maxMs: 20 } })];
    const { ending } = await overJump(tasks, 'task.retried', jump, (attempt, engine) =>
      engine === 1 ? Promise.reject(new HeronError('worker-failed', 'no')) : doArithmetic(attempt),
    );
    expect(ending).toEqual({ kind: 'completed' });
  },
);

test.each([-day, 0, day])(
  'after a clock was set by %i ms a time limit still ends what takes too long',
  async (jump) => {
    const group: Task = { id: 'g', timeoutMs: 200, tasks: [add('a', 1)] };
    const { ending } = await overJump([group], 'task.started', jump, hanging);
    expect(ending).toMatchObject({ kind: 'failed', error: { code: 'timeout' } });
  },
);

test.each([-day, 0, day])(
  'after a clock was set by %i ms a budget in time still ends what goes over it',
  async (jump) => {
    const tasks = [add('a', 1, { budget: { wallMs: 200 } })];
    const { ending } = await overJump(tasks, 'task.started', jump, hanging);
    expect(ending).toMatchObject({ kind: 'failed', error: { code: 'limit-exceeded' } });
  },
);

test.each([0, day])('after a clock was set by %i ms a wait ends, and what comes after it is done', async (jump) => {
  const tasks: Task[] = [{ id: 'w', wait: { forMs: 20 } }, add('a', 1, { after: ['w'] })];
  const { ending } = await overJump(tasks, 'task.parked', jump, doArithmetic);
  expect(ending).toEqual({ kind: 'completed' });
});

const webhooks = { base: 'http://127.0.0.1:1', key: 'abc' };
const words = (): Promise<never> => new Promise(() => {});
const ways: [string, Task['wait']][] = [
  ['a length', { forMs: 20 }],
  ['a longer length', { forMs: day, timeoutMs: 20, onTimeout: 'continue' }],
  ['an event', { event: { type: 'run.forked' }, timeoutMs: 20, onTimeout: 'continue' }],
  ['a call', { webhook: {}, timeoutMs: 20, onTimeout: 'continue' }],
  ['a person', { approval: { text: 'Well?' }, timeoutMs: 20, onTimeout: 'continue' }],
];

/** A task waits, and the next engine finds its clock a day behind. */
async function parkedADayAhead(task: Task) {
  const log = openLog();
  const stop = new AbortController();
  log.listen(({ type }) => type === 'task.parked' && stop.abort(new RunStop('interrupted', 'gone')));
  const parts = { webhooks, awaitAnswer: words };
  await execute([task], { ...parts, clock: () => Date.now() + day, signal: stop.signal }, log);
  const next = await nextEngine(log);
  return { next, goOn: () => execute([task], { ...parts, previous: soFar(next) }, next) };
}

test.each(ways)('a wait for %s is over in its time though the clock was set back by a day [X-02]', async (_, wait) => {
  const { next, goOn } = await parkedADayAhead({ id: 'w', wait });
  await expect.poll(() => next.list({ types: ['task.woken'] }).length).toBe(1);
  expect((await goOn()).ending).toEqual({ kind: 'completed' });
});

test.each(ways.slice(2))(
  'a limit around a wait for %s ends it though the clock was set back by a day [X-02]',
  async (_, wait) => {
    const { timeoutMs: _t, onTimeout: _o, ...open } = wait as { timeoutMs: number; onTimeout: string };
    const { goOn } = await parkedADayAhead({ id: 'g', timeoutMs: 200, tasks: [{ id: 'w', wait: open } as Task] });
    expect((await goOn()).ending).toMatchObject({ kind: 'failed', error: { code: 'timeout' } });
  },
);
