import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { BrokerMethods } from '../../../worker-kit/broker-methods.ts';
import { type FakeBroker, type FakeBrokerOptions, type FakeSession, startFakeBroker } from './fake-broker.ts';
import { findProgram } from './programs/find-program.ts';

const isPosix = process.platform !== 'win32';
const onPosix = test.skipIf(!isPosix);

const hasSetsid = process.platform === 'linux' && isInstalled('setsid');

function isInstalled(name: string): boolean {
  try {
    return findProgram(name, process.env['PATH'] ?? '').path !== '';
  } catch {
    return false;
  }
}

/** The real path of a program of this machine. */
function real(name: string): string {
  return isPosix ? findProgram(name, process.env['PATH'] ?? '').path : name;
}

const allowed = ['sh', 'cat', 'sleep', 'env', 'pwd', 'printf'];

let broker: FakeBroker;
function start(options: FakeBrokerOptions = {}): void {
  const programs = allowed.map((name) => ({ capability: 'shell', target: real(name), exact: true }) as const);
  const started = startFakeBroker({ allow: programs, ...options });
  onTestFinished(() => started.end());
  broker = started;
}
beforeEach(() => start());

type OpenParameters = BrokerMethods['shell.open']['parameters'];

function open(session: FakeSession, program: string, args: string[], options: Partial<OpenParameters> = {}) {
  return session.ask('shell.open', { program, args, cwd: null, input: null, environment: {}, ...options });
}

type Outcome = { stdout: string; stderr: string; exit: { code: number | null; signal: string | null } };

async function finish(session: FakeSession, handle: number): Promise<Outcome> {
  const output = { stdout: '', stderr: '' };
  for (;;) {
    const step = await session.ask('shell.next', { handle });
    if ('exit' in step) return { ...output, exit: step.exit };
    if ('detached' in step) throw new Error('Nobody detached it');
    output[step.stream] += Buffer.from(step.bytes!).toString();
  }
}

async function run(program: string, args: string[], options: Partial<OpenParameters> = {}): Promise<Outcome> {
  const session = broker.open();
  return finish(session, (await open(session, program, args, options)).handle);
}

