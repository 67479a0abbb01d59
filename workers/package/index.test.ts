import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type FakeContext, fakeContext, type FakeContextOptions } from 'heron/worker-kit/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { openProjects } from './fixtures/projects.ts';
import worker from './index.ts';

const { install, add, remove, outdated, why, audit, runScripts } = worker.actions;
const hasNpm = spawnSync('npm', ['--version']).status === 0;

let projects: Awaited<ReturnType<typeof openProjects>>;
let registry: typeof projects.registry;
let path: string;

beforeAll(async () => {
  projects = await openProjects();
  ({ registry } = projects);
});
afterAll(() => projects.close());
beforeEach(() => {
  path = projects.next();
});

const allowed = (options: FakeContextOptions = {}): FakeContext => projects.allowed(options);
const save = (name: string, content: string | object): void => projects.save(name, content);
const saved = (name: string): string => projects.saved(name);

describe.skipIf(!hasNpm)('npm (skipped without it)', () => {
  const at = () => ({ path, manager: 'npm' as const, registry: registry.npm });
  const ran = (): boolean => existsSync(join(path, 'node_modules/heron/ran')) || existsSync(join(path, 'ran'));

  beforeAll(() => {
    for (const version of ['1.0.0', '1.1.0', '2.0.0']) registry.addNpm({ name: 'wing', version });
    registry.addNpm({
      ...{ name: 'heron', version: '1.0.0', dependencies: { wing: '^1.0.0' } },
      scripts: { postinstall: "node -e \"require('fs').writeFileSync('ran', 'x')\"" },
    });
    registry.addNpm({ name: 'gitty', version: '1.0.0', dependencies: { x: 'git+http://127.0.0.1:1/x.git' } });
    registry.addNpm({ name: 'elsewhere', version: '1.0.0', dependencies: { x: 'http://127.0.0.1:1/x.tgz' } });
  });

  beforeEach(() => save('package.json', { name: 'site', version: '1.0.0', scripts: { preinstall: 'echo > ran' } }));

  test('packages are added, explained, found old, audited and removed, and no script runs before it is asked for [W-03]', async () => {
    const added = await add({ ...at(), packages: ['heron', 'wing@1.0.0'], dev: false }, allowed());
    expect(added.added).toEqual([
      { name: 'heron', version: '1.0.0' },
      { name: 'wing', version: '1.0.0' },
    ]);
    expect(added.scripts).toMatchObject([
      { name: 'heron', version: '1.0.0', runs: [expect.stringMatching(/^postinstall: node -e/)] },
    ]);
    expect(ran()).toBe(false);
    expect((await why({ ...at(), package: 'wing' }, allowed())).ways).toEqual(
      expect.arrayContaining([
        ['the project', 'wing@1.0.0'],
        ['the project', 'heron@1.0.0', 'wing@1.0.0'],
      ]),
    );
    expect((await why({ ...at(), package: 'stork' }, allowed())).ways).toEqual([]);
    expect((await outdated(at(), allowed())).packages).toEqual([
      { name: 'wing', current: '1.0.0', wanted: '1.1.0', latest: '2.0.0' },
    ]);
    registry.advisories.npm = {
      wing: [
        { id: 7, url: 'https://a.example/GHSA-1', title: 'Falls off', severity: 'high', vulnerable_versions: '<1.1.0' },
      ],
    };
    expect((await audit({ ...at(), advisories: registry.base }, allowed())).advisories).toEqual([
      expect.objectContaining({ package: 'wing', id: 'GHSA-1', severity: 'high', title: 'Falls off' }),
    ]);
    rmSync(join(path, 'node_modules'), { recursive: true });
    registry.addNpm({ name: 'wing', version: '1.2.0' });
    const again = await install({ ...at(), frozen: true }, allowed());
    expect(again.packages).toEqual([
      { name: 'heron', version: '1.0.0' },
      { name: 'wing', version: '1.0.0' },
    ]);
    const asked = runScripts({ ...at(), packages: ['heron'] }, allowed());
    await expect(asked).rejects.toMatchObject({
      code: 'blocked',
      message: expect.stringContaining('postinstall: node'),
    });
    expect(await runScripts({ ...at(), packages: ['heron'] }, allowed({ answer: 'Leave them' }))).toMatchObject({
      ran: [],
    });
    expect(ran()).toBe(false);
    await runScripts({ ...at(), packages: ['heron'] }, allowed({ answer: 'Run them' }));
    expect(existsSync(join(path, 'node_modules/heron/ran'))).toBe(true);
    expect(existsSync(join(path, 'ran'))).toBe(false);
    await remove({ ...at(), packages: ['heron'] }, allowed());
    expect(existsSync(join(path, 'node_modules/heron'))).toBe(false);
    expect(saved('package.json')).not.toContain('heron');
  });

  test.each([
    ['gitty', /git/i],
    ['elsewhere', /remote|registry/i],
  ])('a package that wants something from elsewhere is not installed: %s', async (name, why_) => {
    const call = add({ ...at(), packages: [name], dev: false }, allowed());
    await expect(call).rejects.toThrow(why_);
    expect(existsSync(join(path, 'node_modules'))).toBe(false);
  });

  test.each([
    'script-shell=/evil',
    'git=/evil',
    '@me:registry=http://evil.example/',
    'proxy = http://evil.example',
    'node-options=--require /evil',
  ])('a folder whose .npmrc says %s is not worked in', async (line) => {
    save('.npmrc', `save-exact=true\n# fine\n${line}\n`);
    const call = install({ ...at(), frozen: false }, allowed());
    await expect(call).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining(line.split(/ ?=/)[0] ?? ''),
    });
  });

  test('without a lockfile, with one that leads elsewhere, and for what is not there, it says so', async () => {
    await expect(install({ ...at(), frozen: true }, allowed())).rejects.toMatchObject({ code: 'not-found' });
    save('package-lock.json', {
      lockfileVersion: 3,
      packages: { 'node_modules/x': { resolved: 'git+ssh://git@evil.example/x.git#1' } },
    });
    await expect(install({ ...at(), frozen: true }, allowed())).rejects.toThrow(/node_modules\/x comes from git\+ssh/);
    rmSync(join(path, 'package-lock.json'));
    const call = add({ ...at(), packages: ['no-such-bird'], dev: false }, allowed());
    await expect(call).rejects.toMatchObject({ code: 'not-found' });
    await expect(runScripts({ ...at(), packages: ['wing'] }, allowed())).rejects.toMatchObject({ code: 'not-found' });
  });

  test('a lockfile of very many packages is installed', async () => {
    const dependencies: Record<string, string> = {};
    for (let index = 0; index < 60; index += 1) {
      registry.addNpm({ name: `feather-${index}`, version: '1.0.0' });
      dependencies[`feather-${index}`] = '1.0.0';
    }
    save('package.json', { name: 'site', dependencies });
    expect((await install({ ...at(), frozen: false }, allowed())).packages).toHaveLength(60);
  });

  test('an installation that is cancelled while it waits for the registry ends npm', async () => {
    const context = allowed();
    const silent = createServer(() => context.abort());
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      silent.closeAllConnections();
      silent.close();
    });
    const { run } = context.shell;
    let exit: Promise<unknown> | undefined;
    context.shell.run = async (...command) => {
      const child = await run(...command);
      exit = child.exit;
      return child;
    };
    const place = { ...at(), registry: `http://127.0.0.1:${(silent.address() as AddressInfo).port}/` };
    await expect(add({ ...place, packages: ['wing'], dev: false }, context)).rejects.toThrow(/stopped by the test/);
    expect(await exit).toEqual({ code: null, signal: 'SIGKILL' });
    expect(existsSync(join(path, 'node_modules'))).toBe(false);
  });
});

