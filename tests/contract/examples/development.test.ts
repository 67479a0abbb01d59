import { spawn } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { expect } from 'vitest';
import { missing as withoutPodman, type Podman, startPodman } from '../../../workers/docker/fixtures/podman.ts';
import { gitAs, type GitServer, hasGit, makeBare, startGitServer } from '../../../workers/git/fixtures/git-server.ts';
import { startRegistry } from '../../../workers/package/fixtures/registry.ts';
import { without } from './programs.ts';
import { type Example, save, testExamples } from './run-examples.ts';

const root = join(import.meta.dirname, '../../..');

function record(path: string, name: string, content: string): void {
  save(path, { [name]: content });
  gitAs(path, 'add', '--all');
  gitAs(path, 'commit', '--quiet', '--message', `About ${name}`);
}

/** The folder `shop`, on the branch `nests`; its origin has one commit more on `main`. */
function shop(home: string): void {
  const bare = makeBare(home, 'bare/shop.git');
  gitAs(home, 'clone', '--quiet', bare, 'shop');
  const path = join(home, 'shop');
  gitAs(path, 'config', 'user.name', 'Anna');
  gitAs(path, 'config', 'user.email', 'anna@example.org');
  record(path, 'price.txt', '1\n');
  gitAs(path, 'push', '--quiet', 'origin', 'main');
  gitAs(path, 'switch', '--quiet', '--create', 'nests');
  record(path, 'nests.txt', '2\n');
  gitAs(path, 'push', '--quiet', '--set-upstream', 'origin', 'nests');
}

function changedShop(home: string): void {
  shop(home);
  save(home, { 'shop/price.txt': '3\n' });
}

function aheadShop(home: string): void {
  shop(home);
  record(join(home, 'shop'), 'more.txt', '4\n');
}

function behindShop(home: string): void {
  aheadShop(home);
  const path = join(home, 'shop');
  gitAs(path, 'push', '--quiet');
  gitAs(path, 'reset', '--quiet', '--hard', 'HEAD~1');
}

let gitServer: GitServer | undefined;
const withGit = { missing: hasGit() ? undefined : 'git is not on this machine' };

function served(home: string): void {
  shop(home);
  gitAs(join(home, 'shop'), 'push', '--quiet', join(gitRoot, 'octocat/Hello-World.git'), '--force', 'main');
}
let gitRoot = '';

const git: Record<string, Example> = {
  init: { ...withGit, gives: { branch: 'main' } },
  clone: { ...withGit, before: served, gives: { branch: 'main' } },
  status: { ...withGit, before: changedShop, gives: { branch: 'nests', isClean: false, total: 1 } },
  diff: { ...withGit, before: changedShop, gives: { files: [{ added: 1, removed: 1 }] } },
  log: {
    ...withGit,
    before: shop,
    gives: { commits: [{ subject: 'About nests.txt' }, { subject: 'About price.txt' }] },
  },
  branch: { ...withGit, before: shop, gives: { current: 'nests' } },
  checkout: { ...withGit, before: shop, gives: { branch: 'main' } },
  commit: { ...withGit, before: changedShop, gives: { subject: 'Add prices' } },
  pull: { ...withGit, before: behindShop, gives: { isNew: true, conflicts: [] } },
  push: { ...withGit, before: aheadShop, asks: ['files.read', 'files.write'], gives: { branch: 'nests' } },
  rebase: { ...withGit, before: shop, gives: { conflicts: [] } },
  stash: { ...withGit, before: changedShop, gives: { conflicts: [] } },
  worktree: { ...withGit, before: shop, gives: { worktrees: [{ branch: 'nests' }] } },
};

const price = `export type Price = { amount: number };

export function taxed(price: Price): number {
  return price.amount * 1.2;
}

export function total(prices: Price[], rate: number): number {
  const before = prices.length;
  if (before === 0) return 0;

  let sum = 0;
  for (const price of prices) {
    sum += price.amount;
  }
  console.log(sum);
  return sum * rate;
}
`;
const patch = `--- a/src/price.ts
+++ b/src/price.ts
@@ -3,3 +3,3 @@
 export function taxed(price: Price): number {
-  return price.amount * 1.2;
+  return price.amount * 1.25;
 }
`;
const sources = (home: string): void => save(home, { 'shop/src/price.ts': price, 'fix.patch': patch });

