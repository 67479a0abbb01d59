import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import type { WorkerSettings } from '../worker-settings.ts';
import { startTrial, type Trial, type TrialWorker } from '../trial-workers.ts';
import { descendantsOf } from './machine/descendants.ts';
import { containerObstacle } from './containers/container-obstacle.ts';
import { findBubblewrap } from './machine/sandbox.ts';

let trial: Trial;
afterEach(() => trial.close());

/** While it is idle it computes as much as it gets to. */
const restless = `() => {
  let count = 0;
  const turn = () => { count += 1; setImmediate(turn); };
  turn();
  return { value: count };
}`;
const actions = { restless, echo: '({ value }) => ({ value })' };
const bomb = '() => { kept.push(new Uint8Array(400_000_000).fill(1)); return {}; }';

const surroundings = [
  { name: 'in bubblewrap', room: {}, obstacle: findBubblewrap() ? undefined : 'bubblewrap is absent' },
  {
    name: 'without bubblewrap',
    room: { isBare: true },
    obstacle: process.platform === 'linux' ? undefined : 'not Linux',
  },
  { name: 'in a container', room: { isContained: true }, obstacle: await containerObstacle() },
];

const soon = { timeout: 30_000 };
const state = (): string => trial.workers.registry.get('probe').state;
const told = (): string[] => trial.events.map(({ type }) => type).filter((type) => /^worker\.(?!loaded)/.test(type));

function pid(): number {
  return trial.events.flatMap((event) => (event.type === 'worker.started' ? [event.payload.pid] : [])).at(-1) ?? 0;
}

/** Every thread of the process and of all below it: its state and its processor time in ticks. */
function threads(): { state: string; ticks: number }[] {
  return [pid(), ...descendantsOf(pid())].flatMap((process) =>
    readdirSync(`/proc/${process}/task`).map((thread) => {
      const stat = readFileSync(`/proc/${process}/task/${thread}/stat`, 'latin1');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return { state: fields[0] ?? '', ticks: Number(fields[11]) + Number(fields[12]) };
    }),
  );
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe.each(surroundings)('a worker that nobody needs, $name', { timeout: 120_000 }, ({ room, obstacle }) => {
  const isSkipped = obstacle !== undefined;
  const suffix = obstacle ? ` (${obstacle})` : '';

  async function start(worker: Partial<TrialWorker>, processes: Partial<WorkerSettings> = {}): Promise<void> {
    const probe = { tier: 'node', actions, ...worker } as const;
    trial = await startTrial({ ...room, bundled: { probe }, processes: { workerPauseMs: 50, ...processes } });
  }

  test.skipIf(isSkipped)(`is frozen and gets no processor time until a call wakes it${suffix} [RT-32]`, async () => {
    await start({});
    await trial.call('probe', 'restless');
    await expect.poll(state, soon).toBe('paused');
    // On a busy machine a thread stops when it would have had its turn.
    await expect.poll(() => new Set(threads().map((each) => each.state)), soon).toEqual(new Set(['T']));
    const before = threads();
    expect(before.length).toBeGreaterThan(1);
    await wait(500);
    expect(threads()).toEqual(before);
    expect(await trial.call('probe', 'echo', 'awake')).toBe('awake');
    // It is on record a moment after the call has its answer; then the worker may rest again.
    await expect.poll(() => told().slice(0, 3), soon).toEqual(['worker.started', 'worker.paused', 'worker.resumed']);
    await expect.poll(state, soon).toBe('paused');
  });

  test.skipIf(isSkipped)(
    `is ended when it hangs, and the call that wakes it is made in a fresh process${suffix} [RT-33]`,
    async () => {
      const hanging = '() => { setTimeout(() => { for (;;); }, 50); return {}; }';
      await start({ actions: { ...actions, hanging }, limits: { cpuMs: 600_000 } }, { workerPauseMs: 2000 });
      await trial.call('probe', 'hanging');
      await expect.poll(state, soon).toBe('paused');
      const before = pid();
      expect(await Promise.all(['a', 'b'].map((value) => trial.call('probe', 'echo', value)))).toEqual(['a', 'b']);
      expect(pid()).not.toBe(before);
      const stopped = trial.events.filter(({ type }) => type === 'worker.stopped');
      expect(stopped).toMatchObject([{ payload: { reason: 'no longer answers' } }]);
    },
  );

  test.skipIf(isSkipped)(`is ended while it is frozen, after its time${suffix}`, async () => {
    await start({}, { workerIdleMs: 400 });
    await trial.call('probe', 'echo');
    const process = pid();
    await expect.poll(told, soon).toEqual(['worker.started', 'worker.paused', 'worker.stopped']);
    expect(state()).toBe('idle');
    expect(() => globalThis.process.kill(process, 0)).toThrow('ESRCH');
  });

  test.skipIf(isSkipped)(`wakes for its own ending when it has one${suffix}`, async () => {
    await start({ lifeCycle: "dispose(life) { life.log('info', 'put away'); }," }, { workerIdleMs: 400 });
    await trial.call('probe', 'echo');
    await expect.poll(told, soon).toEqual(['worker.started', 'worker.paused', 'worker.stopped']);
    expect(readFileSync(`${trial.folder}/trial.log`, 'utf8')).toContain('put away');
  });

  test.skipIf(isSkipped)(`is held to its memory while it is frozen${suffix}`, async () => {
    await start({ head: 'const kept: Uint8Array[] = [];', actions: { bomb } }, { workerPauseMs: 0 });
    await trial.call('probe', 'bomb').catch(() => undefined);
    await expect.poll(told, soon).toContain('worker.stopped');
    expect(trial.events.at(-1)).toMatchObject({ payload: { reason: 'over its limit memoryMb' } });
  });

  test.skipIf(isSkipped)(`is gone after a kill, and after the engine's end${suffix}`, async () => {
    await start({});
    await trial.call('probe', 'echo');
    await expect.poll(state, soon).toBe('paused');
    const first = [pid(), ...descendantsOf(pid())];
    process.kill(pid(), 'SIGKILL');
    await expect.poll(() => first.filter(isThere), soon).toEqual([]);
    await expect.poll(state, soon).toBe('idle');
    await trial.call('probe', 'echo');
    await expect.poll(state, soon).toBe('paused');
    const second = [pid(), ...descendantsOf(pid())];
    await trial.workers.close();
    expect(second.filter(isThere)).toEqual([]);
  });
});

/** What has ended and waits to be noticed by its parent has no command line. */
function isThere(process: number): boolean {
  try {
    return readFileSync(`/proc/${process}/cmdline`, 'utf8') !== '';
  } catch {
    return false;
  }
}
