import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { type ContainerRouting, noContainers } from '../../contract/containers.ts';
import { containerObstacle } from './hosts/containers/container-obstacle.ts';
import { emptyRoot, labelOf } from './hosts/containers/container-sandbox.ts';
import { containerPrograms } from './hosts/containers/find-container.ts';
import { probeSandbox, type Sandbox } from './hosts/machine/sandbox.ts';
import { descendantsOf } from './hosts/machine/descendants.ts';
import { createHostMark } from './hosts/strays.ts';
import { startTrial, type Trial, type TrialOptions } from './trial-workers.ts';

let trial: Trial;
afterEach(() => trial.close());

const soon = { timeout: 30_000 };
const obstacle = await containerObstacle();
const suffix = obstacle ? ` (${obstacle})` : '';
const actions = {
  echo: '({ value }) => ({ value })',
  environment: '() => ({ value: { ...process.env } })',
  host: "async () => ({ value: (await import('node:os')).hostname() })",
  spin: '() => { for (;;); }',
  bomb: '() => { const kept = []; for (;;) kept.push(new Uint8Array(1_000_000).fill(1)); }',
  large: "() => ({ value: 'x'.repeat(3_000_000) })",
  deep: '() => process.abort()',
};
const node = { tier: 'node', actions } as const;
const isolate = { tier: 'isolate', actions: { echo: actions.echo } } as const;

const told = (id: string): string[] =>
  trial.events.filter((event) => event.scope.workerId === id).map(({ type }) => type.replace('worker.', ''));
const lastPid = (): number =>
  trial.events.flatMap((event) => (event.type === 'worker.started' ? [event.payload.pid] : [])).at(-1) ?? 0;
const isContained = (pid: number): boolean =>
  readFileSync(`/proc/${pid}/status`, 'latin1').includes('NSpid:\t' + pid + '\t1\n');

function podman(...args: string[]): string {
  return execFileSync(containerPrograms().podman ?? 'podman', args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

const containersOf = (mark: string): string[] =>
  podman('ps', '--all', '--filter', `label=${labelOf(mark)}`, '--format', '{{.Names}}')
    .split('\n')
    .filter(Boolean);

/** Workers whose routing can be changed while they run. */
async function startRouted(routing: ContainerRouting, options: TrialOptions = {}) {
  const processes = { containers: routing };
  trial = await startTrial({ bundled: { probe: node, other: isolate }, ...options, processes });
  return (next: ContainerRouting): void => {
    processes.containers = next;
    trial.workers.containers.reroute();
  };
}

describe('without a program that runs containers', () => {
  const missing = 'this machine has neither podman nor docker';
  const refusal = `The worker probe does not start: the settings send it into a container, and ${missing}`;
  const containers = {};

  test.skipIf(process.platform !== 'linux')(
    'a worker that is sent into one does not start and says why, the others run (needs Linux) [SB-10]',
    async () => {
      const route = await startRouted({ workers: ['probe'], fromRisk: 'off' }, { containers });
      await expect(trial.call('probe', 'echo')).rejects.toMatchObject({ code: 'worker-unavailable', message: refusal });
      expect(await trial.call('other', 'echo', 1)).toBe(1);
      expect(told('probe')).not.toContain('started');
      const shown = trial.workers.registry.get('probe');
      expect(shown).toMatchObject({ state: 'failed', error: { message: refusal } });
      expect(shown.isolation).toBe(`container: it does not start, ${missing}`);
      expect(trial.workers.health()).toMatchObject({
        state: 'degraded',
        message: expect.stringContaining('probe') as string,
      });
      expect(await trial.workers.containers.support()).toEqual({ missing, routed: ['probe'] });
      await expect.poll(() => told('probe'), soon).toContain('failed');
      route(noContainers);
      expect(await trial.call('probe', 'echo', 2)).toBe(2);
      expect(trial.workers.registry.get('probe').state).toBe('running');
    },
    60_000,
  );

  test('one that is there and does not work is named with its last words', async () => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'heron-podman-')));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const broken = join(folder, 'podman');
    writeFileSync(broken, '#!/bin/sh\necho "Error: no space left" >&2\nexit 125\n', { mode: 0o755 });
    await startRouted({ workers: ['probe'], fromRisk: 'off' }, { containers: { podman: broken } });
    const { missing: why } = await trial.workers.containers.support();
    expect(why).toContain('podman with runc starts none (no space left)');
  });
});