test('a program that is not allowed is not run, and nothing is left behind', async () => {
  save('package.json', {});
  save('package-lock.json', { packages: {} });
  const call = install(
    { path, manager: 'npm', registry: registry.npm, frozen: true },
    fakeContext({ allow: { read: [path], write: [path] } }),
  );
  await expect(call).rejects.toMatchObject({ code: 'permission-denied' });
  expect(existsSync(join(path, 'node_modules'))).toBe(false);
});

test.each([
  ['npm', 'git+ssh://a.example/b'],
  ['npm', '--global'],
  ['npm', '../evil'],
  ['npm', 'me/repository'],
  ['npm', 'x@npm:other'],
  ['npm', 'x@file:../evil'],
  ['pip', '-r/evil'],
  ['pip', './evil'],
  ['pip', 'x @ https://evil.example/x.whl'],
  ['cargo', '--git=https://a.example'],
  ['cargo', 'a/b'],
] as const)('%s is not asked for %s', async (manager, name) => {
  const call = async () => add({ path, manager, registry: registry.npm, packages: [name], dev: false }, allowed());
  await expect(call()).rejects.toMatchObject({ code: 'invalid-input', details: { field: 'packages' } });
});

test.each([
  '-r other.txt',
  '--index-url https://evil.example',
  '-e .',
  './x',
  'git+https://a.example/x',
  'x @ https://a.example/x.whl',
])('a requirements.txt with the line %s is refused, with the line named', async (line) => {
  save('requirements.txt', `wing==1.0\n${line}\n`);
  const call = install({ path, manager: 'pip', registry: registry.pip, frozen: false }, allowed());
  await expect(call).rejects.toMatchObject({ code: 'unsupported', message: expect.stringContaining('line 2') });
});

test.each(['ftp://a.example', 'https://me:secret@a.example/', 'https://a.example/"', 'file:///x'])(
  'the registry %s is refused',
  async (address) => {
    const call = async () => install({ path, manager: 'npm', registry: address, frozen: true }, allowed());
    await expect(call()).rejects.toMatchObject({ code: 'invalid-input', details: { field: 'registry' } });
  },
);

test('a folder for another manager says which', async () => {
  save('Cargo.toml', '');
  const call = install({ path, manager: 'npm', registry: registry.npm, frozen: true }, allowed());
  await expect(call).rejects.toThrow(/its Cargo\.toml is for cargo/);
  const loose = { path, manager: 'pip' as const, registry: registry.pip };
  save('requirements.txt', 'wing>=1\n');
  await expect(install({ ...loose, frozen: true }, allowed())).rejects.toThrow(/does not say which version of wing/);
});
