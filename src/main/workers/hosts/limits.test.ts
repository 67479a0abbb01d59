import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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
      `that takes more memory than its manifest says (%s) is ended, and the engine goes on${suffix}`,
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

    test.skipIf(isSkipped)(`that takes more processor time than its manifest says is ended${suffix}`, async () => {
      await expect(trial.call('burner', 'burn')).rejects.toMatchObject({
        code: 'limit-exceeded',
        message: expect.stringContaining('its limit cpuMs is 400 ms') as string,
        details: { limit: 'cpuMs', value: 400 },
      });
      expect(await trial.call('burner', 'echo', 'alive')).toBe('alive');
    });
  });
});
