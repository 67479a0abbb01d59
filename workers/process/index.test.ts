import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, realpathSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fakeContext } from 'heron/worker-kit/testing';
import { describe, expect, test } from 'vitest';
import worker from './index.ts';

const { disks, list, run } = worker.actions;
const hasPs = spawnSync('ps', ['-A', '-o', 'pid,args']).status === 0;
const node = process.execPath;

describe('list', () => {
  const allowed = () => fakeContext({ allow: { programs: ['ps'] } });

  test.skipIf(!hasPs)('a process that runs is listed, one that ended is not (skipped without ps)', async () => {
    const sleeper = spawn(node, ['-e', 'setInterval(() => {}, 1000)', 'heron-list-test']);
    const input = { sort: 'pid', filter: 'heron-LIST-test', limit: 10 } as const;
    try {
      await once(sleeper, 'spawn');
      const output = await list(input, allowed());
      expect(output).toMatchObject({ total: 1, processes: [{ pid: sleeper.pid, parent: process.pid }] });
      expect(output.processes[0]?.command).toBe(`${node} -e setInterval(() => {}, 1000) heron-list-test`);
      expect(output.processes[0]?.memoryBytes).toBeGreaterThan(1_000_000);
    } finally {
      sleeper.kill('SIGKILL');
    }
    await once(sleeper, 'exit');
    expect((await list(input, allowed())).total).toBe(0);
  });

  test.skipIf(!hasPs)('the limit cuts the list but not the total (skipped without ps)', async () => {
    const output = await list({ sort: 'memory', limit: 2 }, allowed());
    const [first, second] = output.processes;
    expect(output.processes).toHaveLength(2);
    expect(output.total).toBeGreaterThan(2);
    expect(first!.memoryBytes).toBeGreaterThanOrEqual(second!.memoryBytes);
  });

  test('ps is refused when it is not allowed', async () => {
    await expect(list({ sort: 'cpu', limit: 1 }, fakeContext())).rejects.toMatchObject({ code: 'permission-denied' });
  });
});

describe('disks', () => {
  const hasDf = spawnSync('df', ['-P', '-k']).status === 0;

  test.skipIf(!hasDf)('what is free is told of each, in bytes, the largest first (skipped without df)', async () => {
    const allowed = fakeContext({ allow: { programs: ['df'] } });
    const { disks: shown } = await disks({ all: false }, allowed);
    const root = shown.find(({ mount }) => mount === '/');
    const { bsize, blocks } = statfsSync('/');
    expect(root?.bytes).toBe(bsize * blocks);
    expect(shown.map(({ bytes }) => bytes)).toEqual(shown.map(({ bytes }) => bytes).toSorted((a, b) => b - a));
    expect((await disks({ all: true }, allowed)).disks.length).toBeGreaterThanOrEqual(shown.length);
    await expect(disks({ all: false }, fakeContext())).rejects.toMatchObject({ code: 'permission-denied' });
  });
});

/** The texts among the partial results. */
function saidIn(reports: { output?: unknown }[]): string[] {
  return reports.flatMap(({ output }) => (typeof output === 'string' ? [output] : []));
}

describe('run', () => {
  const limits = {
    ...{ mayFail: false, timeoutSeconds: 30, maxOutputBytes: 100_000 },
    ...{ background: false, backgroundAfterSeconds: 10 },
  };
  const allowed = (program = node) => fakeContext({ allow: { programs: [program] } });
  const evaluate = (code: string, ...args: string[]) => ({ program: node, args: ['-e', code, ...args], ...limits });

  test('what a program says is passed on while it runs, by whole lines [RT-30]', async () => {
    const code = `console.log('grün'); setTimeout(() => { process.stdout.write('half '); process.stdout.write('done\\nno end'); }, 400)`;
    const context = allowed();
    const output = await run(evaluate(code), context);
    const pieces = saidIn(context.reports);
    expect(pieces.join('')).toBe('grün\nhalf done\n');
    expect(pieces.length).toBeGreaterThan(1);
    expect(output.stdout).toBe('grün\nhalf done\nno end');
  });

  test('of what is too much no more is passed on than is kept', async () => {
    const context = allowed();
    const input = { ...evaluate(`console.log('line\\n'.repeat(1000))`), maxOutputBytes: 52 };
    expect(await run(input, context)).toMatchObject({ truncated: true });
    expect(saidIn(context.reports).join('')).toBe('line\n'.repeat(10));
  });

  test('a program gets its arguments as they are and gives its outputs and its code', async () => {
    const code = 'console.log(process.argv[1]); console.error("grün"); process.exitCode = 3';
    const output = await run({ ...evaluate(code, '$HOME; *'), mayFail: true }, allowed());
    expect(output).toMatchObject({
      exitCode: 3,
      signal: null,
      stdout: '$HOME; *\n',
      stderr: 'grün\n',
      truncated: false,
    });
  });

  test('it reads its input and works in the folder it is told', async () => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'heron-run-')));
    const code = 'process.stdin.pipe(process.stdout); console.log(process.cwd())';
    const output = await run({ ...evaluate(code), folder, input: 'from outside' }, allowed());
    rmSync(folder, { recursive: true });
    expect(output.stdout).toContain(folder);
    expect(output.stdout).toContain('from outside');
  });

  test('what is over the limit of its output is dropped and told', async () => {
    const output = await run({ ...evaluate('console.log("a".repeat(500_000))'), maxOutputBytes: 1000 }, allowed());
    expect(output).toMatchObject({ exitCode: 0, stdout: 'a'.repeat(1000), truncated: true });
  });

  test('a program that takes too long is ended', async () => {
    const context = allowed();
    context.sleep = () => Promise.resolve();
    const call = run(evaluate('console.log("begun"); setInterval(() => {}, 1000)'), context);
    await expect(call).rejects.toMatchObject({ code: 'limit-exceeded' });
  });

  test('a code other than 0 is a failure that says what the program said last', async () => {
    const code = 'console.log("out"); console.error("first\\nlast words\\n"); process.exitCode = 3';
    await expect(run(evaluate(code), allowed())).rejects.toMatchObject({
      code: 'worker-failed',
      message: `${process.execPath} ended with code 3: last words`,
      details: { exitCode: 3, signal: null, stdout: 'out\n' },
    });
    await expect(run(evaluate('process.exitCode = 1'), allowed())).rejects.toThrow(/ended with code 1$/);
  });

  test('a signal that ends it is named', async () => {
    const input = evaluate('process.kill(process.pid, "SIGTERM"); setInterval(() => {}, 1000)');
    expect(await run({ ...input, mayFail: true }, allowed())).toMatchObject({ exitCode: null, signal: 'SIGTERM' });
    await expect(run(input, allowed())).rejects.toThrow(/was ended by the signal SIGTERM$/);
  });

  test('a program that is not allowed does not start, one that is not there is named', async () => {
    await expect(run(evaluate(''), fakeContext())).rejects.toMatchObject({ code: 'permission-denied' });
    const missing = run({ program: 'no-such-program', args: [], ...limits }, allowed('no-such-program'));
    await expect(missing).rejects.toMatchObject({ code: 'not-found', message: 'There is no program no-such-program' });
  });
});
