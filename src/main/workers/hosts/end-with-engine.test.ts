import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startTrial } from '../trial-workers.ts';
import { containerObstacle } from './containers/container-obstacle.ts';
import { labelOf } from './containers/container-sandbox.ts';
import { containerPrograms } from './containers/find-container.ts';
import { findBubblewrap } from './machine/sandbox.ts';
import { markVariable } from '../broker/programs/program-group.ts';
import { createHostMark } from './strays.ts';

const lacksProc = process.platform !== 'linux';
const notLinux = lacksProc ? 'not Linux' : undefined;

type Way = 'busy' | 'paused';
type Room = { isBare?: true; isContained?: true };

/** An engine of its own with workers of both tiers; it prints a line when all of them are in that way. */
const engine = (parts: { room: Room; workers: number; way: Way; dataFolder: string }): string => `
  import { startTrial } from ${JSON.stringify(join(import.meta.dirname, '..', 'trial-workers.ts'))};
  const actions = {
    busy: "(_input, context) => { context.progress({ text: 'begun' }); context.sleep(0).then(() => { for (;;); }); return new Promise(() => {}); }",
    paused: "() => ({ value: 1 })",
  };
  const limits = { memoryMb: 32 };
  const ids = Array.from({ length: ${parts.workers} }, (_, index) => 'worker-' + index);
  const trial = await startTrial({
    ...${JSON.stringify(parts.room)},
    dataFolder: ${JSON.stringify(parts.dataFolder)},
    processes: { workerPauseMs: 0 },
    bundled: Object.fromEntries(ids.map((id, index) => [id, { tier: index % 2 ? 'isolate' : 'node', actions, limits }])),
  });
  const begun = () => trial.events.filter(({ type }) => type === 'worker.paused').length;
  let running = 0;
  for (const id of ids) {
    await new Promise((resolve) => {
      const call = trial.call(id, '${parts.way}', null, { timeoutMs: 600000, onProgress: () => { running += 1; resolve(); } });
      call.then(resolve, () => undefined);
    });
  }
  const look = setInterval(() => {
    if (Math.max(running, begun()) < ids.length) return;
    clearInterval(look);
    setTimeout(() => console.log('ready'), 200);
  }, 20);
  process.on('SIGTERM', () => process.exit(0));
`;

/** An engine of its own whose one worker never finishes loading; it prints a line when the container is about to be made. */
const makingEngine = (dataFolder: string): string => `
  import { globSync } from 'node:fs';
  import { startTrial } from ${JSON.stringify(join(import.meta.dirname, '..', 'trial-workers.ts'))};
  const trial = await startTrial({
    isContained: true,
    dataFolder: ${JSON.stringify(dataFolder)},
    bundled: { probe: { tier: 'node', head: 'for (;;);', actions: { echo: '() => ({ value: 1 })' } } },
  });
  await trial.workers.containers.support();
  trial.call('probe', 'echo').catch(() => undefined);
  setInterval(() => {
    if (globSync(${JSON.stringify(join(dataFolder, 'containers', 'heron-*', '*'))}).length > 0) console.log('ready');
  }, 1);
`;

async function startEngine(parts: {
  room: Room;
  workers: number;
  way: Way;
}): Promise<{ program: ChildProcess; dataFolder: string }> {
  return startProgram((dataFolder) => engine({ ...parts, dataFolder }));
}

async function startProgram(
  code: (dataFolder: string) => string,
): Promise<{ program: ChildProcess; dataFolder: string }> {
  const dataFolder = realpathSync(mkdtempSync(join(tmpdir(), 'heron-strays-')));
  mkdirSync(join(dataFolder, 'workers'));
  onTestFinished(() => rmSync(dataFolder, { recursive: true, force: true }));
  const program = spawn(process.execPath, ['--input-type=module', '--eval', code(dataFolder)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void program.kill('SIGKILL'));
  await once(program.stdout, 'data');
  return { program, dataFolder };
}

function descendants(pid: number): number[] {
  const children = readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number),
  );
  return children.flatMap((child) => [child, ...descendants(child)]);
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

async function end(program: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  program.kill(signal);
  await once(program, 'exit');
}

const alive = (pids: number[]): number[] => pids.filter((pid) => commandOf(pid) !== '');
const hostsOf = (program: ChildProcess): number[] =>
  descendants(program.pid ?? 0).filter((pid) => /child\.ts/.test(commandOf(pid)));

/** What the arguments of every host of an engine with this data folder hold. */
function markOf(dataFolder: string): string {
  return createHostMark(dataFolder).argument.split(':', 2).join(':');
}

/** Hosts that are no child of anybody here. */
function inContainers(dataFolder: string): number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const mark = markOf(dataFolder);
  return pids.map(Number).filter((pid) => {
    const command = commandOf(pid);
    return command.includes(mark) && !command.includes('--pidfile') && rootOf(pid) !== rootOf(process.pid);
  });
}

