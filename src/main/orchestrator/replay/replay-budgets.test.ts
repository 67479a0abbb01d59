import { describe, expect, test } from 'vitest';
import type { Task } from '../../../contract/plan-task.ts';
import { untilAborted } from '../../base/on-abort.ts';
import { type ExecutionParts, RunStop } from '../execution.ts';
import { costlyWorld } from '../fixtures/costly-plans.ts';
import { add, execute, nextEngine, openLog, soFar } from '../fixtures/execute.ts';
import { numbersFrom } from '../fixtures/random-plans.ts';
import { endOf, live, replay } from '../fixtures/replay.ts';

describe('a replay under budgets', () => {
  test('of a task whose own budget and one around it are used up in one moment is identical [X-03, OR-12]', async () => {
    const list = { forEach: { in: [1, 2, 3, 4], concurrency: 3 } };
    const spare = { onExceeded: { fallback: [add('spare', 9)] } };
    const around = { tokens: 20, money: 0.35, cpuMs: 200, memoryMb: 24 };
    const own = { tokens: 53, money: 0.11, cpuMs: 75, memoryMb: 8 };
    const tasks: Task[] = [
      {
        ...{ id: 'g0', budget: around, onError: 'skip', repeat: { max: 3 } },
        tasks: [
          add('t0', 1, list),
          add('t1', 1, { ...list, budget: own, onError: 'skip' }),
          add('t2', 1, { repeat: { max: 3 } }),
        ],
      },
      {
        id: 'g1',
        tasks: [
          add('t0', 1, { repeat: { max: 3 } }),
          add('t1', 1, { budget: { money: 0.05, cpuMs: 32, memoryMb: 18, ...spare } }),
          add('t2', 1, {
            budget: { tokens: 46, money: 0.36, cpuMs: 139, ...spare },
            forEach: { in: { from: 1, to: 3 } },
          }),
        ],
      },
    ];
    const log = await live(tasks, costlyWorld(numbersFrom(947_969_084)));
    const limits = log.list({ types: ['task.limitReached'] }).map(({ scope }) => scope.taskId);
    expect(limits).toEqual(expect.arrayContaining(['g0/0/t1', 'g0']));
    expect((await replay(log)).difference).toBeUndefined();
  });

  test('of what a budget around ended while one inside, used up too, was not on record yet is identical [X-03, OR-12]', async () => {
    const spare = { onExceeded: { fallback: [add('spare', 9)] } };
    const inside: Task = add('t1', 1, {
      budget: { tokens: 2, money: 0.12, cpuMs: 169, memoryMb: 30, ...spare },
      forEach: { in: [1, 2, 3, 4], concurrency: 3 },
    });
    const tasks: Task[] = [
      {
        ...{ id: 'g0', budget: { tokens: 60, money: 0.13, cpuMs: 1, ...spare } },
        tasks: [add('t0', 1, { forEach: { in: { from: 1, to: 3 } } }), inside],
      },
    ];
    const log = await live(tasks, costlyWorld(numbersFrom(43_424_214)), [{ write: 12, kind: 'interrupted' }]);
    const told = log.list({ types: ['task.limitReached', 'task.cancelled'] }).map(({ scope }) => scope.taskId);
    expect(told.indexOf('g0/t1/0')).toBeLessThan(told.indexOf('g0/t1'));
    expect((await replay(log)).difference).toBeUndefined();
  });

  test('of an engine that ended between what used up a budget and the record of that comes to its end [X-03, OR-12]', async () => {
    const tasks: Task[] = [{ id: 'g', budget: { tokens: 3 }, onError: 'skip', tasks: [add('x', 1)] }];
    const callWorker: ExecutionParts['callWorker'] = (attempt) => {
      attempt.onUsed({ tokens: 5 });
      return untilAborted(attempt.signal, new Promise(() => {}));
    };
    const first = openLog();
    const stop = new AbortController();
    const record: ExecutionParts['record'] = async (drafts, haste) => {
      if (stop.signal.aborted) throw stop.signal.reason as Error;
      const written = first.record(drafts, haste);
      if (drafts.some(({ type }) => type === 'task.used')) stop.abort(new RunStop('interrupted', 'gone'));
      return written;
    };
    expect((await execute(tasks, { callWorker, record, signal: stop.signal }, first)).ending.kind).toBe('interrupted');
    const log = await nextEngine(first);
    const { ending } = await execute(tasks, { callWorker, previous: soFar(log) }, log);
    await log.append([endOf(ending)]);
    const limits = log.list({ types: ['task.limitReached', 'run.resumed'] }).map(({ type }) => type);
    expect(limits).toEqual(['run.resumed', 'task.limitReached']);
    expect((await replay(log)).difference).toBeUndefined();
  });
});
