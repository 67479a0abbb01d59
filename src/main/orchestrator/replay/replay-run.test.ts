import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AnyEvent } from '../../../contract/events.ts';
import type { Task } from '../../../contract/plan-task.ts';
import { addUsage, type CallUsage } from '../../../contract/usage.ts';
import type { EventDraft } from '../../base/event-log.ts';
import { untilAborted } from '../../base/on-abort.ts';
import { type ExecutionParts, RunStop } from '../execution.ts';
import { agentScript, call, calls, words } from '../fixtures/agent-script.ts';
import { doArithmetic } from '../fixtures/arithmetic.ts';
import { costlyPlans, costlyWorld } from '../fixtures/costly-plans.ts';
import { add, execute, nextEngine, openLog, runId, soFar } from '../fixtures/execute.ts';
import { propertyRuns } from '../fixtures/property-runs.ts';
import { numbersFrom, randomPlans, unsteadyWorld } from '../fixtures/random-plans.ts';
import { endOf, live, replay } from '../fixtures/replay.ts';

const runs = propertyRuns(40, 300_000);

const traced = ({ type }: AnyEvent): boolean => type !== 'run.created';
const asDraft = ({ type, scope, payload }: AnyEvent): EventDraft => ({ type, scope, payload }) as EventDraft;

