import { existsSync, rmSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { startTrial, type Trial, type TrialOptions } from '../trial-workers.ts';

let trial: Trial;
afterEach(() => trial.close());

async function start(options: TrialOptions): Promise<void> {
  trial = await startTrial(options);
}

const echo = '({ value }) => ({ value })';
const state = (): string => trial.workers.registry.get('probe').state;
const reasons = (): unknown[] =>
  trial.events.flatMap((event) => (event.type === 'worker.stopped' ? [event.payload.reason] : []));

function pids(): number[] {
  return trial.events.flatMap((event) => (event.type === 'worker.started' ? [event.payload.pid] : []));
}

describe('the process of a worker', () => {
  test('starts with the first call, serves the next, and ends when it has been idle', async () => {
    await start({ bundled: { probe: { tier: 'node', actions: { echo } } }, processes: { workerIdleMs: 100 } });
    expect(state()).toBe('idle');
    await trial.call('probe', 'echo', 1);
    await trial.call('probe', 'echo', 2);
    expect(state()).toBe('running');
    expect(pids()).toHaveLength(1);
    await expect.poll(reasons).toEqual(['idle']);
    expect(state()).toBe('idle');
    expect(() => process.kill(pids()[0]!, 0)).toThrow('ESRCH');
    expect(await trial.call('probe', 'echo', 3)).toBe(3);
    expect(pids()).toHaveLength(2);
  });

  test('is measured: its start, its memory, its calls and their errors [RT-10]', async () => {
    await start({ bundled: { probe: { tier: 'node', actions: { echo, bad: "() => fail('conflict', 'no')" } } } });
    await trial.call('probe', 'echo');
    await expect(trial.call('probe', 'bad')).rejects.toThrow('no');
    const { statistics } = trial.workers.registry.get('probe');
    expect(statistics).toMatchObject({ calls: 2, errors: 1, crashes: 0 });
    expect(statistics.startMs).toBeGreaterThan(0);
    expect(statistics.memoryMb).toBeGreaterThan(10);
  });

  test('that exits fails its calls as crashed; the next call finds a fresh one', async () => {
    await start({
      bundled: {
        probe: { tier: 'node', actions: { echo, exit: '() => process.exit(7)', hang: '() => new Promise(() => {})' } },
      },
    });
    const other = trial.call('probe', 'hang').catch((error: unknown) => error);
    await expect(trial.call('probe', 'exit')).rejects.toMatchObject({
      code: 'worker-crashed',
      message: 'The worker probe ended unexpectedly (exit code 7)',
    });
    expect(await other).toMatchObject({ code: 'worker-crashed' });
    expect(await trial.call('probe', 'echo', 'back')).toBe('back');
    expect(trial.workers.registry.get('probe').statistics.crashes).toBe(1);
  });

  test('that throws where nobody catches names the error it died of', async () => {
    const later = "() => { setTimeout(() => { throw new Error('late trouble'); }, 5); return new Promise(() => {}); }";
    await start({ bundled: { probe: { tier: 'node', actions: { later } } } });
    await expect(trial.call('probe', 'later')).rejects.toMatchObject({
      code: 'worker-crashed',
      message: 'The worker probe ended unexpectedly (exit code 1): Error: late trouble',
    });
  });

  test('outlives a promise that is rejected unheard', async () => {
    const drop = "() => { Promise.reject(new Error('dropped')); return { value: 1 }; }";
    await start({ bundled: { probe: { tier: 'node', actions: { echo, drop } } } });
    await trial.call('probe', 'drop');
    expect(await trial.call('probe', 'echo', 2)).toBe(2);
    expect(pids()).toHaveLength(1);
  });

  test('that crashes five times in a row is given up, until it is loaded again [RT-09]', async () => {
    await start({ bundled: { probe: { tier: 'node', actions: { exit: '() => process.exit(1)' } } } });
    for (let crash = 0; crash < 5; crash += 1) {
      await expect(trial.call('probe', 'exit')).rejects.toMatchObject({ code: 'worker-crashed' });
    }
    expect(state()).toBe('failed');
    expect(trial.workers.registry.get('probe').error).toMatchObject({ code: 'worker-crashed' });
    expect(pids()).toHaveLength(5);
    await expect(trial.call('probe', 'exit')).rejects.toMatchObject({ code: 'worker-crashed' });
    trial.workers.warm([{ workerId: 'probe', action: 'exit' }], () => 10);
    expect(pids()).toHaveLength(5);
    expect(state()).toBe('failed');
    await expect.poll(() => trial.events.some(({ type }) => type === 'worker.failed')).toBe(true);
    trial.install('bundled', 'probe', { tier: 'node', actions: { exit: echo } });
    expect((await trial.workers.registry.reload('probe')).state).toBe('idle');
    expect(await trial.call('probe', 'exit', 'better')).toBe('better');
  }, 30_000);

  test.each([
    ['does not parse', 'export default { actions: { echo: ( } };', 'cannot be loaded'],
    ['has no default export', 'export const actions = {};', 'its default export is not a worker'],
    ['throws while it loads', "throw new Error('not today');", 'not today'],
    ['lacks an action', 'export default { actions: {} };', 'lacks echo, named in its manifest'],
  ])('whose code %s takes no calls and says why', async (_name, source, message) => {
    await start({
      bundled: { probe: { tier: 'node', actions: { echo } }, other: { tier: 'isolate', actions: { echo } } },
    });
    for (const id of ['probe', 'other']) {
      trial.write(`app/workers/${id}/index.ts`, source);
      await trial.workers.registry.reload(id);
      await expect(trial.call(id, 'echo')).rejects.toMatchObject({
        code: 'worker-unavailable',
        message: expect.stringContaining(message) as string,
      });
    }
  });

  test('is ended when the engine closes, and its calls hear of it', async () => {
    await start({ bundled: { probe: { tier: 'node', actions: { hang: '() => new Promise(() => {})', echo } } } });
    await trial.call('probe', 'echo');
    const hanging = trial.call('probe', 'hang').catch((error: unknown) => error);
    await trial.workers.close();
    expect(await hanging).toMatchObject({ code: 'worker-unavailable' });
    expect(existsSync(`/proc/${pids()[0]}`)).toBe(false);
    await expect(trial.call('probe', 'echo')).rejects.toMatchObject({ code: 'worker-unavailable' });
  });
});

describe('a worker that speaks nonsense to the engine', () => {
  const say = (bytes: string): string => `async () => {
    const { writeSync } = await import('node:fs');
    const frame = (messages, body = Buffer.alloc(0)) => {
      const json = Buffer.from(typeof messages === 'string' ? messages : JSON.stringify(messages));
      const head = Buffer.alloc(8);
      head.writeUInt32LE(json.length, 0);
      head.writeUInt32LE(body.length, 4);
      return Buffer.concat([head, json, body]);
    };
    writeSync(1, ${bytes});
    await new Promise((resolve) => setTimeout(resolve, 200));
    return { value: 'said' };
  }`;

  test.each([
    ['bytes that are no frame', 'Buffer.alloc(64, 0xff)'],
    ['JSON that is none', "frame('{]')"],
    ['something else than a list', "frame({ type: 'result' })"],
    ['an unknown kind of message', "frame([{ type: 'reboot' }])"],
    ['a wrong type in a message', "frame([{ type: 'result', call: 'one', output: 1 }])"],
    ['a list of nothing but brackets', "frame('['.repeat(20_000) + ']'.repeat(20_000))"],
    ['bytes that belong to nobody', 'frame([], Buffer.alloc(10))'],
    ['more bytes than there are', "frame([{ type: 'request', call: 1, request: 1, method: 'x', bytes: 5 }])"],
    ['a text on its standard output', "'hello'.repeat(1000)"],
  ])('(%s) is ended as crashed', async (_name, bytes) => {
    await start({ bundled: { probe: { tier: 'node', actions: { say: say(bytes), echo } } } });
    await expect(trial.call('probe', 'say')).rejects.toMatchObject({ code: 'worker-crashed' });
    expect(await trial.call('probe', 'echo', 'again')).toBe('again');
  });

  test.each([
    ['a result of a call there is not', "frame([{ type: 'result', call: 99, output: { value: 'forged' } }])"],
    ['an error of a call there is not', "frame([{ type: 'error', call: 99, failure: { code: 'x', message: 'y' } }])"],
    ['that it is ready, again', "frame([{ type: 'ready', actions: ['say', 'echo'], phases: ['dispose'] }])"],
    ['that its end has run', "frame([{ type: 'phase', phase: 'stop' }, { type: 'stopped' }])"],
    ['a request for a call there is not', "frame([{ type: 'request', call: 99, request: 1, method: 'files.status' }])"],
  ])('(%s) is not listened to', async (_name, bytes) => {
    await start({ bundled: { probe: { tier: 'node', actions: { say: say(bytes), echo } } } });
    expect(await trial.call('probe', 'say')).toBe('said');
    expect(pids()).toHaveLength(1);
  });

  test('(what it prints) goes to the log', async () => {
    const print =
      "() => { console.log('printed'); process.stdout.write('written\\n'); return { value: process.stdin.readableEnded }; }";
    await start({ bundled: { probe: { tier: 'node', actions: { print } } } });
    await trial.call('probe', 'print');
    const { readFileSync } = await import('node:fs');
    await expect.poll(() => readFileSync(`${trial.folder}/trial.log`, 'utf8')).toContain('"printed"');
    expect(readFileSync(`${trial.folder}/trial.log`, 'utf8')).toContain('"written"');
  });
});

describe('a worker whose files change', () => {
  const answer = (value: string, ms = 0): string =>
    `async (_input, context) => { await context.sleep(${ms}); return { value: '${value}' }; }`;
  const loads = (): number => trial.events.filter(({ type }) => type === 'worker.loaded').length;

  test.each(['node', 'isolate'] as const)(
    '(%s) is loaded again; a call in hand ends on the old process',
    async (tier) => {
      await start({ bundled: { probe: { tier, actions: { quick: answer('old'), slow: answer('old', 1500) } } } });
      expect(await trial.call('probe', 'quick')).toBe('old');
      const slow = trial.call('probe', 'slow');
      trial.install('bundled', 'probe', {
        tier,
        actions: { quick: answer('new'), slow: answer('new') },
        version: '1.1.0',
      });
      await expect.poll(loads, { timeout: 5000 }).toBe(2);
      expect(await trial.call('probe', 'quick')).toBe('new');
      expect(await slow).toBe('old');
      expect(trial.workers.registry.get('probe').manifest?.version).toBe('1.1.0');
      await expect.poll(reasons).toContain('a new version was loaded');
      expect(trial.workers.registry.get('probe').statistics.calls).toBe(3);
    },
  );

  test.each(['node', 'isolate'] as const)(
    '(%s) and is taken away: a call in hand ends on the old process, and no other begins [RT-08]',
    async (tier) => {
      await start({ installed: { probe: { tier, actions: { slow: answer('old', 1500) } } } });
      const slow = trial.call('probe', 'slow');
      await expect.poll(() => trial.events.map(({ type }) => type)).toContain('worker.started');
      rmSync(trial.pathOf('installed', 'probe'), { recursive: true });
      await expect.poll(() => trial.events.map(({ type }) => type), { timeout: 5000 }).toContain('worker.unloaded');
      await expect(trial.call('probe', 'slow')).rejects.toMatchObject({ code: 'worker-unavailable' });
      expect(await slow).toBe('old');
      await expect.poll(reasons).toContain('it was unloaded');
    },
  );
});
