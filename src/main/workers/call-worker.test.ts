import { expect, test } from 'vitest';
import type { OpenSession } from './broker/session.ts';
import { startTrial } from './trial-workers.ts';

test('each call has a broker session of its own, which is closed and whose waiting is given up at its end', async () => {
  const sessions: { taskId: string; worker: string; isAborted: () => boolean; closed: number }[] = [];
  const openSession: OpenSession = ({ manifest, scope, signal }) => {
    const session = { taskId: scope.taskId, worker: manifest.id, isAborted: () => signal.aborted, closed: 0 };
    sessions.push(session);
    return {
      request: () => new Promise(() => undefined),
      awaitsHost: () => false,
      async close() {
        session.closed += 1;
      },
    };
  };
  const trial = await startTrial({
    openSession,
    bundled: {
      probe: {
        tier: 'node',
        actions: {
          quick: '() => ({ value: 1 })',
          asks: "async (_input, { files }) => ({ value: await files.status('/a') })",
          fails: "() => fail('conflict', 'no')",
        },
      },
    },
  });
  await trial.call('probe', 'quick');
  await expect(trial.call('probe', 'fails')).rejects.toMatchObject({ code: 'conflict' });
  await expect(trial.call('probe', 'asks', null, { timeoutMs: 100 })).rejects.toMatchObject({ code: 'timeout' });
  expect(sessions.map(({ worker, closed, isAborted }) => [worker, closed, isAborted()])).toEqual([
    ['probe', 1, true],
    ['probe', 1, true],
    ['probe', 1, true],
  ]);
  expect(trial.events.filter(({ type }) => type === 'worker.started')).toHaveLength(1);
  await trial.close();
});

test('a worker that asks for more at a time than anybody needs is refused, not served', async () => {
  const trial = await startTrial({
    openSession: () => ({
      request: () => new Promise(() => undefined),
      awaitsHost: () => false,
      close: async () => undefined,
    }),
    bundled: {
      probe: {
        tier: 'node',
        actions: {
          flood: `async (_input, { files }) => {
            const asked = Array.from({ length: 3000 }, () => files.status('/a'));
            return { value: await Promise.race(asked.map((each) => each.catch((error) => error.code))) };
          }`,
        },
      },
    },
  });
  expect(await trial.call('probe', 'flood')).toBe('limit-exceeded');
  await trial.close();
});
