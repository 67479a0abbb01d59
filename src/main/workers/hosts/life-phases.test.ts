import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { startTrial, type Trial, type TrialOptions } from '../trial-workers.ts';

let trial: Trial;
afterEach(() => trial.close());

const echo = '({ value }) => ({ value })';
/** Each part of its life tells the log, and `seen` gives those that ran before a call. */
const recorder = {
  head: 'const seen: string[] = [];',
  lifeCycle: ['init', 'start', 'stop', 'dispose']
    .map(
      (name) => `async ${name}(life) { await life.sleep(1); seen.push('${name}'); life.log('info', 'ran ${name}'); },`,
    )
    .join(' '),
  actions: { echo, seen: '() => ({ value: seen })' },
};

async function start(options: TrialOptions): Promise<void> {
  trial = await startTrial(options);
}

function logged(): string[] {
  const lines = readFileSync(`${trial.folder}/trial.log`, 'utf8').trim().split('\n');
  return lines.map((line) => String((JSON.parse(line) as { message?: unknown }).message));
}

const ran = (): string[] => logged().filter((line) => line.startsWith('ran '));
const everyPart = ['ran init', 'ran start', 'ran stop', 'ran dispose'];
const reasons = (): unknown[] =>
  trial.events.flatMap((event) => (event.type === 'worker.stopped' ? [event.payload.reason] : []));

describe.each(['node', 'isolate'] as const)('the life of a worker of the %s tier', (tier) => {
  test('init and start run once before the first call, stop and dispose after the last when it was idle [RT-07]', async () => {
    await start({ bundled: { probe: { tier, ...recorder } }, processes: { workerIdleMs: 50 } });
    const calls = await Promise.all(Array.from({ length: 20 }, () => trial.call('probe', 'seen')));
    expect(calls.every((seen) => JSON.stringify(seen) === '["init","start"]')).toBe(true);
    await expect.poll(reasons).toEqual(['idle']);
    expect(ran()).toEqual(everyPart);
  });

  test('they run when a new version takes its place, and when the engine closes', async () => {
    await start({ bundled: { probe: { tier, ...recorder } } });
    await trial.call('probe', 'echo');
    await trial.workers.registry.reload('probe');
    await expect.poll(reasons).toEqual(['a new version was loaded']);
    expect(ran()).toEqual(everyPart);
    await trial.call('probe', 'echo');
    await trial.workers.close();
    expect(ran()).toEqual([...everyPart, ...everyPart]);
  });

  test.each(['init', 'start'])('one that fails in %s takes no calls and says why', async (phase) => {
    const lifeCycle = `${phase}() { throw new Error('no licence'); },`;
    await start({ bundled: { probe: { tier, lifeCycle, actions: { echo } } } });
    await expect(trial.call('probe', 'echo')).rejects.toMatchObject({
      code: 'worker-unavailable',
      message: expect.stringContaining(`The worker probe cannot be loaded: its ${phase} failed: no licence`) as string,
    });
    expect(trial.workers.registry.get('probe').statistics.lastError?.message).toContain('no licence');
  });

  test('a stop that fails is told, and dispose runs all the same', async () => {
    const lifeCycle = "stop() { throw new Error('stuck'); }, dispose(life) { life.log('info', 'ran dispose'); },";
    await start({ bundled: { probe: { tier, lifeCycle, actions: { echo } } }, processes: { workerIdleMs: 0 } });
    await trial.call('probe', 'echo');
    await expect.poll(reasons).toEqual(['idle']);
    expect(logged()).toContain('its stop failed: stuck');
    expect(ran()).toEqual(['ran dispose']);
  });

  test('a dispose that does not end is ended by force when the engine closes', async () => {
    const lifeCycle = 'dispose() { for (;;); },';
    await start({ bundled: { probe: { tier, lifeCycle, actions: { echo } } } });
    await trial.call('probe', 'echo');
    await trial.workers.close();
    expect(logged()).toContain('The worker probe did not finish its dispose within 1500 ms and is ended by force');
  });

  test('a part that is no function is named', async () => {
    await start({ bundled: { probe: { tier, lifeCycle: 'stop: 1 as never,', actions: { echo } } } });
    await expect(trial.call('probe', 'echo')).rejects.toThrow('its stop is not a function');
  });

  test('after dispose nothing of it is left: no process, no open file, no timer [RT-07]', async () => {
    const lifeCycle = 'start() {}, dispose() {},';
    const busy = tier === 'node' ? '() => { setInterval(() => {}, 5); return {}; }' : echo;
    await start({ bundled: { probe: { tier, lifeCycle, actions: { busy } } } });
    let before = { handles: 0, files: 0 };
    for (let round = 1; round <= 4; round += 1) {
      await trial.call('probe', 'busy');
      if (round > 1) expect(resources().handles).toBeGreaterThan(before.handles);
      await trial.workers.registry.reload('probe');
      await expect.poll(reasons).toHaveLength(round);
      if (round === 1) before = await settled();
    }
    const pids = trial.events.flatMap((event) => (event.type === 'worker.started' ? [event.payload.pid] : []));
    expect(pids).toHaveLength(4);
    for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    expect(await settled()).toEqual(before);
  });
});

/** What this process has open that belongs to workers: pipes to processes, and children. */
function resources(): { handles: number; files: number } {
  const kinds = process.getActiveResourcesInfo().filter((kind) => /Pipe|Process/.test(kind));
  const files = process.platform === 'linux' ? readdirSync('/proc/self/fd').length : 0;
  return { handles: kinds.length, files };
}

/** What a stream or a process had open is given back a few turns after its end. */
async function settled(): Promise<{ handles: number; files: number }> {
  await new Promise((resolve) => setTimeout(resolve, 200));
  return resources();
}
