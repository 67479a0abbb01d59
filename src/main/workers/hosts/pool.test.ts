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

  /** Why processes ended, and how few were ready at a time from the first start to `end` of the events. */
  function history(): { reasons: string[]; fewest: number } {
    let ready = 0;
    let fewest = Infinity;
    const reasons: string[] = [];
    for (const event of trial.events) {
      if (event.type === 'worker.started') ready += 1;
      else if (event.type === 'worker.stopped') {
        ready -= 1;
        reasons.push(event.payload.reason);
      } else continue;
      fewest = Math.min(fewest, ready);
    }
    return { reasons, fewest };
  }

  test('a worn process takes calls until the next one is ready, so that none waits for a start [DP-01]', async () => {
    await start({ workerRecycleCalls: 10 });
    const state = (): string | undefined => trial.workers.registry.get('worker-0').state;
    expect(await trial.call('worker-0', 'echo', 'first')).toBe('first');
    const states = new Set<string | undefined>();
    // Never idle: one call begins before another has ended.
    let value = 0;
    const line = async (): Promise<void> => {
      while (history().reasons.length < 2) {
        const mine = (value += 1);
        const answer = trial.call('worker-0', 'slow', mine);
        states.add(state());
        expect(await answer).toBe(mine);
      }
    };
    await Promise.all([line(), line(), line()]);
    expect(states).toEqual(new Set(['running']));
    const { reasons, fewest } = history();
    expect(fewest).toBe(1);
    for (const reason of reasons) expect(reason).toMatch(/^recycled after \d+ calls$/);
    const pids = trial.events.flatMap((event) => (event.type === 'worker.started' ? [event.payload.pid] : []));
    expect(new Set(pids).size).toBeGreaterThan(2);
    await trial.workers.close();
    for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });

  test('without a place for two, a worn process ends when it is idle and the next call starts another', async () => {
    await start({ workerRecycleCalls: 10, workerProcesses: 1 });
    for (let value = 0; value < 15; value += 1) expect(await trial.call('worker-0', 'echo', value)).toBe(value);
    expect(mostAtOnce()).toBe(1);
    expect(history().reasons).toEqual(['recycled after 10 calls']);
  });

  test('a next process that does not become ready costs no call: the worn one goes on until it is idle', async () => {
    // A package it brings is no change of the worker, so only a next process sees this.
    const part = 'node_modules/part/part.js';
    const hold = 'async (_, context) => { await context.sleep(60_000); return {}; }';
    const worker = {
      ...{
        tier: 'node' as const,
        actions: { hold, echo: '({ value }) => ({ value })' },
        files: { [part]: 'export default 1;' },
      },
      head: `import part from './${part}'; if (part !== 1) throw new Error('spoilt');`,
    } as const;
    trial = await startTrial({ bundled: { 'worker-0': worker }, processes: { workerRecycleCalls: 3 } });
    await trial.call('worker-0', 'echo');
    trial.write(`app/workers/worker-0/${part}`, 'export default 2;');
    const released = new AbortController();
    const held = trial.call('worker-0', 'hold', 0, { signal: released.signal, timeoutMs: 60_000 }).catch(String);
    for (const value of [1, 2, 3]) expect(await trial.call('worker-0', 'echo', value)).toBe(value);
    const spoilt = (): boolean => history().reasons.some((reason) => reason.includes('spoilt'));
    await expect.poll(spoilt).toBe(true);
    expect(await trial.call('worker-0', 'echo', 'the worn one')).toBe('the worn one');
    trial.write(`app/workers/worker-0/${part}`, 'export default 1;');
    released.abort();
    expect(await held).toContain('was cancelled');
    expect(await trial.call('worker-0', 'echo', 'a fresh one')).toBe('a fresh one');
    await expect.poll(() => history().reasons.at(-1)).toMatch(/^recycled after [67] calls$/);
  });

  test('a process is replaced when its memory passes the mark, and the next is there before', async () => {
    await start({ workerRecycleMemoryPercent: 10 });
    await trial.call('worker-0', 'slow'); // measured when it begins
    await expect.poll(() => count('worker.stopped')).toBe(1);
    expect(history()).toEqual({
      ...{ reasons: [expect.stringMatching(/^recycled at \d+ % of its memory$/)], fewest: 1 },
    });
    expect(await trial.call('worker-0', 'echo', 'again')).toBe('again');
  });
});
