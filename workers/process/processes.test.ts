import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fakeContext } from 'heron/worker-kit/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import worker from './index.ts';

const { tree, kill, limits, limit } = worker.actions;
const hasPs = spawnSync('ps', ['-A', '-o', 'pid,args']).status === 0;
const hasKill = spawnSync('kill', ['-l']).status === 0;
const hasPrlimit = spawnSync('prlimit', ['--version']).status === 0;
const node = process.execPath;
const denied = { code: 'permission-denied' };

/** A process that has started another, and waits until it is ended. */
let parent: ChildProcess;
let pid: number;
let childPid: number;

beforeEach(async () => {
  const code = `const { spawn } = require('node:child_process');
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', 'heron-tree-child']);
    process.on('SIGTERM', () => { child.kill('SIGKILL'); process.exit(0); });
    child.on('spawn', () => console.log(child.pid)); child.on('exit', () => {});`;
  parent = spawn(node, ['-e', code, 'heron-tree-parent'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(parent.stdout ?? parent, 'data')) as [Buffer];
  childPid = Number(line.toString());
  pid = parent.pid ?? 0;
});
afterEach(async () => {
  if (parent.exitCode !== null || parent.signalCode !== null) return;
  parent.kill('SIGTERM');
  await once(parent, 'exit');
});

const allowed = () => fakeContext({ allow: { programs: ['ps', 'kill', 'prlimit'] } });

describe.skipIf(!hasPs)('tree (skipped without ps)', () => {
  test('what a process has started stands below it [W-07]', async () => {
    const { processes, total } = await tree({ pid, depth: 5 }, allowed());
    expect(processes.map((one) => [one.pid, one.level])).toEqual([
      [pid, 0],
      [childPid, 1],
    ]);
    expect(total).toBe(2);
    expect((await tree({ pid, depth: 0 }, allowed())).processes).toHaveLength(1);
    const all = await tree({ depth: 100 }, allowed());
    expect(all.processes.find((one) => one.pid === childPid)?.level).toBeGreaterThan(0);
  });

  test('a process that is not there, and ps that is not allowed', async () => {
    await expect(tree({ pid: 4_194_305, depth: 1 }, allowed())).rejects.toMatchObject({ code: 'not-found' });
    await expect(tree({ depth: 1 }, fakeContext())).rejects.toMatchObject(denied);
  });
});

describe.skipIf(!hasPs || !hasKill)('kill (skipped without ps and kill)', () => {
  const input = (changes: object = {}) => ({ pid, signal: 'TERM' as const, waitSeconds: 20, ...changes });

  test('a process is ended, and its end is waited for [W-07]', async () => {
    const ended = once(parent, 'exit');
    const output = await kill(input({ command: 'HERON-tree-parent' }), allowed());
    expect(output).toMatchObject({ pid, signal: 'TERM', hasEnded: true });
    expect(output.command).toContain('heron-tree-parent');
    await ended;
    await expect(kill(input(), allowed())).rejects.toMatchObject({ code: 'not-found' });
  });

  test('one that is only frozen has not ended, and goes on', async () => {
    expect(await kill(input({ signal: 'STOP' }), allowed())).toMatchObject({ hasEnded: false });
    expect(await kill(input({ waitSeconds: 0 }), allowed())).toMatchObject({ hasEnded: false });
    const ended = once(parent, 'exit');
    await kill(input({ signal: 'CONT' }), allowed());
    await ended;
  });

  test('the wrong one, the first one, and what is not allowed stay', async () => {
    await expect(kill(input({ command: 'another' }), allowed())).rejects.toMatchObject({ code: 'conflict' });
    await expect(kill(input({ pid: 1 }), allowed())).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(kill(input(), fakeContext({ allow: { programs: ['ps'] } }))).rejects.toMatchObject(denied);
    const context = allowed();
    context.abort();
    await expect(kill(input(), context)).rejects.toThrow();
    expect(parent.exitCode).toBe(null);
  });
});

describe.skipIf(!hasPs || !hasPrlimit)('limits (skipped without ps and prlimit)', () => {
  test('a limit is set, and shown as the system has it [W-07]', async () => {
    expect(await limit({ pid, resource: 'openFiles', value: 99 }, allowed())).toMatchObject({ pid, now: 99 });
    const { limits: shown } = await limits({ pid }, allowed());
    expect(shown.find(({ name }) => name === 'openFiles')).toEqual({ name: 'openFiles', soft: 99, hard: 99 });
    const judge = spawnSync('prlimit', ['--pid', String(pid), '--nofile', '--noheadings', '--raw', '--output', 'SOFT']);
    expect(judge.stdout.toString().trim()).toBe('99');
  });

  test('a process that is not there, and prlimit that is not allowed', async () => {
    await expect(limits({ pid: 4_194_305 }, allowed())).rejects.toMatchObject({ code: 'not-found' });
    const call = limit({ pid, resource: 'openFiles', value: 99 }, fakeContext({ allow: { programs: ['ps'] } }));
    await expect(call).rejects.toMatchObject(denied);
  });
});
