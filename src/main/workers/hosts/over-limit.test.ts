import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { OpenSession } from '../broker/session.ts';
import { startTrial, type Trial } from '../trial-workers.ts';

describe.each(['node', 'isolate'] as const)('a worker of the %s tier that is over a limit', (tier) => {
  let trial: Trial;
  beforeAll(async () => {
    const actions = {
      bomb: '() => { const kept = []; for (;;) kept.push({ text: String(Math.random()) }); }',
      burn: '() => { for (;;); }',
    };
    trial = await startTrial({
      bundled: { hungry: { tier, actions }, busy: { tier, actions, limits: { cpuMs: 400 } }, late: { tier, actions } },
    });
  });
  afterAll(() => trial.close());

  test.each([
    ['hungry', 'bomb', 'limit-exceeded', 'memoryMb', 64, 'MB'],
    ['busy', 'burn', 'limit-exceeded', 'cpuMs', 400, 'ms'],
    ['late', 'burn', 'timeout', 'timeoutMs', 700, 'ms'],
  ] as const)(
    '%s is ended, and told is which limit and its value [SB-07]',
    async (id, action, code, limit, value, unit) => {
      const timeoutMs = limit === 'timeoutMs' ? value : 20_000;
      await expect(trial.call(id, action, null, { timeoutMs })).rejects.toMatchObject({
        code,
        message: expect.stringMatching(new RegExp(`${id}.* its limit ${limit} is ${value} ${unit}$`)) as string,
        details: { limit, value },
      });
    },
    30_000,
  );
});

describe.each(['node', 'isolate'] as const)('a worker of the %s tier that says more than it may', (tier) => {
  let trial: Trial;
  beforeAll(async () => {
    const openSession: OpenSession = () => ({
      request: async () => ({ value: null, bytes: undefined }),
      awaitsHost: () => false,
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
    const echo = '({ value }) => ({ value })';
    const actions = { asks, floods, echo };
    trial = await startTrial({
      openSession,
      bundled: { probe: { tier, actions, limits: { messagesPerSecond: 100 } }, calm: { tier, actions } },
    });
  });
  afterAll(() => trial.close());

  test('waits for its answers, and has them all', async () => {
    expect(await trial.call('probe', 'asks')).toBe(60);
  });

  test('is held back until its time is over [SB-07]', async () => {
    await expect(trial.call('probe', 'floods', null, { timeoutMs: 3000 })).rejects.toMatchObject({
      code: 'timeout',
      message: 'probe.floods was not done in time, its limit timeoutMs is 3000 ms',
      details: { limit: 'timeoutMs', value: 3000 },
    });
    expect(await trial.call('probe', 'echo', 'alive')).toBe('alive');
  });

  test('within what its manifest says it is only slowed down', async () => {
    expect(await trial.call('calm', 'floods')).toBe('done');
  });
});

test('a worker that sends more at once than can wait is ended; only code of the node tier reaches the pipe [SB-07]', async () => {
  // A frame of its own making, past the kit: the kit's frames hold fewer.
  const bursts = `() => {
    const line = { type: 'log', level: 'info', message: 'x' };
    const json = Buffer.from(JSON.stringify(Array.from({ length: 20_000 }, () => line)));
    const frame = Buffer.concat([Buffer.alloc(8), json]);
    frame.writeUInt32LE(json.length, 0);
    for (let at = 0; at < frame.length;) {
      try { at += writeSync(1, frame, at); } catch (error) { if (error.code !== 'EAGAIN') throw error; }
    }
    return new Promise(() => undefined);
  }`;
  const trial = await startTrial({
    bundled: {
      probe: {
        tier: 'node',
        head: "import { writeSync } from 'node:fs';",
        actions: { bursts, echo: '({ value }) => ({ value })' },
        limits: { messagesPerSecond: 100 },
      },
    },
  });
  onTestFinished(() => trial.close());
  await expect(trial.call('probe', 'bursts', null, { timeoutMs: 20_000 })).rejects.toMatchObject({
    code: 'limit-exceeded',
    message: 'The worker probe sent far more messages than it may, its limit messagesPerSecond is 100 a second',
    details: { limit: 'messagesPerSecond', value: 100 },
  });
  expect(await trial.call('probe', 'echo', 'alive')).toBe('alive');
});
