import { describe, expect, test } from 'vitest';
import type { Json } from '../../../contract/json.ts';
import type { Task } from '../../../contract/plan-task.ts';
import { HeronError } from '../../base/errors.ts';
import type { ExecutionParts } from '../execution.ts';
import { execute, statuses } from '../fixtures/execute.ts';

const save = (more: Partial<Task> = {}): Task => ({
  ...{ id: 'each', action: 'disk.save', input: { path: '/{{ item }}', value: 1 } },
  forEach: { in: ['a', 'b', 'c', 'd', 'e'] },
  ...more,
});

/** Asks with `ensure`, which answers when so many questions are open. */
function askingFor(count: number, answer: (target: string) => void = () => undefined) {
  const asked: string[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  const ensure: ExecutionParts['ensure'] = async (needs, _signal, calls) => {
    if (calls) return; // what the whole plan needs, which is nothing that can be told
    for (const { need, taskIds } of needs) asked.push(`${taskIds.join()} ${need.target}`);
    if (asked.length === count) resolve();
    await promise;
    for (const { need } of needs) answer(need.target);
  };
  return { asked, ensure };
}

describe('what the items of a list need', { timeout: 60_000 }, () => {
  test('is asked for at once, before the first of them begins', async () => {
    const { asked, ensure } = askingFor(5);
    const { ending } = await execute([save()], { ensure });
    expect(ending).toEqual({ kind: 'completed' });
    expect(asked).toEqual(['each/0 /a', 'each/1 /b', 'each/2 /c', 'each/3 /d', 'each/4 /e']);
  });

  test('is answered one by one: what was refused fails alone, and is not asked for again', async () => {
    const { asked, ensure } = askingFor(5, (target) => {
      if (target === '/c') throw new HeronError('permission-denied', 'No');
    });
    const written: Json[] = [];
    const callWorker: ExecutionParts['callWorker'] = async ({ input }) => {
      written.push(input['path'] ?? null);
      return { path: '/x', text: '' };
    };
    const { events, ending } = await execute([save({ onError: 'skip' })], { ensure, callWorker });
    expect(ending).toEqual({ kind: 'completed' });
    expect(written).toEqual(['/a', '/b', '/d', '/e']);
    expect(asked).toHaveLength(5);
    expect(statuses(events)).toEqual({ each: 'completed' });
  });

  test('of a long list is asked for a hundred at a time', async () => {
    const asked: number[] = [];
    let open = 0;
    const ensure: ExecutionParts['ensure'] = async (_needs, _signal, calls) => {
      if (calls) return;
      open += 1;
      await new Promise((resolve) => setImmediate(resolve));
      asked.push(open);
      open -= 1;
    };
    await execute([save({ forEach: { in: { from: 1, to: 250 } } })], { ensure });
    expect(asked).toHaveLength(250);
    expect(Math.max(...asked)).toBe(100);
  });

  test('is not asked for ahead where it depends on chance', async () => {
    const asked: string[] = [];
    const ensure: ExecutionParts['ensure'] = async (needs, _signal, calls) => {
      if (!calls) asked.push(...needs.flatMap(({ taskIds }) => taskIds));
    };
    const begun: number[] = [];
    const callWorker: ExecutionParts['callWorker'] = async () => {
      begun.push(asked.length);
      return { path: '/x', text: '' };
    };
    await execute([save({ input: { path: '/{{ $random() }}', value: 1 } })], { ensure, callWorker });
    expect(begun).toEqual([1, 2, 3, 4, 5]);
  });
});
