import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ivm from 'isolated-vm';
import type { OpenSession } from '../../src/main/workers/broker/session.ts';
import { descendantsOf } from '../../src/main/workers/hosts/machine/descendants.ts';
import { containerObstacle } from '../../src/main/workers/hosts/containers/container-obstacle.ts';
import { findBubblewrap } from '../../src/main/workers/hosts/machine/sandbox.ts';
import { startTrial, type Trial, type TrialOptions } from '../../src/main/workers/trial-workers.ts';
import { isBuildFresh } from '../build-freshness.js';
import { root } from '../steps.ts';
import { type Figure, figure, quantile } from './figure.ts';

const rounds = 7;
const calls = 500;

type Tier = 'node' | 'isolate';
type Room = { name: string; options: Pick<TrialOptions, 'isBare' | 'isContained'> };
type Floors = { startMs: number[]; memoryMb: number[]; roundTrip: number[]; isolateMs: number[] };

/** The processes of workers as they are shipped, with and without a sandbox and in containers: start, warm call, memory, a request to the broker, waking. */
export async function measureHosts(): Promise<Figure[]> {
  if (!isBuildFresh(root))
    throw new Error('The figures are of what is built, and that is not built now: npm run build');
  const floors = { ...(await bareChild()), isolateMs: bareIsolates() };
  const figures = [figure('bare isolate with a context, creation', 'ms', floors.isolateMs)];
  const rooms: Room[] = [{ name: 'without a sandbox', options: { isBare: true } }];
  if (findBubblewrap()) rooms.unshift({ name: 'in bubblewrap', options: {} });
  const obstacle = await containerObstacle();
  if (obstacle) console.log(`No figures of containers: ${obstacle}`);
  else rooms.push({ name: 'in a container', options: { isContained: true } });
  for (const room of rooms) {
    for (const tier of ['node', 'isolate'] as const) figures.push(...(await measureTier(tier, room, floors)));
  }
  return figures;
}

const answering: OpenSession = () => ({
  request: async () => ({ value: null, bytes: undefined }),
  awaitsHost: () => false,
  close: async () => undefined,
});

const actions = {
  echo: '({ value }) => ({ value })',
  kept: '({ value }) => ({ value })',
  asks: `async ({ value }, { files }) => {
    for (let asked = 0; asked < value; asked += 1) await files.status('/a');
    return { value };
  }`,
};

async function measureTier(tier: Tier, room: Room, floors: Floors): Promise<Figure[]> {
  const processes = { workerPauseMs: 3_600_000 };
  const trial = await startTrial({
    ...room.options,
    builtFrom: root,
    openSession: answering,
    processes,
    bundled: { probe: { tier, actions, pure: { kept: { ttlMs: 3_600_000 } } } },
  });
  const name = (what: string): string => `${what}, ${tier} tier, ${room.name}`;
  try {
    if (room.options.isContained) await trial.workers.containers.support();
    const { starts, memory } = await startMany(trial);
    const warmed = await callWarmed(trial);
    const warm = await timed(trial, rounds * 10, () => trial.call('probe', 'echo'), false);
    processes.workerPauseMs = 0;
    await trial.call('probe', 'echo');
    const wake = await timed(trial, rounds, () => trial.call('probe', 'echo'), true);
    const asked = await timed(trial, rounds, () => trial.call('probe', 'asks', calls), false);
    await trial.call('probe', 'kept');
    const kept = await timed(trial, calls, () => trial.call('probe', 'kept'), false);
    const pipe = { name: 'bare pipe', values: floors.roundTrip };
    return [
      figure(name('start to the first answer'), 'ms', starts, {
        floor: { name: 'bare Node child', values: floors.startMs },
      }),
      figure(name('first call: cold, warm from the pool'), 'ms', warmed, {
        floor: { name: 'cold', values: starts },
      }),
      figure(name('memory (proportional set size)'), 'MB', memory, {
        floor: { name: 'bare Node child', values: floors.memoryMb },
      }),
      figure(
        name('a warm call'),
        'µs',
        warm.map((ms) => ms * 1000),
        { floor: { name: 'bare pipe', values: floors.roundTrip } },
      ),
      figure(name('waking from a pause, with its call'), 'ms', wake, {
        goal: { text: '< 1 s', isMet: (median) => median < 1000 },
      }),
      figure(
        name('a request to the broker'),
        'µs',
        asked.map((ms) => (ms * 1000) / calls),
        { floor: pipe },
      ),
      figure(
        name('a kept result'),
        'µs',
        kept.map((ms) => ms * 1000),
        { floor: pipe },
      ),
    ];
  } finally {
    await trial.close();
  }
}

