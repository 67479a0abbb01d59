import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CallUsage } from '../../../contract/usage.ts';
import { startTrial, type Trial } from '../trial-workers.ts';
import { whyUnmeasured } from './machine/why-unmeasured.ts';

describe.each(['node', 'isolate'] as const)('what a call of the %s tier uses', (tier) => {
  let trial: Trial;
  beforeAll(async () => {
    const actions = {
      pays: `async ({ value }, context) => {
        context.used({ tokens: 100, money: 0.01 });
        await context.sleep(1);
        context.used({ tokens: 50, money: 0.005 });
        if (value === 'fails') throw new Error('in vain');
        return { value: 'paid' };
      }`,
      waits: `async (_input, context) => {
        context.used({ tokens: 1000 });
        await context.sleep(600_000);
        return { value: 'late' };
      }`,
      errs: '({ value }, context) => { context.used({ tokens: value }); return { value }; }',
      counts: '() => ({ value: (calls += 1) })',
      burns: `({ value }) => {
        let sum = 0;
        for (let at = 0; at < value; at += 1) sum += Math.sqrt(at);
        return { value: sum > 0 };
      }`,
      holds: `({ value }) => {
        const kept = [];
        for (let at = 0; at < value; at += 1) kept.push(new Uint8Array(1024 * 1024).fill(7));
        return { value: kept.length };
      }`,
      rests: 'async (_input, context) => { await context.sleep(300); return { value: null }; }',
      spins: '() => { for (;;); }',
    };
    const limits = { memoryMb: 512, cpuMs: 600_000 };
    trial = await startTrial({ bundled: { probe: { tier, actions, limits, head: 'let calls = 0;' } } });
  });
  afterAll(() => trial.close());

  async function used(action: string, value: unknown, isMeasured = false): Promise<CallUsage[]> {
    const told: CallUsage[] = [];
    await trial.call('probe', action, value as never, { isMeasured, onUsed: (usage) => told.push(usage) });
    return told;
  }

  test('is told while it works, added up [OR-12, OB-05]', async () => {
    expect(await used('pays', null)).toEqual([
      { tokens: 100, money: 0.01 },
      { tokens: 150, money: 0.015 },
    ]);
    const told: CallUsage[] = [];
    const failing = trial.call('probe', 'pays', 'fails', { onUsed: (usage) => told.push(usage) });
    await expect(failing).rejects.toMatchObject({ message: 'in vain' });
    expect(told.at(-1)).toEqual({ tokens: 150, money: 0.015 });
  });

  test('is told before it is done, so that it can be ended', async () => {
    const stop = new AbortController();
    const call = trial.call('probe', 'waits', null, {
      signal: stop.signal,
      onUsed: ({ tokens }) => tokens === 1000 && stop.abort(),
    });
    await expect(call).rejects.toMatchObject({ code: 'cancelled' });
  });

  test.each([-1, 1.5, '7', 2e12])('no amount is told of %s', async (value) => {
    await expect(trial.call('probe', 'errs', value)).rejects.toMatchObject({
      code: 'worker-failed',
      message: `used: tokens: expected a whole number of tokens, from 0 to 1000000000000 in a call, got ${value}`,
    });
  });

  describe.skipIf(whyUnmeasured({ permissions: [] }) !== undefined)('measured (only Linux tells)', () => {
    test('has a fresh process to itself, which ends with it; the warm one stays as it is', async () => {
      expect(await trial.call('probe', 'counts')).toBe(1);
      for (let call = 0; call < 2; call += 1) {
        expect(await trial.call('probe', 'counts', null, { isMeasured: true })).toBe(1);
      }
      expect(await trial.call('probe', 'counts')).toBe(2);
    }, 60_000);

    test('is its processor time, whatever another call of the worker takes meanwhile [OR-12]', async () => {
      const stop = new AbortController();
      const other = trial.call('probe', 'spins', null, { signal: stop.signal, timeoutMs: 120_000 }).catch(() => null);
      const burnt = (await used('burns', 100_000_000, true)).at(-1)?.cpuMs ?? 0;
      const rested = (await used('rests', null, true)).at(-1)?.cpuMs ?? 0;
      stop.abort();
      await other;
      expect(burnt).toBeGreaterThan(rested);
      expect(burnt).toBeGreaterThanOrEqual(50);
    }, 120_000);

    test('is the most memory that it took, on top of what its process had [OR-12]', async () => {
      const held = (await used('holds', 120, true)).at(-1)?.memoryMb ?? 0;
      expect(held).toBeGreaterThanOrEqual(100);
      expect(held).toBeLessThan(400);
      expect((await used('counts', null, true)).at(-1)?.memoryMb ?? 0).toBeLessThan(60);
    }, 60_000);

    test('is told while it spins, and it can be ended', async () => {
      const stop = new AbortController();
      const call = trial.call('probe', 'spins', null, {
        ...{ isMeasured: true, signal: stop.signal, timeoutMs: 120_000 },
        onUsed: ({ cpuMs = 0 }) => cpuMs > 200 && stop.abort(),
      });
      await expect(call).rejects.toMatchObject({ code: 'cancelled' });
    }, 120_000);

    test('given up before its process is there, leaves no process behind', async () => {
      const stop = new AbortController();
      const call = trial.call('probe', 'counts', null, { isMeasured: true, signal: stop.signal });
      stop.abort();
      await expect(call).rejects.toMatchObject({ code: 'cancelled' });
    }, 60_000);
  });
});

test('what cannot be measured is said with the reason', () => {
  expect(whyUnmeasured({ permissions: [] }, 'darwin')).toMatch(/^only Linux/);
  expect(whyUnmeasured({ permissions: [{ capability: 'shell', reason: 'to build' }] }, 'linux')).toMatch(/programs/);
  expect(whyUnmeasured({ permissions: [{ capability: 'net', reason: 'to ask' }] }, 'linux')).toBeUndefined();
});