describe('a replay', () => {
  test(
    'of any plan with budgets ends what the run ended, and what was used is what calls said [X-03, OR-12]',
    { timeout: runs.timeout },
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
        { numRuns: runs.numRuns, endOnFailure: true },
      );
    },
  );

  test(
    'of any plan, with failures, questions, limits, restarts and stops, is identical [X-03]',
    { timeout: runs.timeout },
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
        { numRuns: runs.numRuns, endOnFailure: true },
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

  test('goes by the log where a wait was over, and a limit was first while its run came back [X-03]', async () => {
    const timeoutMs = 60_000;
    const before = await live([{ id: 'sleeper', wait: { forMs: 1 }, timeoutMs, onError: 'skip' }], {});
    const log = openLog();
    const untilWoken = before.list({ limit: 100 }).slice(0, 4);
    expect(untilWoken.at(-1)?.type).toBe('task.woken');
    await log.append(untilWoken.map(asDraft));
    const message = `sleeper took longer than ${timeoutMs} ms`;
    const error = { code: 'timeout' as const, message, details: { timeoutMs } };
    const reason = 'it failed, and the plan goes on without it';
    const [run, task] = [{ runId }, { runId, taskId: 'sleeper' }];
    await log.append([
      { type: 'run.resumed', scope: run, payload: { repeated: [] } },
      { type: 'task.limitReached', scope: task, payload: { limit: 'time' } },
      { type: 'task.skipped', scope: task, payload: { reason, error } },
      { type: 'run.completed', scope: run, payload: {} },
    ]);
    const { events, difference } = await replay(log);
    expect({ events, difference }).toEqual({ events: 7, difference: undefined });
    await log.waits.stop();
  });

  test('lets a step go on that waits for nothing of its own, whatever others have not on record yet [X-03]', async () => {
    const agent: Task = { id: 'agent', agent: { goal: 'Go on', mostSteps: 4 } };
    const tasks: Task[] = [agent, { id: 'short', tasks: [agent], budget: { wallMs: 60_000 }, onError: 'skip' }];
    const askAgent = agentScript(({ steps }) =>
      steps.length === 0 ? calls(call('sum.add', { a: 1 })) : words('That is all.'),
    );
    const before = (await live(tasks, { askAgent })).list({ limit: 100 });
    const isOver = ({ type, scope }: AnyEvent): boolean =>
      type === 'task.completed' && scope.taskId?.endsWith('agent/0') === true;
    const untilCut = before.slice(0, before.findIndex(isOver));
    expect(untilCut.filter(({ type }) => type === 'task.completed')).toHaveLength(2);
    const own = before.filter(({ scope }) => scope.taskId?.startsWith('agent'));
    const restOfOwn = own.slice(own.findIndex(isOver) + 1);
    const log = openLog();
    await log.append(untilCut.map(asDraft));
    const used = { tokens: 20, calls: 1, wallMs: 60_001 };
    const message = 'The task short went over its budget: 60001 ms, allowed 60000';
    const error = { code: 'limit-exceeded' as const, message, details: { resource: 'wallMs', limit: 60_000 } };
    const of = (taskId: string) => ({ runId, taskId });
    await log.append([
      { type: 'run.resumed', scope: { runId }, payload: { repeated: [] } },
      { type: 'task.limitReached', scope: of('short'), payload: { limit: 'wallMs', used, unsafe: 1 } },
      // It had gone on before the other one was ended, and came on record after that.
      { type: 'task.completed', scope: of('agent/0'), payload: { attempt: 1, output: null, says: '' } },
      { type: 'task.cancelled', scope: of('short/agent/0'), payload: { reason: message } },
      { type: 'task.cancelled', scope: of('short/agent'), payload: { reason: message } },
      {
        type: 'task.overBudget',
        scope: of('short'),
        payload: { resource: 'wallMs', limit: 60_000, used, response: 'abort' },
      },
      {
        type: 'task.skipped',
        scope: of('short'),
        payload: { reason: 'it failed, and the plan goes on without it', error },
      },
      ...restOfOwn.map(asDraft),
      { type: 'run.completed', scope: { runId }, payload: {} },
    ]);
    const { events, difference } = await replay(log);
    const recorded = log.list({ limit: 100 }).filter(traced).length;
    expect({ events, difference }).toEqual({ events: recorded, difference: undefined });
    await log.waits.stop();
  });

  test('of a decision to stop at an item is identical: the next one does not begin after it [X-03]', async () => {
    const input = { path: '/tmp/x', value: 1, copy: 'x', log: 'y' };
    const tasks: Task[] = [{ id: 'each', action: 'disk.save', input, forEach: { in: [1, 2, 3], concurrency: 2 } }];
    const whole = (await live(tasks, {})).list({ limit: 100 });
    const cutOff = openLog();
    const hadBegun = whole.filter(
      ({ type, scope }) =>
        /^run\.(created|started)$|^task\.opened$/.test(type) || (type === 'task.started' && scope.taskId === 'each/1'),
    );
    await cutOff.record(hadBegun.map(asDraft));
    const log = await nextEngine(cutOff);
    const { promise, resolve } = Promise.withResolvers<void>();
    const { ending } = await execute(
      tasks,
      {
        previous: soFar(log),
        callWorker: async (attempt) => {
          if (attempt.taskId === 'each/0') await promise;
          return doArithmetic(attempt);
        },
        // The other item ends in the same moment.
        decide: async () => {
          resolve();
          return 'abort';
        },
      },
      log,
    );
    await log.append([endOf(ending)]);
    const all = log.list({ limit: 100 });
    const begun = all.filter(({ type }) => type === 'task.started').map(({ scope }) => scope.taskId);
    expect(begun).toEqual(['each/1', 'each/0']);
    const { events, difference } = await replay(log);
    expect({ events, difference }).toEqual({ events: all.filter(traced).length, difference: undefined });
    await log.waits.stop();
  });

  test('of a limit that was reached while its task asked for permission, and of a stop after that, is identical [X-03]', async () => {
    const tasks: Task[] = [
      {
        id: 'save',
        action: 'disk.save',
        input: { path: '/tmp/x', value: 1, copy: 'x', log: 'y' },
        budget: { wallMs: 1, onExceeded: { fallback: [add('spare', 9)] } },
      },
    ];
    const stop = new AbortController();
    const { promise, resolve } = Promise.withResolvers<void>();
    const log = openLog();
    log.listen(({ type }) => {
      if (type === 'task.limitReached') stop.abort(new RunStop('cancelled', 'it was disturbed'));
      if (type === 'run.stopRequested') resolve();
    });
    // Whoever is asked hears of the limit only later.
    const ensure: ExecutionParts['ensure'] = (_needs, _signal, ahead) => (ahead ? Promise.resolve() : promise);
    const { ending } = await execute(tasks, { ensure, signal: stop.signal }, log);
    await log.append([endOf(ending)]);
    const all = log.list({ limit: 100 });
    expect(all.map(({ type }) => type)).toContain('task.overBudget');
    const { events, difference } = await replay(log);
    expect({ events, difference }).toEqual({ events: all.filter(traced).length, difference: undefined });
    await log.waits.stop();
  });

  test('of a task that had taken its key again after a restart, and was stopped inside, is identical [X-03]', async () => {
    const tasks: Task[] = [
      { id: 'held', key: 'the one', tasks: [{ id: 'ask', wait: { approval: { text: 'Go on?' } } }] },
    ];
    const awaitAnswer: ExecutionParts['awaitAnswer'] = (_path, signal) =>
      untilAborted(signal, new Promise<string>(() => {}));
    let log = openLog();
    const stops = [
      { at: 'task.blocked', stop: new RunStop('interrupted', 'gone') },
      { at: 'run.resumed', stop: new RunStop('cancelled', 'it was disturbed') },
    ];
    for (const { at, stop } of stops) {
      log = await nextEngine(log);
      const controller = new AbortController();
      log.listen(({ type }) => void (type === at && setImmediate(() => controller.abort(stop))));
      const previous = log.lastSeq() > 0 ? soFar(log) : undefined;
      const { ending } = await execute(tasks, { awaitAnswer, previous, signal: controller.signal }, log);
      expect(ending.kind).toBe(stop.kind);
    }
    await log.append([{ type: 'run.cancelled', scope: { runId }, payload: { reason: 'it was disturbed' } }]);
    const all = log.list({ limit: 100 });
    expect(all.map(({ scope }) => scope.taskId)).toContain('held/ask');
    const { events, difference } = await replay(log);
    expect({ events, difference }).toEqual({ events: all.filter(traced).length, difference: undefined });
    await log.waits.stop();
  });
});
