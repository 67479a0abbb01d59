import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AnyEvent, EventFilter } from '../../contract/events.ts';
import { openDatabase } from './database.ts';
import { createEventLog } from './event-log.ts';
import { packedCommits, packedRuns, packedTasks, writePacked } from './fixtures/packed-logs.ts';
import { createIds } from './ids.ts';
import { latestVersion, migrate, migrations } from './tables/migrations.ts';

const numRuns = Number(process.env['HERON_PROPERTY_RUNS'] ?? 40);
const types = [
  undefined,
  ['task.completed'],
  ['task.*'],
  ['run.tainted', 'task.failed'],
  ['run.completed'],
  ['task.failed'],
];

const filters: fc.Arbitrary<EventFilter> = fc
  .record({
    types: fc.constantFrom(...types),
    runId: fc.option(fc.constantFrom(...packedRuns), { nil: undefined }),
    taskId: fc.option(fc.constantFrom(...packedTasks), { nil: undefined }),
  })
  .map(({ types: wanted, runId, taskId }) => ({
    ...(wanted ? { types: wanted } : {}),
    scope: { ...(runId ? { runId } : {}), ...(taskId ? { taskId } : {}) },
  }));

function isIn({ type, scope }: AnyEvent, { types: wanted, scope: within }: EventFilter): boolean {
  const isOfType = !wanted || wanted.some((each) => (each === 'task.*' ? type.startsWith('task.') : each === type));
  const isOfRun = within?.runId === undefined || within.runId === scope.runId;
  return isOfType && isOfRun && (within?.taskId === undefined || within.taskId === scope.taskId);
}

test(
  'events that share a row are read like any others, by every filter, from every place on',
  { timeout: 120_000 },
  async () => {
    const questions = fc.array(fc.tuple(filters, fc.nat(40), fc.integer({ min: 1, max: 12 })), {
      minLength: 5,
      maxLength: 5,
    });
    await fc.assert(
      fc.asyncProperty(packedCommits, questions, async (commits, asked) => {
        const { log, events } = await writePacked(commits);
        expect(log.list({})).toEqual(events);
        for (const [filter, after, limit] of asked) {
          const wanted = events.filter((event) => isIn(event, filter));
          expect(log.list({ ...filter, after, limit })).toEqual(
            wanted.filter(({ seq = 0 }) => seq > after).slice(0, limit),
          );
          expect(log.count(filter)).toBe(wanted.length);
          const type = 'task.completed' as const;
          const last = events.findLast((event) => isIn(event, { ...filter, types: [type] }));
          expect(log.last(type, filter.scope ?? {})).toEqual(last);
        }
        for (const runId of packedRuns) {
          const outer = events.filter(({ scope }) => scope.runId === runId && scope.taskId?.includes('/') !== true);
          expect(log.listOuter(runId)).toEqual(outer);
          expect(log.listOuter(runId, 3)).toEqual(outer.filter(({ seq = 0 }) => seq > 3));
        }
      }),
      { numRuns },
    );
  },
);

test('an older Heron finds each event in a row of its own, and the same events', { timeout: 60_000 }, async () => {
  const before = migrations.findIndex(({ name }) => name === 'events that follow each other share a row');
  await fc.assert(
    fc.asyncProperty(packedCommits, async (commits) => {
      const { database, events } = await writePacked(commits);
      migrate(database, before);
      const rows = database
        .prepare<[], { seq: number; type: string }>('SELECT seq, type FROM events ORDER BY seq')
        .all();
      expect(rows).toEqual(events.map(({ seq, type }) => ({ seq, type })));
      migrate(database, latestVersion);
      const again = createEventLog({ database, makeId: createIds(), clock: Date.now });
      expect(again.list({})).toEqual(events);
    }),
    { numRuns: Math.min(numRuns, 30) },
  );
});

test('a chain of small steps takes few rows, and a commit that fails leaves nothing of its events behind', async () => {
  const database = openDatabase({ file: ':memory:' });
  const log = createEventLog({ database, makeId: createIds(), clock: () => 1 });
  const scope = { runId: packedRuns[0] ?? '' };
  const rows = (): unknown => database.prepare('SELECT count(*) FROM events').pluck().get();
  const step = (index: number) => ({
    ...{ type: 'task.completed' as const, scope: { ...scope, taskId: `t${index}` } },
    payload: { attempt: 1, output: index, says: '' },
  });
  await log.append(Array.from({ length: 600 }, (_, index) => step(index)));
  expect(rows()).toBe(3);
  const failing = log.append([step(600), step(601)], () => {
    throw new Error('not this one');
  });
  await expect(failing).rejects.toThrow('not this one');
  await log.append([step(602), step(603)]);
  expect(rows()).toBe(4);
  expect(log.list({ after: 599 }).map(({ scope: { taskId } }) => taskId)).toEqual(['t599', 't602', 't603']);
});
