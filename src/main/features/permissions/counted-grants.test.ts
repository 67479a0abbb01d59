import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openDatabase } from '../../base/database.ts';
import {
  access,
  asker,
  makeId,
  need,
  never,
  type OpenPermissions,
  openPermissions,
  questions,
} from './fixtures/open-permissions.ts';

/** A lasting grant of /docs for so many uses. */
async function allowTimes(opened: OpenPermissions, uses: number): Promise<void> {
  const waiting = opened.permissions.ensure(asker(), [need('/docs')], never);
  const [question] = await questions(opened, 1);
  await opened.permissions.answer([{ requestId: question!.id, answer: 'always', choice: { uses } }]);
  await waiting;
}

const missing = { code: 'permission-missing' };

test('each step takes one use, however often it needs it; after the last the grant is gone', async () => {
  const opened = openPermissions();
  const { permissions, events } = opened;
  await allowTimes(opened, 2);
  const runId = makeId('run');
  await permissions.authorize(access(runId, '/docs/a', { taskId: 't1' }));
  await permissions.authorize(access(runId, '/docs/b', { taskId: 't1' }));
  expect(permissions.grants()).toMatchObject([{ usesLeft: 1 }]);
  await permissions.authorize(access(runId, '/docs/a', { taskId: 't2' }));
  expect(permissions.grants()).toEqual([]);
  await permissions.authorize(access(runId, '/docs/c', { taskId: 't2' }));
  await expect(permissions.authorize(access(runId, '/docs/a', { taskId: 't3' }))).rejects.toMatchObject(missing);
  await permissions.endRun(runId);
  await expect(permissions.authorize(access(runId, '/docs/c', { taskId: 't2' }))).rejects.toMatchObject(missing);
  expect(events.list({ types: ['permission.used'] })).toMatchObject([
    { scope: { taskId: 't1' }, payload: { usesLeft: 1 } },
    { scope: { taskId: 't2' }, payload: { usesLeft: 0 } },
  ]);
});

test('each item of a list takes a use of its own', async () => {
  const opened = openPermissions();
  await allowTimes(opened, 2);
  const runId = makeId('run');
  for (const taskId of ['each/0', 'each/1/copy', 'each/0']) {
    await opened.permissions.authorize(access(runId, '/docs/a', { taskId }));
  }
  const third = opened.permissions.authorize(access(runId, '/docs/a', { taskId: 'each/2' }));
  await expect(third).rejects.toMatchObject(missing);
});

test('a grant that can be used any number of times is used before one that is counted', async () => {
  const opened = openPermissions();
  const runId = makeId('run');
  await opened.permissions.allow(runId, [need('/docs/a')]);
  await allowTimes(opened, 1);
  await opened.permissions.authorize(access(runId, '/docs/a'));
  expect(opened.permissions.grants()).toHaveLength(2);
});

test('steps at the same time never share a use, and as many uses are on disk as were taken', async () => {
  const plan = fc.record({
    uses: fc.integer({ min: 1, max: 5 }),
    // Steps that want it at once, some of them several times.
    steps: fc.array(fc.integer({ min: 0, max: 7 }), { maxLength: 20 }),
  });
  await fc.assert(
    fc.asyncProperty(plan, async ({ uses, steps }) => {
      const opened = openPermissions();
      await allowTimes(opened, uses);
      const runId = makeId('run');
      const outcomes = await Promise.allSettled(
        steps.map((step) => opened.permissions.authorize(access(runId, '/docs/a', { taskId: `t${step}` }))),
      );
      const passed = new Set(steps.filter((_, index) => outcomes[index]?.status === 'fulfilled'));
      const wanted = new Set(steps);
      expect(passed.size).toBe(Math.min(uses, wanted.size));
      // A restart reads what the disk says.
      const [left] = openPermissions({ database: opened.database }).permissions.grants();
      expect(left?.usesLeft ?? 0).toBe(uses - passed.size);
    }),
    { numRuns: 40 },
  );
});

test('a use is on disk before what it allows happens: a crash gives none back', async () => {
  const database = openDatabase({ file: ':memory:' });
  const opened = openPermissions({ database });
  await allowTimes(opened, 2);
  const runId = makeId('run');
  const first = opened.permissions.authorize(access(runId, '/docs/a'));
  const again = opened.permissions.authorize(access(runId, '/docs/b'));
  let isThrough = false;
  void again.then(() => (isThrough = true));
  const usesOnDisk = database.prepare('SELECT uses_left FROM grants').pluck();
  expect([usesOnDisk.get(), isThrough]).toEqual([2, false]);
  // The second access of the step waits for the same commit.
  await again;
  expect(usesOnDisk.get()).toBe(1);
  await first;
  // The step begun again after a crash takes another.
  await openPermissions({ database }).permissions.authorize(access(runId, '/docs/a'));
  expect(usesOnDisk.get()).toBe(0);
});

test('when the use cannot be written down nothing is allowed, and the use is not given to another', async () => {
  const opened = openPermissions();
  await allowTimes(opened, 1);
  opened.database.exec(`CREATE TRIGGER full_disk BEFORE UPDATE ON grants BEGIN SELECT RAISE(ABORT, 'disk full'); END`);
  const runId = makeId('run');
  await expect(opened.permissions.authorize(access(runId, '/docs/a'))).rejects.toThrow('disk full');
  opened.database.exec('DROP TRIGGER full_disk');
  await expect(opened.permissions.authorize(access(runId, '/docs/a', { taskId: 't2' }))).rejects.toMatchObject(missing);
});

test('two steps wait for one answer that allows one use: the other is asked again', async () => {
  const opened = openPermissions();
  const { permissions } = opened;
  const runId = makeId('run');
  const steps = ['t1', 't2'].map((taskId) =>
    permissions.authorize(access(runId, '/docs/a', { taskId, unattended: false })),
  );
  const [question] = await questions(opened, 1);
  await permissions.answer([{ requestId: question!.id, answer: 'run', choice: { uses: 1 } }]);
  const second = await askedAgain(opened, question!.id);
  await permissions.answer([{ requestId: second, answer: 'once' }]);
  await Promise.all(steps);
});

async function askedAgain(opened: OpenPermissions, before: string): Promise<string> {
  await expect.poll(() => opened.permissions.pending().some(({ id }) => id !== before)).toBe(true);
  return opened.permissions.pending()[0]!.id;
}