/** Each round on a fresh process. */
async function startMany(trial: Trial): Promise<{ starts: number[]; memory: number[] }> {
  const starts: number[] = [];
  const memory: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const begun = performance.now();
    await trial.call('probe', 'echo');
    starts.push(performance.now() - begun);
    const pid = pidOf(trial);
    if (process.platform === 'linux') memory.push(memoryMb([pid, ...descendantsOf(pid), ...aroundContainers(trial)]));
    await trial.workers.registry.reload('probe');
  }
  return { starts, memory };
}

/** The first call of processes that began while nobody had called yet. */
async function callWarmed(trial: Trial): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    trial.workers.warm([{ workerId: 'probe', action: 'echo' }], () => 1);
    await until(() => trial.workers.registry.get('probe').state === 'running');
    const begun = performance.now();
    await trial.call('probe', 'echo');
    times.push(performance.now() - begun);
    await trial.workers.registry.reload('probe');
  }
  return times;
}

/** What keeps a container: the program that started it, and its monitor. */
function aroundContainers({ folder }: Trial): number[] {
  const place = join(folder, 'data', 'containers');
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && commandOf(name).includes(place))
    .map(Number);
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1');
  } catch {
    return ''; // it has just ended
  }
}

async function timed(trial: Trial, count: number, act: () => Promise<unknown>, isPaused: boolean): Promise<number[]> {
  const times: number[] = [];
  await trial.call('probe', 'echo');
  for (let index = 0; index < count; index += 1) {
    if (isPaused) await until(() => trial.workers.registry.get('probe').state === 'paused');
    const begun = performance.now();
    await act();
    times.push(performance.now() - begun);
  }
  return times;
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 2));
}

function pidOf(trial: Trial): number {
  return trial.events.flatMap((event) => (event.type === 'worker.started' ? [event.payload.pid] : [])).at(-1) ?? 0;
}

/** A page that several processes share counts for each with its part. */
function memoryMb(pids: number[]): number {
  return pids.reduce((sum, pid) => {
    const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1');
    return sum + Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0) / 1024;
  }, 0);
}

async function bareChild(): Promise<Omit<Floors, 'isolateMs'>> {
  const floors: Omit<Floors, 'isolateMs'> = { startMs: [], memoryMb: [], roundTrip: [] };
  for (let round = 0; round < rounds; round += 1) {
    const begun = performance.now();
    const child = spawn(process.execPath, ['-e', 'process.stdin.on("data", (data) => process.stdout.write(data))'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    await roundTrip(child);
    floors.startMs.push(performance.now() - begun);
    const times: number[] = [];
    for (let index = 0; index < calls; index += 1) {
      const sent = performance.now();
      await roundTrip(child);
      times.push((performance.now() - sent) * 1000);
    }
    floors.roundTrip.push(
      quantile(
        times.toSorted((a, b) => a - b),
        0.5,
      ),
    );
    if (process.platform === 'linux') floors.memoryMb.push(memoryMb([child.pid ?? 0]));
    const exited = once(child, 'exit');
    child.kill();
    await exited;
  }
  return floors;
}

async function roundTrip(child: ChildProcess): Promise<void> {
  child.stdin?.write('{"input":{"text":"heron"}}\n');
  if (child.stdout) await once(child.stdout, 'data');
}

function bareIsolates(): number[] {
  return Array.from({ length: rounds }, () => {
    const begun = performance.now();
    const isolate = new ivm.Isolate({ memoryLimit: 64 });
    isolate.createContextSync();
    const ms = performance.now() - begun;
    isolate.dispose();
    return ms;
  });
}
