import { afterEach, describe, expect, test } from 'vitest';
import { startTrial, type Trial } from '../trial-workers.ts';
import type { WorkerSettings } from '../worker-settings.ts';
import { createPool, type PoolMember } from './pool.ts';

describe('the places for processes', () => {
  type Member = PoolMember & { name: string; isBusy: boolean };
  const stopped: string[] = [];
  afterEach(() => stopped.splice(0));

  function member(name: string, isBusy = false): Member {
    return { name, isBusy, isIdle: () => true, stop: () => void stopped.push(name) };
  }

  test('who has been idle for longest makes room, and the next in line begins when it is gone [DP-01]', () => {
    const pool = createPool({ most: () => 2 });
    const [first, second] = [member('first'), member('second')];
    const begun: string[] = [];
    for (const each of [first, second]) pool.request('normal', () => pool.add(each));
    pool.rested(second);
    pool.rested(first); // so the second has been idle for longer
    pool.request('normal', () => begun.push('third'));
    pool.request('urgent', () => begun.push('urgent'));
    expect(stopped).toEqual(['second', 'first']);
    expect(begun).toEqual([]);
    pool.remove(second);
    expect(begun).toEqual(['urgent', 'third']); // neither has taken the place that is free
  });

  test('while all are busy a request waits, and goes when it is taken back', () => {
    const pool = createPool({ most: () => 1 });
    const busy = { isIdle: () => false, stop: () => void stopped.push('busy') };
    pool.request('normal', () => pool.add(busy));
    const begun: string[] = [];
    const takeBack = pool.request('normal', () => begun.push('gave up'));
    pool.request('background', () => begun.push('stayed'));
    takeBack();
    expect(stopped).toEqual([]);
    pool.remove(busy);
    expect(begun).toEqual(['stayed']);
  });
});

describe('workers in their processes', () => {
  let trial: Trial;
  afterEach(() => trial.close());

  const slow = 'async ({ value }, context) => { await context.sleep(30); return { value }; }';
  const names = Array.from({ length: 5 }, (_, index) => `worker-${index}`);

  async function start(processes: Partial<WorkerSettings>): Promise<void> {
    const worker = { tier: 'node', actions: { slow, echo: '({ value }) => ({ value })' } } as const;
    trial = await startTrial({ bundled: Object.fromEntries(names.map((name) => [name, worker])), processes });
  }

  const count = (type: string): number => trial.events.filter((event) => event.type === type).length;
  const mostAtOnce = (): number => {
    let now = 0;
    return Math.max(
      ...trial.events.map(({ type }) => {
        if (type === 'worker.started') now += 1;
        if (type === 'worker.stopped') now -= 1;
        return now;
      }),
    );
  };

  test('more workers than places: every call is answered, and there are never more processes [DP-01]', async () => {
    await start({ workerProcesses: 2 });
    const calls = names.flatMap((name) => [1, 2, 3].map((value) => trial.call(name, 'slow', value)));
    expect(await Promise.all(calls)).toEqual(names.flatMap(() => [1, 2, 3]));
    expect(mostAtOnce()).toBe(2);
    const running = (): number => trial.workers.registry.list().filter(({ state }) => state === 'running').length;
    await expect.poll(running).toBeLessThanOrEqual(2);
  });

  test('a warm worker stays warm while there is room, and paused ones make room too', async () => {
    await start({ workerProcesses: 3, workerPauseMs: 0 });
    for (const name of names.slice(0, 3)) await trial.call(name, 'echo');
    for (const name of names.slice(0, 3)) await trial.call(name, 'echo');
    expect(count('worker.started')).toBe(3);
    await trial.call(names[3] ?? '', 'echo');
    const stopped = trial.events.filter(({ type }) => type === 'worker.stopped');
    expect(stopped).toMatchObject([
      { scope: { workerId: 'worker-0' }, payload: { reason: 'made room for another worker' } },
    ]);
  });

  test('a process is replaced after so many calls, when it is idle, and no call is lost', async () => {
    await start({ workerRecycleCalls: 10 });
    const answers = await Promise.all(Array.from({ length: 25 }, (_, value) => trial.call('worker-0', 'slow', value)));
    expect(answers).toEqual(Array.from({ length: 25 }, (_, value) => value));
    for (let value = 0; value < 25; value += 1) expect(await trial.call('worker-0', 'echo', value)).toBe(value);
    const reasons = trial.events.flatMap((event) => (event.type === 'worker.stopped' ? [event.payload.reason] : []));
    expect(reasons).toEqual(['recycled after 25 calls', 'recycled after 10 calls', 'recycled after 10 calls']);
  });

  test('a process is replaced when its memory passes the mark', async () => {
    await start({ workerRecycleMemoryPercent: 10 });
    await trial.call('worker-0', 'slow'); // measured when it begins
    await expect.poll(() => count('worker.stopped')).toBe(1);
    expect(trial.events.findLast(({ type }) => type === 'worker.stopped')).toMatchObject({
      payload: { reason: expect.stringMatching(/^recycled at \d+ % of its memory$/) as string },
    });
    expect(await trial.call('worker-0', 'echo', 'again')).toBe('again');
  });
});
