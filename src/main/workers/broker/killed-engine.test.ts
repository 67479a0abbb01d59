import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { listProcesses } from '../hosts/machine/list-processes.ts';
import type { HeldPrograms } from './fixtures/hold-programs.ts';

const onLinux = test.skipIf(process.platform !== 'linux');
const why = process.platform === 'linux' ? '' : ' (skipped: it needs Linux)';

/** An engine's process with such programs, in a folder of its own. */
async function hold(held: HeldPrograms): Promise<ChildProcess> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'heron-held-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const script = join(import.meta.dirname, 'fixtures', 'hold-programs.ts');
  const engine = spawn(process.execPath, [script, JSON.stringify(held)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, TMPDIR: folder },
  });
  onTestFinished(() => void engine.kill('SIGKILL'));
  await once(engine.stdout, 'data');
  return engine;
}

async function programsWith(text: string, but: ChildProcess): Promise<number> {
  return (await listProcesses()).filter(({ pid, command }) => command.includes(text) && pid !== but.pid).length;
}

async function kill(engine: ChildProcess): Promise<void> {
  engine.kill('SIGKILL');
  await once(engine, 'exit');
}

let lastSecond = 4321;

onLinux.each<[what: string, command: (seconds: string) => HeldPrograms['commands'][number]]>([
  ['a program', (seconds) => ({ program: 'sleep', args: [seconds] })],
  ['one that may go on without its call', (seconds) => ({ program: 'sleep', args: [seconds], isDetachable: true })],
  ['what a program left behind', (seconds) => ({ program: 'sh', args: ['-c', `setsid sleep ${seconds} & exec true`] })],
  [
    'what left its group and its environment',
    (seconds) => ({ program: 'sh', args: ['-c', `setsid env -i /bin/sleep ${seconds} & exec sleep ${seconds}`] }),
  ],
])(`%s is gone soon after an engine that is killed${why} [RT-33]`, async (_, command) => {
  const seconds = `${(lastSecond += 1)}.${process.pid}`;
  const engine = await hold({ commands: [command(seconds)] });
  await expect.poll(() => programsWith(seconds, engine)).toBeGreaterThan(0);
  await kill(engine);
  await expect.poll(() => programsWith(seconds, engine)).toBe(0);
});

onLinux.each<[what: string, held: (port: number) => HeldPrograms]>([
  ['rsync and its ssh are', (sshPort) => ({ commands: [], sshPort })],
  ['the git of an install is', (port) => ({ commands: [], gitUrl: `https://127.0.0.1:${port}/worker.git` })],
])(`%s gone soon after an engine that is killed${why} [RT-33]`, async (_, held) => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const engine = await hold(held(port));
  await expect.poll(() => programsWith(`${port}`, engine)).toBeGreaterThan(1);
  await kill(engine);
  await expect.poll(() => programsWith(`${port}`, engine)).toBe(0);
});

onLinux(`sixty programs of one call are gone soon after an engine that is killed${why} [RT-33]`, async () => {
  const seconds = `${(lastSecond += 1)}.${process.pid}`;
  const commands = Array.from({ length: 60 }, () => ({ program: 'sleep', args: [seconds] }));
  const engine = await hold({ commands });
  expect(await programsWith(seconds, engine)).toBe(60);
  await kill(engine);
  await expect.poll(() => programsWith(seconds, engine)).toBe(0);
});
