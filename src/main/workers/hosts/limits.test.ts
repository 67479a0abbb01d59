import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OpenSession } from '../broker/session.ts';
import { startTrial, type Trial } from '../trial-workers.ts';
import { findBubblewrap } from './machine/sandbox.ts';

const burn = '() => { for (;;); }';

const bombs = {
  heap: '() => { const kept = []; for (;;) kept.push({ text: String(Math.random()) }); }',
  arrays: '() => { let list = [1]; for (;;) list = [...list, ...list]; }',
  strings: "() => { const kept = []; for (;;) kept.push(('x'.repeat(1_000_000) + Math.random()).split('')); }",
  buffers:
    'async (_input, { sleep }) => { const kept = []; for (;;) { kept.push(new Uint8Array(8_000_000).fill(1)); await sleep(1); } }',
};

const surroundings = [
  { name: 'in bubblewrap', isBare: false, isSkipped: findBubblewrap() === undefined },
  { name: 'without bubblewrap', isBare: true, isSkipped: false },
];

describe.each(['node', 'isolate'] as const)('a worker of the %s tier', (tier) => {
  describe.each(surroundings)('$name', ({ isBare, isSkipped }) => {
    const suffix = isSkipped ? ' (bubblewrap is absent)' : '';
    let trial: Trial;
    beforeAll(async () => {
      trial = await startTrial({
        isBare,
        bundled: {
          bomb: { tier, actions: { ...bombs, echo: '({ value }) => ({ value })' } },
          burner: { tier, actions: { burn, echo: '({ value }) => ({ value })' }, limits: { cpuMs: 400 } },
        },
      });
    });
    afterAll(() => trial.close());

    test.skipIf(isSkipped).each(Object.keys(bombs))(
      `that takes more memory than its manifest says (%s) is ended, and the engine goes on [SB-07]${suffix}`,
      async (action) => {
        await expect(trial.call('bomb', action)).rejects.toMatchObject({
          code: 'limit-exceeded',
          message: expect.stringContaining('its limit memoryMb is 64 MB') as string,
          details: { limit: 'memoryMb', value: 64 },
        });
        expect(await trial.call('bomb', 'echo', 'alive')).toBe('alive');
      },
      30_000,
    );

    test.skipIf(isSkipped)(
      `that takes more processor time than its manifest says is ended [SB-07]${suffix}`,
      async () => {
        await expect(trial.call('burner', 'burn')).rejects.toMatchObject({
          code: 'limit-exceeded',
          message: expect.stringContaining('its limit cpuMs is 400 ms') as string,
          details: { limit: 'cpuMs', value: 400 },
        });
        expect(await trial.call('burner', 'echo', 'alive')).toBe('alive');
      },
    );
  });
});

describe.each(['node', 'isolate'] as const)('a worker of the %s tier that says more than it may', (tier) => {
  let trial: Trial;
  beforeAll(async () => {
    const openSession: OpenSession = () => ({
      request: async () => ({ value: null, bytes: undefined }),
      close: async () => undefined,
    });
    const asks = `async (_input, { files }) => {
      const asked = await Promise.all(Array.from({ length: 60 }, () => files.status('/a')));
      return { value: asked.length };
    }`;
    const floods = `(_input, context) => {
      for (let line = 0; line < 40_000; line += 1) context.log('info', 'x');
      return { value: 'done' };
    }`;
    const actions = { asks, floods, echo: '({ value }) => ({ value })' };
    trial = await startTrial({
      openSession,
      bundled: { probe: { tier, actions, limits: { messagesPerSecond: 100 } }, calm: { tier, actions } },
    });
  });
  afterAll(() => trial.close());

  test('waits for its answers, and has them all', async () => {
    expect(await trial.call('probe', 'asks')).toBe(60);
  });

  test('is ended when it floods the engine, or held back until its time is over [SB-07]', async () => {
    const outcome = trial.call('probe', 'floods', null, { timeoutMs: 3000 });
    // What one reading holds is more than can wait; an isolate's words come a few at a time.
    const flood = {
      code: 'limit-exceeded',
      message: 'The worker probe sent far more messages than it may, its limit messagesPerSecond is 100 a second',
      details: { limit: 'messagesPerSecond', value: 100 },
    };
    const late = {
      code: 'timeout',
      message: 'probe.floods was not done in time, its limit timeoutMs is 3000 ms',
      details: { limit: 'timeoutMs', value: 3000 },
    };
    await expect(outcome).rejects.toMatchObject(tier === 'node' ? flood : late);
    expect(await trial.call('probe', 'echo', 'alive')).toBe('alive');
  });

  test('within what its manifest says it is only slowed down', async () => {
    expect(await trial.call('calm', 'floods')).toBe('done');
  });
});