/** What a machine gives that has no bubblewrap, and an older Node for its workers. */
async function withoutBubblewrap(): Promise<Sandbox> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'heron-old-node-')));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const nodeBinary = join(folder, 'node');
  writeFileSync(nodeBinary, '#!/bin/sh\necho v24.9.0\n', { mode: 0o755 });
  return probeSandbox({ nodeBinary, bubblewrap: undefined });
}

describe('where nothing denies workers the network but a container', () => {
  const missing = 'nothing here denies workers the network: Node 25 or bubblewrap is needed, this is Node 24';

  test.skipIf(process.platform === 'win32')(
    'a worker that goes into none does not start and says why (not on Windows)',
    async () => {
      const usualRoom = await withoutBubblewrap();
      await startRouted(noContainers, { usualRoom });
      const message = `The worker probe does not start: ${missing}`;
      await expect(trial.call('probe', 'echo')).rejects.toMatchObject({ code: 'worker-unavailable', message });
      expect(told('probe')).not.toContain('started');
      const shown = trial.workers.registry.get('probe');
      expect(shown).toMatchObject({ state: 'failed', error: { message } });
      expect(shown.isolation).toBe(`own process: it does not start, ${missing}`);
      expect(trial.workers.health()).toMatchObject({ state: 'failed', message: `No worker can run: ${missing}` });
    },
  );

  test.skipIf(obstacle)(
    `one that is sent into a container starts there, and the others are named with what is missing${suffix} [SB-10]`,
    async () => {
      const usualRoom = await withoutBubblewrap();
      await startRouted({ workers: ['probe'], fromRisk: 'off' }, { usualRoom });
      expect(await trial.call('probe', 'echo', 1)).toBe(1);
      expect(isContained(lastPid())).toBe(true);
      await expect(trial.call('other', 'echo')).rejects.toMatchObject({
        code: 'worker-unavailable',
        message: `The worker other does not start: ${missing}`,
      });
      expect(trial.workers.health()).toMatchObject({ state: 'degraded', message: `Not started: other; ${missing}` });
    },
    120_000,
  );
});