function rootOf(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/ns/mnt`);
  } catch {
    return '';
  }
}

function containersOf(dataFolder: string): string[] {
  const { podman } = containerPrograms();
  if (!podman) return [];
  const label = labelOf(createHostMark(dataFolder).argument);
  const names = execFileSync(podman, ['ps', '--all', '--filter', `label=${label}`, '--format', '{{.Names}}'], {
    encoding: 'utf8',
  });
  return names.split('\n').filter(Boolean);
}

describe.each([
  { name: 'in bubblewrap', room: {}, many: 20, obstacle: findBubblewrap() ? notLinux : 'bubblewrap is absent' },
  { name: 'without bubblewrap', room: { isBare: true } as const, many: 20, obstacle: notLinux },
  { name: 'in containers', room: { isContained: true } as const, many: 6, obstacle: await containerObstacle() },
])('workers $name', ({ room, many, obstacle }) => {
  const isSkipped = obstacle !== undefined;
  const suffix = obstacle ? ` (${obstacle})` : '';

  test.skipIf(isSkipped).each([
    { way: 'busy', signal: 'SIGKILL', workers: 4 },
    { way: 'busy', signal: 'SIGTERM', workers: 4 },
    { way: 'paused', signal: 'SIGTERM', workers: 4 },
    { way: 'paused', signal: 'SIGKILL', workers: many },
  ] as const)(
    `that are $way, $workers of them, are gone soon after an engine that ends by $signal${suffix} [RT-33]`,
    async ({ way, signal, workers }) => {
      const { program, dataFolder } = await startEngine({ room, workers, way });
      const all = [...descendants(program.pid ?? 0), ...inContainers(dataFolder)];
      const hosts = 'isContained' in room ? inContainers(dataFolder) : hostsOf(program);
      expect(hosts.length).toBeGreaterThanOrEqual(workers);
      await end(program, signal);
      await expect.poll(() => alive(all), { timeout: 30_000 }).toEqual([]);
      await expect.poll(() => containersOf(dataFolder), { timeout: 30_000 }).toEqual([]);
    },
    120_000,
  );
});

const noContainers = await containerObstacle();
test.skipIf(noContainers)(
  `a container that is being made when the engine is killed is ended as soon as it is there${noContainers ? ` (${noContainers})` : ''} [RT-33, SB-10]`,
  async () => {
    const { program, dataFolder } = await startProgram(makingEngine);
    const all = descendants(program.pid ?? 0);
    await end(program, 'SIGKILL');
    await expect.poll(() => alive(all), { timeout: 60_000 }).toEqual([]);
    await expect.poll(() => inContainers(dataFolder), { timeout: 60_000 }).toEqual([]);
    await expect.poll(() => containersOf(dataFolder), { timeout: 60_000 }).toEqual([]);
  },
  200_000,
);

test.skipIf(lacksProc)(
  `what a killed engine leaves behind all the same, the next one ends when it starts${lacksProc ? ' (needs Linux)' : ''} [RT-33]`,
  async () => {
    const { program, dataFolder } = await startEngine({ room: { isBare: true }, workers: 3, way: 'paused' });
    const hosts = hostsOf(program);
    for (const pid of descendants(program.pid ?? 0)) {
      if (!hosts.includes(pid)) process.kill(pid, 'SIGKILL'); // nobody is left to end them
    }
    await end(program, 'SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(alive(hosts)).toEqual(hosts);
    const elsewhere = await startTrial({ isBare: true });
    await elsewhere.close();
    expect(alive(hosts)).toEqual(hosts);
    const next = await startTrial({ isBare: true, dataFolder });
    await expect.poll(() => alive(hosts)).toEqual([]);
    expect(readFileSync(join(next.folder, 'trial.log'), 'utf8')).toContain('Ended 3 processes of workers');
    await next.close();
  },
  60_000,
);

/** A program as a worker's of an engine that nobody is left of: nobody's child, and of a group of its own. */
function leaveProgram(dataFolder: string): () => boolean {
  const seconds = `4321.${randomInt(1_000_000_000)}`;
  const environment = { PATH: process.env['PATH'], [markVariable]: `${createHostMark(dataFolder).programs}.call` };
  spawn('sleep', [seconds], { env: environment, stdio: 'ignore', detached: true }).unref();
  return () => readdirSync('/proc').some((pid) => /^\d+$/.test(pid) && commandOf(Number(pid)).includes(seconds));
}

test.skipIf(lacksProc)(
  `programs that an earlier engine left are ended when the next one starts, and while it runs; those of others are not${lacksProc ? ' (needs Linux)' : ''} [RT-33]`,
  async () => {
    const dataFolder = realpathSync(mkdtempSync(join(tmpdir(), 'heron-left-')));
    mkdirSync(join(dataFolder, 'workers'));
    onTestFinished(() => rmSync(dataFolder, { recursive: true, force: true }));
    const otherFolder = realpathSync(mkdtempSync(join(tmpdir(), 'heron-other-')));
    mkdirSync(join(otherFolder, 'workers'));
    onTestFinished(() => rmSync(otherFolder, { recursive: true, force: true }));
    const elsewhere = leaveProgram(otherFolder);
    const early = leaveProgram(dataFolder);
    await expect.poll(() => early() && elsewhere()).toBe(true);
    const next = await startTrial({ isBare: true, dataFolder, choresEveryMs: 50 });
    onTestFinished(() => next.close());
    await expect.poll(early).toBe(false);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const late = leaveProgram(dataFolder);
    await expect.poll(late).toBe(false);
    expect(elsewhere()).toBe(true);
    const own = await startTrial({ isBare: true, dataFolder: otherFolder });
    await expect.poll(elsewhere).toBe(false);
    await own.close();
  },
);
