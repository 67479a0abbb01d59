import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packedCommits, packedRuns, packedTasks, writePacked } from '../../base/fixtures/packed-logs.ts';
import { eventReading } from './event-reading.ts';

const numRuns = Number(process.env['HERON_PROPERTY_RUNS'] ?? 40);

test(
  'places, times, tasks and kinds of events are found, whether events share rows or not',
  { timeout: 120_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(packedCommits, async (commits) => {
        const { database, events } = await writePacked(commits);
        const reading = eventReading(database);
        for (const runId of packedRuns) {
          const own = events.filter(({ scope }) => scope.runId === runId);
          expect(reading.firstSeq(runId)).toBe(own[0]?.seq ?? 0);
          expect(reading.lastSeq(runId)).toBe(own.at(-1)?.seq ?? 0);
          for (let seq = 0; seq <= events.length + 1; seq += 1) {
            const until = own.filter((event) => (event.seq ?? 0) <= seq);
            expect(reading.eventUpTo(runId, seq)).toEqual(until.at(-1));
            expect(reading.countUpTo(runId, seq)).toBe(until.length);
            expect(reading.eventAfter(runId, seq)).toEqual(own.find((event) => (event.seq ?? 0) > seq));
            expect(reading.event(runId, seq)).toEqual(own.find((event) => event.seq === seq));
          }
          for (const at of new Set(own.map((event) => event.at))) {
            expect(reading.lastSeqAt(runId, at)).toBe(own.findLast((event) => event.at <= at)?.seq);
          }
          for (const path of packedTasks) {
            const ofTask = own.filter(({ scope }) => scope.taskId === path);
            expect(reading.ofTask(runId, path, { from: 0, to: events.length }, 3)).toEqual(ofTask.slice(0, 3));
          }
          const types = ['run.tainted', 'task.failed', 'run.completed'] as const;
          const found = own.filter(({ type, seq = 0 }) => seq > 2 && types.some((each) => each === type));
          expect(reading.ofTypes(runId, types, 2, 4)).toEqual(found.slice(0, 4));
        }
      }),
      { numRuns },
    );
  },
);