describe.skipIf(obstacle)(`a worker in a container${suffix}`, { timeout: 120_000 }, () => {
  test('has no network, no variables and no name of the machine; the list says where it is [SB-10]', async () => {
    await startRouted({ workers: ['probe'], fromRisk: 'off' });
    expect(Object.keys((await trial.call('probe', 'environment')) as object).toSorted()).toEqual(['TZ']);
    expect(await trial.call('probe', 'host')).toBe('worker');
    expect(isContained(lastPid())).toBe(true);
    const interfaces = readFileSync(`/proc/${lastPid()}/net/dev`, 'latin1').trim().split('\n').slice(2);
    expect(interfaces.map((line) => line.trim().split(':')[0])).toEqual(['lo']);
    expect(await trial.call('other', 'echo', 1)).toBe(1);
    expect(isContained(lastPid())).toBe(false);
    expect(trial.workers.registry.get('probe').isolation).toMatch(/^own process, permission model, container \(podman/);
    expect(trial.workers.registry.get('other').isolation).not.toContain('container');
  });

  test('writes nowhere but in its own temporary folder, also where Node would let it [SB-10]', async () => {
    await startRouted({ workers: ['probe'], fromRisk: 'off' });
    await trial.call('probe', 'echo');
    const writable = readFileSync(`/proc/${lastPid()}/mountinfo`, 'latin1')
      .split('\n')
      .map((line) => line.split(' '))
      .filter((fields) => fields[5]?.split(',').includes('rw'))
      .map((fields) => fields[4] ?? '');
    const ofTheContainer = /^\/(tmp$|proc|dev|sys\/fs\/cgroup$)/;
    expect(writable.filter((place) => !ofTheContainer.test(place))).toEqual([]);
    expect(writable).toContain('/tmp');
  });

  test.each([
    ['spin', 'timeout', 'timeoutMs'],
    ['bomb', 'limit-exceeded', 'memoryMb'],
  ])('that is over a limit (%s) is ended, and its container is gone [SB-10]', async (action, code, limit) => {
    await startRouted({ workers: ['probe'], fromRisk: 'off' });
    await trial.call('probe', 'echo');
    const process = lastPid();
    const timeoutMs = limit === 'timeoutMs' ? 300 : 60_000;
    await expect(trial.call('probe', action, null, { timeoutMs })).rejects.toMatchObject({ code, details: { limit } });
    await expect.poll(() => existsSync(`/proc/${process}`), soon).toBe(false);
    expect(await trial.call('probe', 'echo', 'again')).toBe('again');
    expect(lastPid()).not.toBe(process);
  });

  test('hands over large results, and its crash is one of the worker', async () => {
    await startRouted({ workers: ['probe'], fromRisk: 'off' });
    expect(await trial.call('probe', 'large')).toHaveLength(3_000_000);
    await expect(trial.call('probe', 'deep')).rejects.toMatchObject({ code: 'worker-crashed' });
    expect(await trial.call('probe', 'echo', 1)).toBe(1);
  });

  test('is there by its risk, and moves when the settings change; what runs comes to its end [SB-10]', async () => {
    const route = await startRouted({ workers: [], fromRisk: 'external' });
    await trial.call('probe', 'echo');
    const before = lastPid();
    expect(isContained(before)).toBe(false); // its actions only read
    route({ workers: [], fromRisk: 'read' });
    expect(await trial.call('probe', 'echo', 1)).toBe(1);
    const contained = lastPid();
    expect(isContained(contained)).toBe(true);
    await expect.poll(() => existsSync(`/proc/${before}`), soon).toBe(false);
    expect(JSON.stringify(trial.events)).toContain('it is held in a container from now on');
    route(noContainers);
    expect(await trial.call('probe', 'echo', 2)).toBe(2);
    expect(isContained(lastPid())).toBe(false);
    await expect.poll(() => existsSync(`/proc/${contained}`), soon).toBe(false);
  });

  test('that is still being made when Heron closes leaves no container behind', async () => {
    const dataFolder = realpathSync(mkdtempSync(join(tmpdir(), 'heron-made-')));
    mkdirSync(join(dataFolder, 'workers'));
    onTestFinished(() => rmSync(dataFolder, { recursive: true, force: true }));
    const { argument } = createHostMark(dataFolder);
    await startRouted({ workers: ['probe'], fromRisk: 'off' }, { dataFolder });
    await trial.workers.containers.support();
    const call = trial.call('probe', 'echo').catch((error: unknown) => error);
    await expect
      .poll(() => descendantsOf(process.pid).some((pid) => commandOf(pid).includes('--pidfile')), soon)
      .toBe(true);
    await trial.workers.close();
    expect(await call).toMatchObject({ code: 'worker-unavailable' });
    await expect.poll(() => containersOf(argument), soon).toEqual([]);
  });

  test('that an earlier engine left half made is removed by the next one [SB-10]', async () => {
    const dataFolder = realpathSync(mkdtempSync(join(tmpdir(), 'heron-old-')));
    mkdirSync(join(dataFolder, 'workers'));
    onTestFinished(() => rmSync(dataFolder, { recursive: true, force: true }));
    const { argument } = createHostMark(dataFolder);
    const root = emptyRoot({ folder: join(dataFolder, 'containers') });
    const old = join(dataFolder, 'containers', 'old');
    mkdirSync(old);
    podman(
      'create',
      '--name',
      `heron-old-${process.pid}`,
      '--label',
      labelOf(argument),
      '--network',
      'none',
      '--rootfs',
      root,
      '/x',
    );
    expect(containersOf(argument)).toEqual([`heron-old-${process.pid}`]);
    await startRouted({ workers: ['probe'], fromRisk: 'off' }, { dataFolder });
    expect(await trial.call('probe', 'echo', 1)).toBe(1);
    await trial.workers.close();
    await expect.poll(() => containersOf(argument), soon).toEqual([]);
    expect(readdirSync(join(dataFolder, 'containers'))).not.toContain('old');
    expect(readFileSync(join(trial.folder, 'trial.log'), 'utf8')).toContain(
      'Removed containers that an earlier Heron left behind: heron-old-',
    );
  });
});

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