function isRunning(pid: number): boolean {
  try {
    // What has ended and waits for its parent to notice is not running.
    return process.platform !== 'linux' || !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

async function readPid(session: FakeSession, handle: number): Promise<number> {
  const { bytes } = await session.ask('shell.next', { handle });
  return Number(Buffer.from(bytes!).toString());
}

describe('running', () => {
  onPosix('output of both streams, the exit code, and arguments as they are (not on Windows)', async () => {
    const script = 'printf "%s|" "$@"; echo problem >&2; exit 3';
    const args = ['-c', script, 'sh', '$HOME', '*', '; id', '', 'two words', "it's", '`id`'];
    const outcome = await run('sh', args);
    expect(outcome).toEqual({
      stdout: "$HOME|*|; id||two words|it's|`id`|",
      stderr: 'problem\n',
      exit: { code: 3, signal: null },
    });
  });

  onPosix('input reaches the program, and without any its input is empty (not on Windows)', async () => {
    expect((await run('cat', [], { input: 'hello' })).stdout).toBe('hello');
    expect(await run('cat', [])).toMatchObject({ stdout: '', exit: { code: 0 } });
  });

  onPosix('a program that does not read its input is no error (not on Windows)', async () => {
    expect(await run('printf', ['x'], { input: 'y'.repeat(1_000_000) })).toMatchObject({ stdout: 'x' });
  });

  onPosix('a program is found by absolute path too, and what is asked for is where its links lead', async () => {
    const link = join(broker.folder, 'my-cat');
    symlinkSync(real('cat'), link);
    expect((await run(link, [], { input: 'hello' })).stdout).toBe('hello');
    expect(broker.record.map(({ target }) => target)).toEqual([real('cat')]);
  });

  onPosix('the working folder must be readable for the worker, and is where the program runs', async () => {
    mkdirSync(join(broker.folder, 'sub'));
    const { stdout } = await run('pwd', ['-P'], { cwd: join(broker.folder, 'sub') });
    expect(stdout.trim()).toBe(join(broker.folder, 'sub'));
    expect(broker.record.map(({ capability, target }) => [capability, target])).toEqual([
      ['shell', real('pwd')],
      ['files.read', join(broker.folder, 'sub')],
    ]);
    await expect(run('pwd', [], { cwd: broker.outside })).rejects.toMatchObject({ code: 'permission-denied' });
    await expect(run('pwd', [], { cwd: join(broker.folder, 'gone') })).rejects.toMatchObject({ code: 'not-found' });
  });

  onPosix('output that nobody reads holds the program up (not on Windows)', async () => {
    const session = broker.open();
    const file = join(broker.folder, 'progress');
    const script = `i=0; while [ $i -lt 64 ]; do printf '%065536d' 0; i=$((i+1)); echo $i > "${file}"; done`;
    const { handle } = await open(session, 'sh', ['-c', script]);
    await expect.poll(() => readFileSync(file, 'utf8')).not.toBe('');
    await sleep(300);
    expect(Number(readFileSync(file, 'utf8'))).toBeLessThan(32);
    const { stdout } = await finish(session, handle);
    expect(stdout).toHaveLength(64 * 65_536);
  });

  onPosix('after the exit the handle is free; killing what has ended is fine (not on Windows)', async () => {
    const session = broker.open();
    const { handle } = await open(session, 'printf', ['x']);
    await finish(session, handle);
    await session.raw('shell.kill', { handle }, undefined);
    await expect(session.ask('shell.next', { handle })).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('what is shown before it runs', () => {
  onPosix('the whole command, its variables, its input and where it runs (not on Windows)', async () => {
    const cwd = broker.folder;
    const environment = { GREETING: "it's" };
    await run('sh', ['-c', 'cat; echo done'], { cwd, environment, input: 'rm -rf /\n' });
    expect(broker.record[0]?.detail).toBe(`GREETING='it'\\''s' sh -c 'cat; echo done' <<< $'rm -rf /\\n'  (in ${cwd})`);
  });

  onPosix('characters that hide or rearrange text are spelt out (not on Windows)', async () => {
    await run('printf', ['%s', 'a\u202Eb\u0007\u2028']);
    expect(broker.record[0]?.detail).toBe(`printf %s $'a\\U0000202eb\\U00000007\\U00002028'`);
  });
});

describe('what is refused', () => {
  test('a program that is not there, by name', async () => {
    await expect(run('no-such-program-anywhere', [])).rejects.toMatchObject({
      code: 'not-found',
      message: 'There is no program no-such-program-anywhere that can be started',
    });
  });

  onPosix('a program that was not granted, and nothing of it runs (not on Windows)', async () => {
    start({ allow: [] });
    const marker = join(broker.folder, 'ran');
    await expect(run('sh', ['-c', `echo > ${marker}`])).rejects.toMatchObject({ code: 'permission-denied' });
    expect(() => readFileSync(marker)).toThrow(/ENOENT/);
  });

  test.for(['./evil', '../evil', 'sub/evil', '.', '..', 'a\0b'])('the relative program %j', async (program) => {
    await expect(run(program, [])).rejects.toMatchObject({ code: 'invalid-input' });
  });

  onPosix('a name is not looked for in the working folder or a relative folder of PATH (not on Windows)', async () => {
    start({ environment: { ...process.env, PATH: `.::bin:${dirname(real('sh'))}` } });
    const evil = join(broker.folder, 'evil');
    writeFileSync(evil, '#!/bin/sh\necho evil\n');
    chmodSync(evil, 0o755);
    await expect(run('evil', [], { cwd: broker.folder })).rejects.toMatchObject({ code: 'not-found' });
  });

  onPosix('a file that is not executable, a folder, and a script without its interpreter', async () => {
    const [plain, script] = [join(broker.folder, 'plain'), join(broker.folder, 'task')];
    writeFileSync(plain, 'text');
    writeFileSync(script, '#!/no/such/interpreter\n');
    chmodSync(script, 0o755);
    const programs = [plain, script, dirname(plain)];
    start({ allow: programs.map((target) => ({ capability: 'shell', target })) });
    for (const program of programs) {
      await expect(run(program, [])).rejects.toMatchObject({ code: 'not-found' });
    }
  });

  onPosix("a program in Heron's own data or in a credential folder, granted or not (not on Windows)", async () => {
    for (const folder of [broker.dataFolder, join(broker.folder, '.ssh')]) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'evil'), '#!/bin/sh\n');
      chmodSync(join(folder, 'evil'), 0o755);
      await expect(run(join(folder, 'evil'), [])).rejects.toMatchObject({ code: 'permission-denied' });
    }
    expect(broker.record.map(({ rule }) => rule)).toEqual(['protected path', 'credential folder']);
  });

  const dangerous = [
    'LD_PRELOAD',
    'LD_LIBRARY_PATH',
    'DYLD_INSERT_LIBRARIES',
    'NODE_OPTIONS',
    'BASH_ENV',
    'ENV',
    'IFS',
  ];
  const more = ['PATH', 'HOME', 'PYTHONPATH', 'PERL5OPT', 'RUBYOPT', 'GIT_SSH_COMMAND', 'GIT_CONFIG_COUNT', 'PAGER'];
  const rest = ['JAVA_TOOL_OPTIONS', 'ld_preload', 'Path', 'XDG_CONFIG_HOME', 'npm_config_prefix', 'HERON_PROGRAM'];
  onPosix.for([...dangerous, ...more, ...rest])('the variable %s (not on Windows)', async (name) => {
    await expect(run('env', [], { environment: { [name]: 'x' } })).rejects.toMatchObject({
      code: 'permission-denied',
      details: { rule: 'dangerous variable' },
    });
    expect(broker.record).toMatchObject([{ decision: 'denied', rule: 'dangerous variable' }]);
  });

  test.for<Record<string, string>>([
    { 'A=B': 'x' },
    { '': 'x' },
    { 'A B': 'x' },
    { BASH_FUNC: 'a\0b' },
    { 'BASH_FUNC_x%%': '() { :; }' },
  ])('the variable %j', async (environment) => {
    await expect(run('env', [], { environment })).rejects.toMatchObject({ code: 'invalid-input' });
  });

  test('an argument with a zero byte', async () => {
    await expect(run('sh', ['a\0b'])).rejects.toMatchObject({ code: 'invalid-input' });
  });
});

onPosix('a program sees little of Heron’s own environment, and what the worker sets (not on Windows)', async () => {
  start({ environment: { ...process.env, SECRET_TOKEN: 'secret', LD_PRELOAD: '', NODE_OPTIONS: '', TZ: 'UTC' } });
  const { stdout } = await run('env', [], { environment: { GREETING: 'hello' } });
  const names = stdout.split('\n').map((line) => line.split('=')[0]);
  expect(names).toContain('PATH');
  expect(stdout).toContain('GREETING=hello\n');
  for (const name of ['SECRET_TOKEN', 'LD_PRELOAD', 'NODE_OPTIONS', 'VITEST']) expect(names).not.toContain(name);
});

describe('ending', () => {
  onPosix('a program that is killed tells by what signal, after its output (not on Windows)', async () => {
    const session = broker.open();
    const { handle } = await open(session, 'sh', ['-c', 'echo begun; exec sleep 1000']);
    await session.ask('shell.next', { handle });
    await session.raw('shell.kill', { handle }, undefined);
    expect(await finish(session, handle)).toMatchObject({ exit: { code: null, signal: 'SIGTERM' } });
  });

  onPosix('a program that will not listen is ended by force (not on Windows)', async () => {
    const session = broker.open();
    const { handle } = await open(session, 'sh', ['-c', "trap '' TERM; echo begun; while :; do sleep 0.1; done"]);
    await session.ask('shell.next', { handle });
    await session.raw('shell.kill', { handle }, undefined);
    expect(await finish(session, handle)).toMatchObject({ exit: { signal: 'SIGKILL' } });
  });

  onPosix('killing one program leaves the other of the same call alone (not on Windows)', async () => {
    const session = broker.open();
    const one = await open(session, 'sleep', ['1000']);
    const other = await open(session, 'sh', ['-c', 'echo $$; exec sleep 1000']);
    const pid = await readPid(session, other.handle);
    await session.raw('shell.kill', { handle: one.handle }, undefined);
    expect(isRunning(pid)).toBe(true);
    await session.close();
    expect(isRunning(pid)).toBe(false);
  });

  onPosix('a program that is cancelled is gone, also when its output is waited for (not on Windows)', async () => {
    const controller = new AbortController();
    const session = broker.open(controller.signal);
    const { handle, pid } = await open(session, 'sleep', ['1000']);
    const waiting = session.ask('shell.next', { handle });
    controller.abort();
    await waiting.catch(() => undefined);
    await session.close();
    expect(isRunning(pid)).toBe(false);
  });

  onPosix('what a program started in its group ends with the call (not on Windows)', async () => {
    const session = broker.open();
    const { handle } = await open(session, 'sh', ['-c', 'sleep 1000 & echo $!; wait']);
    const pid = await readPid(session, handle);
    expect(isRunning(pid)).toBe(true);
    await session.close();
    expect(isRunning(pid)).toBe(false);
  });

  test.skipIf(!hasSetsid).each([
    ['left the group', 'setsid sleep 1000 >/dev/null 2>&1 & echo $!'],
    [
      'left the group, dropped its environment and lost its parent',
      '(env -i setsid sleep 1000 </dev/null >/dev/null 2>&1 & echo $!)',
    ],
  ])('so does what %s, after the program itself had ended (Linux, with setsid)', async (_what, script) => {
    const session = broker.open();
    const { handle } = await open(session, 'sh', ['-c', script]);
    const pid = await readPid(session, handle);
    expect(await finish(session, handle)).toMatchObject({ exit: { code: 0 } });
    expect(isRunning(pid)).toBe(true);
    await session.close();
    expect(isRunning(pid)).toBe(false);
  });

  test.skipIf(!hasSetsid)(
    'so does what left the group and dropped its environment while its parent lives (Linux, with setsid)',
    async () => {
      const session = broker.open();
      const script = 'env -i setsid sleep 1000 >/dev/null 2>&1 & echo $!; sleep 1000';
      const { handle } = await open(session, 'sh', ['-c', script]);
      const pid = await readPid(session, handle);
      await session.close();
      expect(isRunning(pid)).toBe(false);
    },
  );
});
