import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AnyEvent } from '../../../contract/events.ts';
import type { Task } from '../../../contract/plan-task.ts';
import { addUsage, type CallUsage } from '../../../contract/usage.ts';
import { openDatabase } from '../../base/database.ts';
import type { EventDraft } from '../../base/event-log.ts';
import { endingEvent } from '../ending-event.ts';
import { type ExecutionParts, RunStop } from '../execution.ts';
import { arithmeticCatalogue, doArithmetic } from '../fixtures/arithmetic.ts';
import { costlyPlans, costlyWorld } from '../fixtures/costly-plans.ts';
import { add, execute, nextEngine, openLog, runId, soFar, type TestLog } from '../fixtures/execute.ts';
import { numbersFrom, randomPlans, unsteadyWorld } from '../fixtures/random-plans.ts';
import { type Replayed, replayRun } from './replay-run.ts';
import { tracedTypes } from './trace.ts';

/** How the run is disturbed: with which write the engine ends, or somebody stops the run; a parked run is woken when it is due. */
type Disturbance = { write: number; kind: 'interrupted' | 'cancelled' };

async function live(tasks: Task[], parts: Partial<ExecutionParts>, disturbances: Disturbance[] = []): Promise<TestLog> {
  let log = openLog();
  const left = [...disturbances];
  for (;;) {
    const stop = new AbortController();
    const next = left.shift();
    let writes = 0;
    const record: ExecutionParts['record'] = async (drafts) => {
      writes += 1;
      // Nobody stops a run in the middle of what it does at once.
      if (writes === next?.write) setImmediate(() => stop.abort(new RunStop(next.kind, 'it was disturbed')));
      return log.record(drafts);
    };
    const { ending } = await execute(tasks, { ...parts, record, signal: stop.signal, previous: begun(log) }, log);
    if (ending.kind === 'stalled') throw new Error(ending.error.message);
    if (ending.kind !== 'interrupted' && ending.kind !== 'parked') {
      await log.append([{ ...endingEvent(ending), scope: { runId } } as EventDraft]);
      await log.waits.stop();
      return log;
    }
    if (ending.kind === 'parked') await log.append([{ type: 'run.parked', scope: { runId }, payload: {} }]);
    log = await nextEngine(log);
  }
}

function begun(log: TestLog): ReturnType<typeof soFar> {
  return log.lastSeq() > 0 ? soFar(log) : undefined;
}

function replay(log: TestLog): Promise<Replayed> {
  const run = soFar(log);
  if (!run) throw new Error('there is no run');
  return replayRun({
    run,
    catalogue: arithmeticCatalogue(),
    read: (after, limit) => log.list({ types: tracedTypes, scope: { runId }, after, limit }),
    database: openDatabase({ file: ':memory:' }),
    lists: log.items,
  });
}

const traced = ({ type }: AnyEvent): boolean => type !== 'run.created';

describe('a replay', () => {
  test(
    'of any plan with budgets ends what the run ended, and what was used is what calls said [X-03, OR-12]',
    { timeout: 300_000 },
    async () => {
      const cuts = fc.array(
        fc.record({ write: fc.integer({ min: 1, max: 30 }), kind: fc.constant('interrupted' as const) }),
        {
          maxLength: 3,
        },
      );
      await fc.assert(
        fc.asyncProperty(costlyPlans, fc.integer(), cuts, async (tasks, seed, cut) => {
          const said: CallUsage[] = [];
          const world = costlyWorld(numbersFrom(seed));
          const callWorker: ExecutionParts['callWorker'] = async (attempt) => {
            const place = said.push({}) - 1;
            const onUsed = (used: CallUsage): void => {
              said[place] = used;
              attempt.onUsed(used);
            };
            return world.callWorker?.({ ...attempt, onUsed }) ?? null;
          };
          const log = await live(tasks, { ...world, callWorker }, cut);
          expect(log.items.used(runId, '') ?? {}).toEqual(said.reduce(addUsage, {}));
          expect((await replay(log)).difference).toBeUndefined();
        }),
        { numRuns: Number(process.env['HERON_PROPERTY_RUNS'] ?? 40), endOnFailure: true },
      );
    },
  );

  test(
    'of any plan, with failures, questions, limits, restarts and stops, is identical [X-03]',
    { timeout: 300_000 },
    async () => {
      const disturbances = fc.array(
        fc.record({
          write: fc.integer({ min: 1, max: 60 }),
          kind: fc.constantFrom('interrupted' as const, 'interrupted' as const, 'cancelled' as const),
        }),
        { maxLength: 3 },
      );
      await fc.assert(
        fc.asyncProperty(randomPlans, fc.integer(), disturbances, async (tasks, seed, disturbed) => {
          const log = await live(tasks, unsteadyWorld(numbersFrom(seed)), disturbed);
          const { events, difference } = await replay(log);
          expect(difference).toBeUndefined();
          expect(events).toBe(log.list({ limit: 100_000 }).filter(traced).length);
        }),
        { numRuns: Number(process.env['HERON_PROPERTY_RUNS'] ?? 40), endOnFailure: true },
      );
    },
  );

  test('of tasks that waited for each other’s keys is identical [X-03]', { timeout: 60_000 }, async () => {
    const holding = (id: string, own: string, other: string): Task => ({
      ...{ id, key: own, retry: { attempts: 3, firstMs: 1 } },
      tasks: [add('first', 1), add('second', '{{ tasks.first.output.value }}', { key: other })],
    });
    let arrived = 0;
    const { promise, resolve } = Promise.withResolvers<void>();
    const callWorker: ExecutionParts['callWorker'] = async (attempt) => {
      if (attempt.taskId.endsWith('/first') && (arrived += 1) === 2) resolve();
      if (attempt.taskId.endsWith('/first')) await promise;
      return doArithmetic(attempt);
    };
    const log = await live([holding('one', 'a', 'b'), holding('two', 'b', 'a')], { callWorker });
    const all = log.list({ limit: 1000 });
    expect(all.filter(({ type }) => type === 'task.retried')).toHaveLength(1);
    const { events, difference } = await replay(log);
    expect({ events, difference }).toEqual({ events: all.filter(traced).length, difference: undefined });
  });
});
