import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fakeContext } from 'heron/worker-kit/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { missing, type Podman, startPodman } from './fixtures/podman.ts';
import worker from './index.ts';

const { ps, images, build, run, exec, logs, start, stop, remove, composeUp, composeDown, prune } = worker.actions;
const why = missing();
const title = (text: string): string => (why === undefined ? text : `${text} (skipped: ${why})`);

let podman: Podman;
let folder: string;

beforeAll(async () => {
  if (why === undefined) podman = await startPodman();
});
afterAll(() => podman?.end());
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'heron-docker-')));
  return () => rmSync(folder, { recursive: true, force: true });
});

const allowed = (settings: Record<string, unknown> = {}) =>
  fakeContext({ allow: { sockets: [podman.socket], read: [folder], write: [folder] }, settings });

const usual = {
  ...{ env: [], mounts: [], ports: [], network: 'none' as const, user: '', folder: '', memoryMb: 64, cpus: 1 },
  ...{ seconds: 60, detach: false, keep: false, privileged: false, hostPid: false, command: [] },
};
const running = (command: string[], more: object = {}) => ({
  ...{ ...usual, image: podman.image, command, socket: podman.socket },
  ...more,
});
/** As long as it takes: a machine under load starts a container late. */
const patient = { timeout: 50_000 };
const linesIn = (output: unknown): string[] => (output as { lines?: string[] } | undefined)?.lines ?? [];
const building = { file: 'Dockerfile', target: '', arguments: [], network: 'none' as const, pull: false, cache: true };