/** A project with a tool of its own, as npm would have put it there. */
function withTool(name: string): (home: string) => void {
  return (home) => {
    save(home, {
      'shop/package.json': JSON.stringify({ devDependencies: { [name]: '1' } }),
      'shop/a.js': 'var   a = {b:"c"};\ndebugger;\n',
    });
    mkdirSync(join(home, 'shop/node_modules'));
    symlinkSync(join(root, 'node_modules', name), join(home, 'shop/node_modules', name));
  };
}

const code: Record<string, Example> = {
  run: { gives: { stdout: '42\n', exitCode: 0 } },
  patch: { before: sources, gives: { dryRun: false, problems: [] } },
  outline: { before: sources, gives: { language: 'typescript' } },
  find: { before: sources, gives: { total: 0, definitions: [{ line: 3 }] } },
  rename: { before: sources, gives: { dryRun: false, files: [{}] } },
  extract: { before: sources, gives: { name: 'sumOf', dryRun: false } },
  skeleton: { before: (home) => mkdirSync(join(home, 'shop')), gives: { dryRun: false, files: [{}] } },
  // Which program it is, the project says.
  format: { before: withTool('oxfmt'), asks: ['shell'], gives: { tools: ['oxfmt'] } },
  lint: { before: withTool('oxlint'), asks: ['shell'], gives: { tools: ['oxlint'] } },
};

let registry: Awaited<ReturnType<typeof startRegistry>> | undefined;
const npm = {
  before: (home: string) => save(home, { 'shop/package.json': '{"name":"shop","version":"1.0.0"}' }),
  besides: () => ({ registry: registry?.npm ?? '' }),
  missing: without('npm'),
};
const packages: Record<string, Example> = {
  add: { ...npm, gives: { added: [{ name: 'zod', version: '1.0.0' }] } },
  install: { ...npm, first: ['package.add'], gives: { packages: [{ name: 'zod', version: '1.0.0' }] } },
  remove: { ...npm, first: ['package.add'], gives: { removed: ['zod'] } },
  outdated: { ...npm, first: ['package.add'], gives: { packages: [] } },
  why: { ...npm, first: ['package.add'], gives: { ways: [['the project', 'zod@1.0.0']] } },
  audit: { ...npm, first: ['package.add'], gives: { advisories: [] } },
  runScripts: {
    ...npm,
    first: [['package.add', { path: '/home/anna/shop', packages: ['esbuild'] }]],
    gives: { ran: ['esbuild'] },
  },
};

const nodeTest = "import { test } from 'node:test';\ntest('herons are grey', () => {});\n";
const tested = (home: string): void =>
  save(home, {
    'shop/package.json': '{"type":"module","scripts":{"test":"node --test"}}',
    'shop/a.test.js': nodeTest,
    'shop/report.xml': '<testsuites><testsuite name="a"><testcase name="herons are grey"/></testsuite></testsuites>',
  });
const tests: Record<string, Example> = {
  discover: { before: tested, gives: { total: 1 } },
  run: { before: tested, asks: ['shell'], gives: { framework: 'node', status: 'passed', passed: 1, failed: 0 } },
  report: { before: tested, gives: { status: 'passed', passed: 1, failed: 0 } },
};

let podman: Podman | undefined;
const clearAway = (): Promise<void> =>
  new Promise((resolve) => {
    const path = '/containers/shop?force=true';
    const asked = request({ socketPath: podman?.socket ?? '', path, method: 'DELETE' }, (response) => {
      response.resume().on('end', () => resolve());
    });
    asked.on('error', () => resolve()).end();
  });
