import { describe, expect, onTestFinished, test } from 'vitest';
import { defaultCircuit } from '../../../contract/circuits.ts';
import type { CircuitSettings } from '../../../contract/circuits.ts';
import type { AnyEvent } from '../../../contract/events.ts';
import { HeronError, NotCalled } from '../../base/errors.ts';
import { startTrial, type Trial } from '../trial-workers.ts';
import { judgeWorkerCall } from './worker-breaker.ts';

async function open(circuit: Partial<CircuitSettings>): Promise<Trial> {
  const trial = await startTrial({
    processes: { circuit: { ...defaultCircuit, ...circuit } },
    bundled: {
      bird: {
        tier: 'node',
        limits: { wallMs: 300 },
        actions: {
          echo: '({ value }) => ({ value })',
          dies: '() => process.exit(7)',
          hangs:
            '(_input, { signal }) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)))',
          refuses: "() => fail('not-found', 'no')",
        },
      },
    },
  });
  onTestFinished(() => trial.close());
  return trial;
}

const told = ({ events }: Trial): AnyEvent[] => events.filter(({ type }) => type.startsWith('worker.circuit'));
const soon = { timeout: 30_000 };
const circuitOf = ({ workers }: Trial) => workers.registry.get('bird').circuit;
const failing = (trial: Trial, action: string, options = {}): Promise<unknown> =>
  trial.call('bird', action, null, options).then(
    () => undefined,
    (error: unknown) => error,
  );

describe('a worker', () => {
  test('that crashes and succeeds by turns is left alone, tried, and then called as before [OR-17]', async () => {
    const trial = await open({ leastCalls: 4, openMs: 3_600_000 });
    for (const action of ['dies', 'echo', 'dies']) await failing(trial, action);
    expect(circuitOf(trial)).toBeUndefined();
    await failing(trial, 'dies');
    expect(circuitOf(trial)).toMatchObject({
      state: 'open',
      calls: 4,
      faults: 3,
      lastError: { code: 'worker-crashed' },
    });
    const refused = await failing(trial, 'echo');
    expect(refused).toBeInstanceOf(NotCalled);
    expect(refused).toMatchObject({
      code: 'circuit-open',
      message: expect.stringMatching(
        /^The worker bird is left alone for now: 3 of its last 4 calls failed\. The next call is tried in 3600 s\. Its last error was: The worker bird ended unexpectedly \(exit code 7\)/,
      ),
      details: { workerId: 'bird', lastError: { code: 'worker-crashed' } },
    });
    expect(trial.workers.registry.breaker('bird')?.tryNow()).toBe('half-open');
    expect(await trial.call('bird', 'echo', 5)).toBe(5);
    expect(circuitOf(trial)).toBeUndefined();
    await expect
      .poll(() => told(trial), soon)
      .toMatchObject([
        { type: 'worker.circuitOpened', scope: { workerId: 'bird' }, payload: { calls: 4, faults: 3 } },
        { type: 'worker.circuitHalfOpened', payload: { by: 'person' } },
        { type: 'worker.circuitClosed' },
      ]);
  });

  test('is tried again by itself when its time is over', async () => {
    const trial = await open({ leastCalls: 2, openMs: 100 });
    for (const action of ['dies', 'dies']) await failing(trial, action);
    const { retryAfterMs } = ((await failing(trial, 'echo')) as HeronError).details as { retryAfterMs: number };
    await new Promise((resolve) => setTimeout(resolve, retryAfterMs));
    expect(await trial.call('bird', 'echo', 5)).toBe(5);
    await expect
      .poll(() => told(trial)[1], soon)
      .toMatchObject({ type: 'worker.circuitHalfOpened', payload: { by: 'time' } });
  });

  test('that runs out of the time it says it needs is at fault, not one that is given less', async () => {
    const trial = await open({ leastCalls: 2 });
    for (let calls = 0; calls < 3; calls += 1) {
      expect(await failing(trial, 'hangs', { timeoutMs: 50 })).toMatchObject({ code: 'timeout' });
    }
    expect(told(trial)).toEqual([]);
    for (let calls = 0; calls < 2; calls += 1) await failing(trial, 'hangs', { timeoutMs: 300 });
    expect(circuitOf(trial)).toMatchObject({ lastError: { code: 'timeout' } });
  });

  test('is not to blame for what it refuses, for what is not valid, and for a call that is cancelled', async () => {
    const trial = await open({ leastCalls: 1, errorPercent: 1 });
    await failing(trial, 'refuses');
    const stop = new AbortController();
    const stopped = failing(trial, 'hangs', { timeoutMs: 60_000, signal: stop.signal });
    stop.abort();
    expect(await stopped).toMatchObject({ code: 'cancelled' });
    const call = trial.workers.callWorker({
      ...{ workerId: 'bird', action: 'echo', input: { colour: 'red' }, timeoutMs: 1000, onProgress: () => undefined },
      scope: { runId: 'run', taskId: 'task', attempt: 1, idempotencyKey: 'key', unattended: true },
      signal: new AbortController().signal,
    });
    await expect(call).rejects.toMatchObject({ code: 'invalid-input' });
    expect(told(trial)).toEqual([]);
  });

  test('counts one crash once, however many calls it ended', async () => {
    const trial = await open({ leastCalls: 2 });
    const waiting = [1, 2, 3].map(() => failing(trial, 'hangs', { timeoutMs: 60_000 }));
    await failing(trial, 'dies');
    for (const error of await Promise.all(waiting)) expect(error).toMatchObject({ code: 'worker-crashed' });
    expect(told(trial)).toEqual([]);
  });

  test('that is loaded again is called again', async () => {
    const trial = await open({ leastCalls: 2 });
    for (const action of ['dies', 'dies']) await failing(trial, action);
    expect(circuitOf(trial)).toMatchObject({ state: 'open' });
    expect(await trial.workers.registry.reload('bird')).not.toHaveProperty('circuit');
    expect(await trial.call('bird', 'echo', 5)).toBe(5);
    await expect
      .poll(() => told(trial).map(({ type }) => type), soon)
      .toEqual(['worker.circuitOpened', 'worker.circuitClosed']);
  });
});

const timeout = new HeronError('timeout', 'late', { limit: 'timeoutMs' });
const patient = { isPatient: true, awaitedHost: false };

test.each([
  [new HeronError('worker-crashed', 'gone'), patient, 'fault'],
  [new HeronError('worker-unavailable', 'not ready', { transient: true }), patient, 'fault'],
  [new HeronError('worker-unavailable', 'not loaded'), patient, 'neither'],
  [timeout, patient, 'fault'],
  [timeout, { isPatient: false, awaitedHost: false }, 'neither'],
  [timeout, { isPatient: true, awaitedHost: true }, 'neither'],
  [new HeronError('timeout', 'of a program it started'), patient, 'neither'],
  [new HeronError('permission-denied', 'no'), patient, 'neither'],
  [new HeronError('cancelled', 'enough'), patient, 'neither'],
  [new HeronError('limit-exceeded', 'too large'), patient, 'neither'],
  [new HeronError('circuit-open', 'a host', { host: 'a.example' }), patient, 'neither'],
  [new HeronError('worker-failed', 'it threw'), patient, 'success'],
  [new HeronError('network', 'of a host'), patient, 'success'],
  [new HeronError('blocked', 'which?'), patient, 'success'],
])('%s, %j says %s of its worker [OR-17]', (error, facts, outcome) => {
  expect(judgeWorkerCall({ error }, facts)).toMatchObject({ outcome });
});
