import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { dataPaths } from '../../src/main/base/paths.ts';
import { createRemoteEngine, type RemoteEngine } from '../../src/main/headless/remote-engine.ts';
import { type RunningHeron, serveHeron, temporaryFolder } from './heron.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');
const patience = { timeout: 60_000 };

let place: ReturnType<typeof temporaryFolder>;
let running: RunningHeron | undefined;
let remote: RemoteEngine | undefined;

beforeEach(() => {
  place = temporaryFolder('standstill');
});

afterEach(async () => {
  remote?.close();
  await running?.stop();
  place.remove();
});

test('a machine that sleeps in the middle of runs loses nothing of them [X-02]', async () => {
  const dataFolder = join(place.path, 'data');
  running = await serveHeron({ dataFolder });
  remote = createRemoteEngine(dataPaths(dataFolder).socket);
  const client = await remote.client();
  const plan = {
    version: 1 as const,
    title: 'Sleep through it',
    tasks: [
      { id: 'call', action: 'clock.wait', input: { duration: 2 } },
      { id: 'parked', wait: { forMs: 2500 } },
      {
        id: 'limited',
        timeoutMs: 60_000,
        tasks: [{ id: 'inside', action: 'clock.wait', input: { duration: 1 } }],
        after: ['call'],
      },
      { id: 'end', action: 'clock.wait', input: { duration: 1 }, after: ['parked', 'limited'] },
    ],
  };
  const { runId } = await client.runs.start({ plan });
  await expect.poll(async () => (await client.runs.get({ runId })).tasks['call']?.status, patience).toBe('running');
  for (let sleep = 0; sleep < 2; sleep += 1) {
    running.process.kill('SIGSTOP');
    await delay(3000);
    running.process.kill('SIGCONT');
    await client.runs.get({ runId });
  }
  await expect.poll(async () => (await client.runs.get({ runId })).status, patience).toBe('completed');
  const { events } = await client.events.list({ scope: { runId }, limit: 1000 });
  const completed = events.flatMap(({ type, scope }) => (type === 'task.completed' ? scope.taskId : []));
  expect(completed.map(String).toSorted((a, b) => a.localeCompare(b))).toEqual([
    'call',
    'end',
    'limited',
    'limited/inside',
    'parked',
  ]);
});

/** Runs a script in a file system of its own with room for so many bytes, mounted at `$0`. */
async function onSmallDisk(
  bytes: number,
  script: string,
  skip: (note: string) => void,
): Promise<{ stdout: string; stderr: string; code: number }> {
  const disk = join(place.path, 'disk');
  mkdirSync(disk);
  const small = ['--dev-bind', '/', '/', '--size', String(bytes), '--tmpfs', disk, '--'];
  const canMount = await run('bwrap', [...small, 'true']).then(
    () => true,
    () => false,
  );
  if (!canMount) skip('bubblewrap cannot mount a small file system here');
  const heron = `"${process.execPath}" "${join(root, 'bin/heron.js')}" --data-dir "$0/data"`;
  return run('bwrap', [...small, 'sh', '-c', script.replaceAll('HERON', heron), disk], { cwd: root }).then(
    ({ stdout, stderr }) => ({ stdout, stderr, code: 0 }),
    (error: unknown) => error as { stdout: string; stderr: string; code: number },
  );
}

const fill = 'dd if=/dev/zero of="$0/filler" bs=4096 2>/dev/null';

test.for([
  ['before there was anything', `${fill}; HERON runs`],
  ['after it was used', `HERON runs 2>/dev/null; ${fill}; HERON runs`],
])('on a disk that is full %s, a command says that it is full [X-02]', async ([, script = ''], { skip }) => {
  const { code, stderr } = await onSmallDisk(4_000_000, script, skip);
  expect(stderr).toMatch(/^The disk is full: /m);
  expect(stderr).not.toMatch(/lock|SQLITE|at .*\.js/);
  expect(code).toBe(1);
});

test('a run that fills the disk stands still, says so in a sentence, and goes on when there is room [X-02]', async ({
  skip,
}) => {
  const plan = JSON.stringify({
    version: 1,
    title: 'Fill',
    tasks: [
      {
        id: 'each',
        forEach: { in: { from: 1, to: 120 }, concurrency: 4 },
        action: 'text.replace',
        input: { text: `{{ $pad("", 6000, "x") }}`, find: 'y', replacement: 'z' },
      },
    ],
  });
  const { stdout, stderr, code } = await onSmallDisk(
    12_000_000,
    `mkdir "$0/data"; dd if=/dev/zero of="$0/filler" bs=1024 count=10000 2>/dev/null
     printf %s '${plan}' > "$0/plan.json"; HERON run "$0/plan.json"; echo "ended with $?"; rm "$0/filler"; HERON resume; HERON runs`,
    skip,
  );
  expect(stdout).toContain('ended with 1');
  expect(stderr).toMatch(
    /^The disk is full; nothing was saved; the run goes on by itself when Heron can write again$/m,
  );
  expect(stdout).toMatch(/completed/);
  expect(code).toBe(0);
});