const whole = {
  before: () => clearAway,
  besides: () => ({ socket: podman?.socket ?? '' }),
  missing: withoutPodman(),
};
const running = (command: string[]): [string, { [field: string]: string | boolean | string[] }] => [
  'docker.run',
  { image: 'alpine:3', name: 'shop', command, network: 'none', detach: true, keep: true },
];
const going = running(['sleep', '1000']);
const apart = { besides: () => ({ socket: podman?.socket ?? '', network: 'none' }), missing: withoutPodman() };
const composed = {
  ...whole,
  before: (home: string) => {
    const service = '    image: tiny:1\n    network_mode: none\n    command: ["sleep", "1000"]\n';
    save(home, { 'shop/compose.yaml': `name: nests\nservices:\n  web:\n${service}` });
  },
};
const docker: Record<string, Example> = {
  ps: { ...whole, gives: {} },
  images: { ...whole, gives: {} },
  pull: {
    ...whole,
    here: () => [['alpine:3', `${podman?.registry}/birds:3`]],
    gives: { image: expect.stringMatching(/\/birds:3$/) as string },
  },
  build: {
    ...apart,
    before: (home) => save(home, { 'shop/Dockerfile': 'FROM tiny:1\nCOPY a.txt /a.txt\n', 'shop/a.txt': 'a' }),
    gives: { image: 'shop:1' },
  },
  run: { ...apart, gives: { exitCode: 0, stdout: 'hello\n' } },
  exec: { ...whole, first: [going], gives: { exitCode: 0, stdout: 'hello\n' } },
  logs: { ...whole, first: [running(['echo', 'begun'])], gives: { truncated: false } },
  start: { ...whole, first: [going, 'docker.stop'], gives: {} },
  stop: { ...whole, first: [going], gives: {} },
  remove: { ...whole, first: [going, 'docker.stop'], gives: {} },
  composeUp: { ...composed, gives: { project: 'nests', services: [{ service: 'web', isNew: true }] } },
  composeDown: { ...composed, first: ['docker.composeUp'], gives: { project: 'nests' } },
  prune: { ...whole, gives: { dryRun: false } },
};

const server = `process.stdin.on('data', (line) => { if (String(line).trim() === 'quit') process.exit(0); });
console.log('listening');
setInterval(() => {}, 1000);
`;
const serving = (home: string): void => save(home, { 'shop/server.js': server });
const started: Pick<Example, 'before' | 'first'> = { before: serving, first: ['process.start'] };

let pid = 4242;
function sleeping(): () => void {
  const child = spawn('sleep', ['1000']);
  pid = child.pid ?? pid;
  return () => void child.kill('SIGKILL');
}
const other = { before: sleeping, here: (): [string, string][] => [['4242', String(pid)]] };

const process_: Record<string, Example> = {
  list: { gives: {} },
  tree: { gives: {} },
  disks: { gives: {} },
  kill: { ...other, gives: { hasEnded: true, signal: 'TERM' } },
  limits: { ...other, gives: { command: 'sleep 1000' } },
  limit: { ...other, gives: { resource: 'openFiles' } },
  run: { gives: { exitCode: 0, stdout: expect.stringMatching(/^v\d+\./) as string } },
  start: { before: serving, gives: { name: 'shop' } },
  listBackground: { ...started, gives: { processes: [{ name: 'shop' }] } },
  poll: { ...started, gives: { name: 'shop', status: 'running' } },
  log: { ...started, gives: { name: 'shop' } },
  write: { ...started, gives: { name: 'shop' } },
  signal: { ...started, gives: { name: 'shop' } },
  stop: { ...started, gives: { name: 'shop' } },
  clear: { ...started, first: ['process.start', 'process.stop'], gives: {} },
};

testExamples(
  'development',
  { git, code, package: packages, test: tests, docker, process: process_ },
  {
    begin: async (folder) => {
      gitRoot = folder;
      if (hasGit()) {
        makeBare(folder, 'octocat/Hello-World.git');
        gitServer = await startGitServer(folder);
      }
      registry = await startRegistry();
      registry.addNpm({ name: 'zod', version: '1.0.0' });
      registry.addNpm({ name: 'esbuild', version: '1.0.0', scripts: { postinstall: 'node -e ""' } });
      if (withoutPodman() === undefined) podman = await startPodman();
    },
    here: () => [
      ['https://github.com', gitServer?.url ?? ''],
      ['alpine:3', podman?.image ?? ''],
    ],
    end: async () => {
      await gitServer?.end();
      await registry?.close();
      await podman?.end();
    },
  },
);
