import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import type { BackgroundProcess } from '../../../contract/processes.ts';
import { createIds } from '../../base/ids.ts';
import { type FakeBroker, startFakeBroker } from '../broker/fake-broker.ts';
import { findProgram } from '../broker/programs/find-program.ts';
import { processRows } from './process-rows.ts';

const onPosix = test.skipIf(process.platform === 'win32');
const onLinux = test.skipIf(process.platform !== 'linux');
const patience = { timeout: 30_000 };
const node = process.execPath;

let broker: FakeBroker;
beforeEach(() => {
  const target = findProgram(node, '').target;
  const started = startFakeBroker({ allow: [{ capability: 'shell', target, exact: true }] });
  onTestFinished(() => started.end());
  broker = started;
});

async function background(code: string): Promise<string> {
  const session = broker.open();
  const command = { program: node, args: ['-e', code], cwd: null, input: null, environment: {} };
  const { handle } = await session.ask('shell.open', { ...command, isDetachable: true });
  const { process: started } = await session.ask('shell.detach', { handle, name: null, maxMs: null, keep: false });
  return started?.id ?? '';
}

async function ended(id: string): Promise<BackgroundProcess> {
  await expect.poll(() => broker.background.get(id).status, patience).toBe('ended');
  return broker.background.get(id);
}

test('of those that have ended the oldest are forgotten, also while Heron runs', async () => {
  const old = await ended(await background('console.log(1)'));
  const rows = processRows(broker.database);
  for (let at = 0; at < 200; at += 1) {
    const each = { ...old, id: createIds()('prc'), startedAt: at };
    rows.insert(each, { mark: 'gone', upAt: 0 });
    rows.update(each);
  }
  await ended(await background('console.log(2)'));
  await expect.poll(() => broker.background.list().length, patience).toBe(200);
  expect(broker.background.list().map(({ startedAt }) => startedAt)).not.toContain(1);
});

onPosix(
  'a program that has the number of one that a killed Heron left is none of its business (not on Windows)',
  async () => {
    const stranger = spawn(node, ['-e', 'setInterval(() => {}, 1000)'], { detached: true, stdio: 'ignore' });
    onTestFinished(() => void stranger.kill('SIGKILL'));
    const id = await background('console.log(1)');
    await ended(id);
    const left = {
      ...broker.background.get(id),
      id: createIds()('prc'),
      status: 'running' as const,
      pid: stranger.pid!,
    };
    processRows(broker.database).insert(left, { mark: randomUUID(), upAt: 0 });
    await broker.background.recover();
    expect(broker.background.get(left.id)).toMatchObject({ status: 'ended', end: 'engine' });
    expect(stranger.exitCode === null && stranger.signalCode === null).toBe(true);
  },
);

onLinux('a killed Heron takes along what has left everything but its tether (Linux)', async () => {
  const mark = String(Date.now());
  const hidden = `setsid sh -c 'echo begun; exec env -i sleep ${mark}9'`;
  const engine = `
    import { startFakeBroker } from ${JSON.stringify(join(import.meta.dirname, '..', 'broker', 'fake-broker.ts'))};
    const program = ${JSON.stringify(findProgram('sh', '/usr/bin:/bin').target)};
    const session = startFakeBroker({ allow: [{ capability: 'shell', target: program, exact: true }] }).open();
    const given = { program: 'sh', args: ['-c', ${JSON.stringify(hidden)}], cwd: null, input: null, environment: {} };
    const { handle } = await session.ask('shell.open', { ...given, isDetachable: true });
    await session.ask('shell.next', { handle });
    await session.ask('shell.detach', { handle, name: null, maxMs: null, keep: false });
    console.log('ready');
  `;
  const killed = spawn(node, ['--input-type=module', '--eval', engine], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void killed.kill('SIGKILL'));
  await once(killed.stdout, 'data');
  const left = (): string[] => commands().filter((command) => command.startsWith(`sleep ${mark}9`));
  await expect.poll(left, patience).toHaveLength(1);
  killed.kill('SIGKILL');
  await expect.poll(left, patience).toEqual([]);
});

function commands(): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      } catch {
        return ''; // it has just ended
      }
    });
}
