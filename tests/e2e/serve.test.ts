import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { dataPaths } from '../../src/main/base/paths.ts';
import { createRemoteEngine } from '../../src/main/headless/remote-engine.ts';
import { heron, serveHeron, temporaryFolder } from './heron.ts';

const program = join(import.meta.dirname, '../../bin/heron.js');
const isWindows = process.platform === 'win32';
let place: ReturnType<typeof temporaryFolder>;
let dataFolder: string;

beforeEach(() => {
  place = temporaryFolder('serve');
  dataFolder = join(place.path, 'data');
  mkdirSync(dataFolder);
});
afterEach(() => place.remove());

function waitingPlan(name: string, seconds: number): string {
  const file = join(place.path, `${name}.json`);
  const tasks = [{ id: 'wait', action: 'clock.wait', input: { duration: seconds } }];
  writeFileSync(file, JSON.stringify({ version: 1, title: name, tasks }));
  return file;
}

async function untilRunning(title: string): Promise<void> {
  const remote = createRemoteEngine(dataPaths(dataFolder).socket);
  const titles = async (): Promise<string[]> => {
    const client = await remote.client().catch(() => undefined);
    return ((await client?.runs.list({ status: 'running' })) ?? []).map((run) => run.title);
  };
  await expect.poll(titles, { timeout: 60_000 }).toContain(title);
  remote.close();
}

test('commands of the same time share one engine, and the first waits for the last', async () => {
  const first = heron(['run', waitingPlan('short', 1)], { dataFolder });
  await untilRunning('short');
  const second = heron(['run', waitingPlan('long', 3)], { dataFolder });
  const [one, two] = await Promise.all([first, second]);
  expect(one).toMatchObject({ code: 0, stdout: expect.stringContaining('✓') as string });
  expect(one.stderr).toContain('Other commands still use this engine');
  expect(two).toMatchObject({ code: 0, stdout: expect.stringContaining('✓') as string });
});

test.skipIf(isWindows)('an interrupted command stops its run and ends with 130', async () => {
  const child = spawn(process.execPath, [program, 'run', waitingPlan('interrupted', 60)], {
    env: { ...process.env, HERON_DATA_DIR: dataFolder },
    stdio: 'ignore',
  });
  await untilRunning('interrupted');
  child.kill('SIGINT');
  expect(await once(child, 'exit')).toEqual([130, null]);
  const { stdout } = await heron(['runs', '--json'], { dataFolder });
  expect(JSON.parse(stdout)).toMatchObject([{ title: 'interrupted', status: 'cancelled' }]);
});

test('a second serve gives a link into the first, and each link opens once', async () => {
  const running = await serveHeron({ dataFolder });
  const second = await heron(['serve', '--headless'], { dataFolder });
  expect(second.code).toBe(0);
  const link = /http:\S+/.exec(second.stdout)?.[0] ?? '';
  expect(link).not.toBe(running.link);
  expect(new URL(link).origin).toBe(new URL(running.link).origin);
  for (const each of [link, running.link]) {
    expect((await fetch(each, { redirect: 'manual' })).status).toBe(303);
    expect((await fetch(each, { redirect: 'manual' })).status).toBe(401);
  }
  await running.stop();
  if (!isWindows) expect(existsSync(dataPaths(dataFolder).socket)).toBe(false);
});

test('while a command has the engine, serve says that there is no interface to open', async () => {
  const command = heron(['run', waitingPlan('busy', 4)], { dataFolder });
  await untilRunning('busy');
  const { code, stderr } = await heron(['serve'], { dataFolder });
  expect(code).toBe(1);
  expect(stderr).toContain('no interface to open');
  expect((await command).code).toBe(0);
});

test('a port in use ends with an error that names it', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const { code, stderr } = await heron(['serve', '--port', String(port)], { dataFolder });
  server.close();
  expect(code).toBe(1);
  expect(stderr).toContain(`port ${port}`);
});

test.skipIf(isWindows)('serve --open ends when its window is closed', async () => {
  const browser = join(place.path, 'browser');
  const record = join(place.path, 'arguments');
  writeFileSync(browser, `#!/bin/sh\nprintf '%s\\n' "$@" > '${record}'\n`);
  chmodSync(browser, 0o755);
  const environment = { HERON_BROWSER: browser, DISPLAY: ':99' };
  const { code, stderr } = await heron(['serve', '--open'], { dataFolder, environment });
  expect(code).toBe(0);
  expect(stderr).toContain(`Opening Heron in ${browser}`);
  const given = readFileSync(record, 'utf8').trim().split('\n');
  expect(given[0]).toMatch(/^--app=http:\/\/127\.0\.0\.1:\d+\/open\//);
  expect(given).toContain(`--user-data-dir=${join(dataFolder, 'browser')}`);
  expect(given.includes('--no-sandbox')).toBe(process.getuid?.() === 0);
});

test.skipIf(isWindows)('a reader that has seen enough is no error', async () => {
  await heron(['workers'], { dataFolder });
  const line = `"${process.execPath}" "${program}" events tail --after 0 --json | head -n 1`;
  const child = spawn('bash', ['-o', 'pipefail', '-c', line], {
    env: { ...process.env, HERON_DATA_DIR: dataFolder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (data: Buffer) => (errors += data.toString()));
  expect(await once(child, 'close')).toEqual([0, null]);
  expect(errors).toBe('');
});

const hasScript = existsSync('/usr/bin/script');
test.skipIf(!hasScript)(
  `at a terminal the person sees the plan and is asked${hasScript ? '' : ' (skipped: there is no program `script`)'}`,
  async () => {
    const target = join(place.path, 'note.txt');
    const file = join(place.path, 'write.json');
    const tasks = [
      { id: 'write', title: 'Write a note', action: 'files.write', input: { path: target, content: 'hello' } },
    ];
    writeFileSync(file, JSON.stringify({ version: 1, title: 'Note', tasks }));
    const child = spawn('/usr/bin/script', ['-qec', `"${process.execPath}" "${program}" run "${file}"`, '/dev/null'], {
      env: { ...process.env, HERON_DATA_DIR: dataFolder, TERM: 'dumb' },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    let screen = '';
    child.stdout.on('data', (data: Buffer) => (screen += data.toString()));
    await expect.poll(() => screen, { timeout: 60_000 }).toContain('[d]eny? (deny)');
    expect(screen).toContain(`wants to change ${target}`);
    expect(existsSync(target)).toBe(false);
    child.stdin.write('once\r');
    expect((await once(child, 'close'))[0]).toBe(0);
    expect(readFileSync(target, 'utf8')).toBe('hello');
  },
);

test('an engine that has the folder but does not answer is named by its process', async () => {
  const lock = new URL('../../src/main/gateway/engine-lock.ts', import.meta.url).href;
  const hold = `
    const { acquireEngineLock } = await import(${JSON.stringify(lock)});
    acquireEngineLock(${JSON.stringify(dataPaths(dataFolder).lock)});
    console.log('held');
    setInterval(() => {}, 1000);
  `;
  const holder = spawn(process.execPath, ['--input-type=module', '--eval', hold], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await once(holder.stdout, 'data');
  const { code, stderr } = await heron(['runs'], { dataFolder });
  holder.kill('SIGKILL');
  expect(code).toBe(1);
  expect(stderr).toContain(`Another Heron (process ${holder.pid}) is using ${dataFolder} and does not answer`);
});