function write(files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

describe.skipIf(why !== undefined)(title('with Podman'), () => {
  test('a container says both of its outputs and how it ended, within its walls, and is gone [W-06]', async () => {
    const command = ['sh', '-c', 'echo out; echo err >&2; grep NoNewPrivs /proc/self/status; echo $WORD; exit 3'];
    const context = allowed();
    const output = await run(running(command, { env: ['WORD=a b'] }), context);
    expect(output).toMatchObject({ exitCode: 3, stderr: 'err\n', truncated: false });
    expect(output.stdout).toMatch(/^out\nNoNewPrivs:\s+1\na b\n$/);
    expect(context.reports.map(({ text }) => text)).toContain('a b');
    expect((await ps({ all: true, socket: podman.socket }, allowed())).containers).toEqual([]);
  });

  test('a folder that is named is seen, and changed only when that was said', async () => {
    write({ 'data/a.txt': 'hello' });
    chmodSync(join(folder, 'data'), 0o777);
    const mount = { source: join(folder, 'data'), target: '/data' };
    const command = ['sh', '-c', 'cat /data/a.txt; echo x > /data/b.txt'];
    const refused = await run(running(command, { mounts: [mount] }), allowed());
    expect(refused.stdout).toBe('hello');
    expect(refused.exitCode).not.toBe(0);
    const done = await run(running(command, { mounts: [{ ...mount, write: true }] }), allowed());
    expect(done.exitCode).toBe(0);
    expect(readFileSync(join(folder, 'data/b.txt'), 'utf8')).toBe('x\n');
  });

  test('an endless output is cut, an endless container ended at its time, and neither is left', async () => {
    const much = await run(running(['sh', '-c', 'seq 1 100000']), allowed());
    expect(much).toMatchObject({ exitCode: 0, truncated: true });
    expect(much.stdout.length).toBe(200_000);
    const endless = run(running(['sleep', '1000'], { seconds: 1 }), allowed());
    await expect(endless).rejects.toMatchObject({ code: 'limit-exceeded', details: { limit: 1 } });
    expect((await ps({ all: true, socket: podman.socket }, allowed())).containers).toEqual([]);
  });

  test('one that runs on is listed, asked for its log, worked in, stopped, started and removed', async () => {
    const { socket } = podman;
    const command = ['sh', '-c', 'echo ready; echo late >&2; exec sleep 1000'];
    const { container, exitCode } = await run(running(command, { name: 'one', detach: true }), allowed());
    expect({ container, exitCode }).toEqual({ container: 'one', exitCode: null });
    const asked: Parameters<typeof exec>[0] = {
      ...{ container, env: [], user: '', folder: '/tmp', seconds: 60, socket },
      command: ['sh', '-c', 'echo in; exit 4'],
    };
    expect(await exec(asked, allowed())).toMatchObject({ exitCode: 4, stdout: 'in\n', stderr: '' });
    const saidBy = async () =>
      (await logs({ container, lines: 10, follow: false, seconds: 60, socket }, allowed())).lines;
    await expect.poll(async () => (await saidBy()).toSorted(), patient).toEqual(['late', 'ready']);
    // It says nothing more, and the following ends at its time.
    const briefly = await logs({ container, lines: 0, follow: true, seconds: 1, socket }, allowed());
    expect(briefly).toMatchObject({ isRunning: true, truncated: false });
    const context = allowed();
    const following = logs({ container, lines: 10, follow: true, seconds: 600, socket }, context);
    await expect.poll(() => context.reports.flatMap(({ output }) => linesIn(output)), patient).toContain('late');
    const listed = await ps({ all: false, socket }, allowed());
    expect(listed.containers).toMatchObject([{ name: 'one', state: 'running' }]);
    await stop({ container, socket }, allowed());
    const heard = await following;
    expect(heard).toMatchObject({ isRunning: false });
    expect(heard.lines.toSorted()).toEqual(['late', 'ready']);
    expect((await ps({ all: false, socket }, allowed())).containers).toEqual([]);
    await start({ container, socket }, allowed());
    await expect(run(running(command, { name: 'one' }), allowed())).rejects.toMatchObject({ message: /one/ });
    await remove({ container, volumes: false, socket }, allowed());
    await expect(remove({ container, volumes: false, socket }, allowed())).rejects.toMatchObject({ code: 'not-found' });
    await expect(exec(asked, allowed())).rejects.toMatchObject({ code: 'not-found' });
  });

  test('a command in a container ends at its time, and with its call [W-06]', async () => {
    const { socket } = podman;
    const { container } = await run(running(['sleep', '1000'], { name: 'busy', detach: true }), allowed());
    const asked = { container, env: [], user: '', folder: '', socket };
    const sleepers = async (): Promise<number> => {
      const command: [string, ...string[]] = ['sh', '-c', "grep -l '^sleep.777' /proc/[0-9]*/cmdline | wc -l"];
      return Number((await exec({ ...asked, command, seconds: 60 }, allowed())).stdout);
    };
    const late = exec({ ...asked, command: ['sleep', '777'], seconds: 1 }, allowed());
    await expect(late).rejects.toMatchObject({ code: 'limit-exceeded', details: { limit: 1 } });
    await expect.poll(sleepers, patient).toBe(0);
    const context = allowed();
    const cancelled = exec({ ...asked, command: ['sh', '-c', 'echo on; sleep 777'], seconds: 60 }, context);
    await expect.poll(() => context.reports.length, patient).toBeGreaterThan(0);
    context.abort();
    await expect(cancelled).rejects.toThrow();
    await expect.poll(sleepers, patient).toBe(0);
    await remove({ container, volumes: false, socket }, allowed());
  });

  test('a container without walls that somebody else made is left alone [W-06]', async () => {
    const { socket, image } = podman;
    const madeElsewhere = async (name: string, config: object): Promise<void> => {
      const body = JSON.stringify({
        Image: image,
        Cmd: ['sleep', '1000'],
        HostConfig: { NetworkMode: 'none', ...config },
      });
      const headers = { 'content-type': 'application/json' };
      const target = `/containers/create?name=${name}`;
      const { status } = await allowed().sockets.request(socket, { method: 'POST', target, headers, body });
      expect(status).toBe(201);
    };
    await madeElsewhere('mighty', { Privileged: true });
    await madeElsewhere('seeing', { Binds: ['/:/host'] });
    for (const container of ['mighty', 'seeing']) {
      const command: [string] = ['id'];
      const asked = { container, command, env: [], user: '', folder: '', seconds: 60, socket };
      await expect(exec(asked, allowed())).rejects.toMatchObject({ code: 'invalid-input', message: /privileged/ });
      await expect(start({ container, socket }, allowed())).rejects.toMatchObject({ code: 'invalid-input' });
    }
    expect((await ps({ all: false, socket }, allowed())).containers).toEqual([]);
    await start({ container: 'seeing', socket }, allowed({ granted: ['privileged'] }));
    for (const container of ['mighty', 'seeing']) await remove({ container, volumes: false, socket }, allowed());
  });

  test('an image is built of a folder without what is left out, links and files with keys', async () => {
    write({
      Dockerfile: `FROM ${podman.image}\nARG WORD=none\nCOPY . /all\nRUN echo $WORD > /word && ls=$(echo /all/* /all/*/*) && echo $ls > /list\nCMD ["cat", "/word", "/list"]\n`,
      '.dockerignore': '# what is made\n*.log\n**/node_modules\n!keep.log\n',
      'a.txt': 'a',
      'a.log': 'x',
      'keep.log': 'x',
      'sub/node_modules/m.js': 'x',
      [`sub/${'long-name-'.repeat(12)}.txt`]: 'x',
    });
    symlinkSync('/etc/passwd', join(folder, 'link'));
    const input = { folder, tag: 'built:1', ...building, arguments: ['WORD=hello'], socket: podman.socket };
    const made = await build(input, allowed());
    expect(made).toMatchObject({ image: 'built:1', files: 5, leftOut: ['link'] });
    const { image } = await build({ ...input, tag: undefined }, allowed());
    expect(image).toBe(basename(folder).toLowerCase().replaceAll('_', '-'));
    const tags = (await images({ socket: podman.socket }, allowed())).images.flatMap((each) => each.tags);
    expect(tags).toEqual(expect.arrayContaining([expect.stringMatching(/built:1$/)]));
    const { stdout } = await run(running([], { image: 'built:1' }), allowed());
    expect(stdout).toMatch(/^hello\n/);
    expect(stdout).toContain('/all/keep.log');
    expect(stdout).toContain(`/all/sub/${'long-name-'.repeat(12)}.txt`);
    expect(stdout).not.toMatch(/a\.log|node_modules|link/);
    write({ Dockerfile: `FROM ${podman.image}\nRUN exit 7\n` });
    await expect(build(input, allowed())).rejects.toMatchObject({
      code: 'worker-failed',
      message: /built:1 failed: .*7/s,
    });
    const small = { contextMb: 0.000001 };
    await expect(build(input, allowed(small))).rejects.toMatchObject({ code: 'limit-exceeded' });
    await expect(build({ ...input, file: 'gone' }, allowed())).rejects.toMatchObject({ code: 'not-found' });
  });

  test('what is unused is told first and then cleared away', async () => {
    const { socket } = podman;
    await run(running(['true'], { name: 'left', keep: true }), allowed());
    const planned = await prune({ what: ['containers'], dryRun: true, socket }, allowed());
    expect(planned.removed).toHaveLength(1);
    expect((await ps({ all: true, socket }, allowed())).containers).toHaveLength(1);
    const done = await prune({ what: ['containers', 'volumes'], dryRun: false, socket }, allowed());
    expect(done.removed).toEqual(planned.removed);
    expect((await ps({ all: true, socket }, allowed())).containers).toEqual([]);
  });

  test('a compose file is started in order, left alone when it is as before, and taken down', async () => {
    write({
      'compose.yaml': [
        'name: shop',
        'services:',
        '  web:',
        '    build: {context: ./web, args: {WORD: "${WORD:-none}"}}',
        '    network_mode: none',
        '    depends_on: [store]',
        '    environment: {COLOUR: "${COLOUR}"}',
        '    volumes: ["./data:/data:ro", "kept:/kept"]',
        '  store:',
        `    image: ${podman.image}`,
        '    network_mode: none',
        '    command: sh -c "echo \'a b\'; sleep 1000"',
        'volumes: {kept: }',
      ].join('\n'),
      '.env': 'COLOUR="light blue"\n',
      'data/a.txt': 'a\n',
      'web/Dockerfile': `FROM ${podman.image}\nARG WORD\nRUN echo $WORD > /word\nCMD ["sh","-c","cat /word /data/a.txt; echo $COLOUR; touch /kept/x; sleep 1000"]\n`,
    });
    const file = join(folder, 'compose.yaml');
    const { socket } = podman;
    const input = { file, project: '', services: [], profiles: [], variables: ['WORD=hello'], socket };
    expect(await composeUp(input, allowed())).toEqual({
      project: 'shop',
      services: [
        { service: 'store', container: 'shop-store-1', isNew: true },
        { service: 'web', container: 'shop-web-1', isNew: true },
      ],
    });
    const saidBy = async (container: string) =>
      (await logs({ container, lines: 10, follow: false, seconds: 60, socket }, allowed())).lines;
    await expect.poll(() => saidBy('shop-web-1'), patient).toEqual(['hello', 'a', 'light blue']);
    await expect.poll(() => saidBy('shop-store-1'), patient).toEqual(['a b']);
    const again = await composeUp({ ...input, services: ['store'] }, allowed());
    expect(again.services).toEqual([{ service: 'store', container: 'shop-store-1', isNew: false }]);
    const down = await composeDown({ file, project: '', volumes: true, socket }, allowed());
    expect(down.removed.toSorted()).toEqual(['shop-store-1', 'shop-web-1', 'shop_kept']);
    expect((await ps({ all: true, socket }, allowed())).containers).toEqual([]);
  });

  test('a service waits until another has done its part, and has the variables of its files', async () => {
    const compose = (script: string): string =>
      [
        ...['name: shop', 'services:', '  web:', `    image: ${podman.image}`, '    network_mode: none'],
        ...['    depends_on: {job: {condition: service_completed_successfully}}', '    env_file: web.env'],
        ...['    environment: {COLOUR: grey}', '    tmpfs: ["/scratch:size=1m"]'],
        '    command: ["sh", "-c", "cat /data/done; echo $$WORD $$COLOUR; echo x > /scratch/a && cat /scratch/a"]',
        '    volumes: ["./data:/data:ro"]',
        ...['  job:', `    image: ${podman.image}`, '    network_mode: none', '    volumes: ["./data:/data"]'],
        `    command: ["sh", "-c", "${script}"]`,
      ].join('\n');
    write({ 'compose.yaml': compose('sleep 2; echo first > /data/done'), 'web.env': 'WORD=hello\nCOLOUR=blue\n' });
    mkdirSync(join(folder, 'data'), { mode: 0o777 });
    chmodSync(join(folder, 'data'), 0o777);
    const { socket } = podman;
    const input = {
      file: join(folder, 'compose.yaml'),
      project: '',
      services: [],
      profiles: [],
      variables: [],
      socket,
    };
    await composeUp(input, allowed());
    const said = async () =>
      (await logs({ container: 'shop-web-1', lines: 10, follow: false, seconds: 60, socket }, allowed())).lines;
    await expect.poll(said, patient).toEqual(['first', 'hello grey', 'x']);
    const down = { file: input.file, project: '', volumes: false, socket };
    await composeDown(down, allowed());
    write({ 'compose.yaml': compose('exit 3') });
    await expect(composeUp(input, allowed())).rejects.toMatchObject({
      ...{ code: 'worker-failed', message: expect.stringContaining('shop-job-1 ended with 3') as string },
    });
    await composeDown(down, allowed());
    expect((await ps({ all: true, socket }, allowed())).containers).toEqual([]);
  });

  test('a call that is cancelled takes its container with it, and leaves one that is kept, ended', async () => {
    for (const keep of [false, true]) {
      const context = allowed();
      const waiting = run(running(['sh', '-c', 'echo begun; sleep 1000'], { name: 'cut', keep }), context);
      await expect.poll(() => context.reports.map(({ text }) => text), patient).toContain('begun');
      context.abort('enough');
      await expect(waiting).rejects.toBeDefined();
      const left = async () =>
        (await ps({ all: true, socket: podman.socket }, allowed())).containers.map(({ name, state }) => [name, state]);
      await expect.poll(left, patient).toEqual(keep ? [['cut', 'exited']] : []);
    }
    await remove({ volumes: false, container: 'cut', socket: podman.socket }, allowed());
  });
});

test('without a socket that is said, and without the permission nothing is asked', async () => {
  const gone = join(folder, 'none.sock');
  const refused = { code: 'unsupported', message: /Neither Docker nor Podman listens/ };
  await expect(ps({ all: true, socket: gone }, fakeContext({ allow: { sockets: [gone] } }))).rejects.toMatchObject(
    refused,
  );
  await expect(ps({ all: true, socket: gone }, fakeContext())).rejects.toMatchObject({ code: 'permission-denied' });
});
