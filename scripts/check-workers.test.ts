import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Manifest } from '../src/contract/manifest.ts';
import { checkWorkers, treeChecks, workerChecks } from './check-workers.ts';
import { type Change, brokenManifests } from './worker-checks/broken-manifests.ts';
import { entryGivesTheActions } from './worker-checks/code-checks.ts';
import { newWorker } from './new-worker.ts';
import { temporaryProject, type TemporaryProject } from './new-worker/temporary-project.ts';
import { runNode } from './processes.ts';
import { type Finding, formatFinding, readWorkerFolders } from './worker-folders.ts';

let project: TemporaryProject;
let manifestText: string;
const complained = new Set<unknown>();

beforeAll(async () => {
  project = temporaryProject(['clock']);
  await newWorker(project.root, { id: 'sample', tier: 'isolate' });
  manifestText = read('manifest.json');
});

afterAll(() => project.remove());

const changed = new Map<string, string | undefined>();

afterEach(() => {
  for (const [path, text] of changed) {
    if (text === undefined) rmSync(path, { recursive: true });
    else writeFileSync(path, text);
  }
  changed.clear();
});

function at(name: string): string {
  return join(project.root, 'workers/sample', name);
}

function read(name: string): string {
  return readFileSync(at(name), 'utf8');
}

/** Changes a file for the length of one test; undefined takes it away. */
function put(name: string, text: string | undefined): void {
  const path = at(name);
  changed.set(path, existsSync(path) ? readFileSync(path, 'utf8') : undefined);
  if (text === undefined) return rmSync(path);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** All that start no process. */
const quickChecks = workerChecks.filter((check) => check !== entryGivesTheActions);

/** What the checks say about the sample, and which of them have something to say. */
async function complaints(checks = workerChecks): Promise<string[]> {
  const folders = readWorkerFolders(project.root);
  const findings = folders.flatMap((folder) => folder.findings);
  const note = (check: unknown, found: Finding[]): void => {
    if (found.length > 0) complained.add(check);
    findings.push(...found);
  };
  const workers = folders.flatMap(({ manifest, ...folder }) => (manifest ? [{ ...folder, manifest }] : []));
  const sample = workers.find(({ name }) => name === 'sample');
  if (sample) for (const check of checks) note(check, await check(sample));
  for (const check of treeChecks) note(check, check(workers, project.root));
  return findings.map(formatFinding);
}

function changeManifest(change: Change): void {
  const manifest = JSON.parse(manifestText) as Manifest;
  change(manifest, manifest.actions['measure']!);
  put('manifest.json', JSON.stringify(manifest));
}

test('a good worker gives no complaint', async () => {
  expect(await complaints()).toEqual([]);
  expect(await checkWorkers(project.root)).toEqual([]);
});

test.each(brokenManifests)('a manifest with %s is named', async (_, change, finding) => {
  changeManifest(change);
  expect(await complaints(quickChecks)).toContainEqual(expect.stringContaining(finding));
});

const index = () => read('index.ts');
const inFiles: [what: string, name: string, text: () => string | undefined, finding: string][] = [
  ['a manifest that is no JSON', 'manifest.json', () => '{', 'workers/sample/manifest.json: Expected property name'],
  [
    'code that does not load',
    'index.ts',
    () => `${index()}\nthrow new Error('not today');`,
    'index.ts: cannot be loaded: Error: not today',
  ],
  [
    'code without the action',
    'index.ts',
    () => index().replace('async measure', 'async weigh'),
    'index.ts: has no function for the action measure',
  ],
  [
    'code with another action',
    'index.ts',
    () => index().replace('async measure', 'async weigh'),
    'index.ts: has the action weigh that the manifest does not know',
  ],
  [
    'code with a hook that is not declared',
    'index.ts',
    () => index().replace('actions: {', 'hooks: { engine_start() {} },\n  actions: {'),
    'index.ts: has the hook engine_start that the manifest does not know',
  ],
  ['no tests', 'index.test.ts', () => undefined, 'workers/sample/index.test.ts: is not there'],
  [
    'no refused permission',
    'index.test.ts',
    () => read('index.test.ts').replace('permission-denied', 'x'),
    'index.test.ts: no test shows that a missing permission is refused',
  ],
  [
    'a skipped test',
    'index.test.ts',
    () => read('index.test.ts').replace("test('a", "test.skip('a"),
    'index.test.ts: test.skip keeps tests from running',
  ],
  [
    'an import of Node',
    'index.ts',
    () => `import 'node:path';\n${index()}`,
    'index.ts: imports node:path: an isolate has the worker kit and nothing else',
  ],
  [
    'an import of a package',
    'index.ts',
    () => `import type { z } from 'zod';\n${index()}`,
    'index.ts: imports zod: an isolate',
  ],
  [
    'an import on demand',
    'more.ts',
    () => `export const load = () => import('node:fs');`,
    'more.ts: imports node:fs: an isolate',
  ],
  [
    'a computed import',
    'more.ts',
    () => `export const load = (name: string) => import(name);`,
    'more.ts: imports import(…)',
  ],
  [
    'an import of another worker',
    'more.ts',
    () => `export * from '../clock/now.ts';`,
    'more.ts: imports ../clock/now.ts: that is outside the worker',
  ],
  [
    'an import of the fakes',
    'more.ts',
    () => `export * from 'heron/worker-kit/testing';`,
    'more.ts: imports heron/worker-kit/testing: only tests may import that',
  ],
  ['eval', 'more.ts', () => `export const run = (text: string) => eval(text);`, 'more.ts: eval(…) makes code of text'],
  [
    'new Function',
    'more.ts',
    () => `export const run = (text: string) => new Function(text);`,
    'more.ts: Function(…) makes code of text',
  ],
  [
    'the constructor of a function',
    'more.ts',
    () => `export const run = (text: string) => Object.keys.constructor(text);`,
    'more.ts: Object.keys.constructor(…) makes code of text',
  ],
  [
    'a timer with code',
    'more.ts',
    () => `export const run = () => setTimeout('run()', 1);`,
    'more.ts: setTimeout(…) makes code of text',
  ],
  [
    'a built-in module by another way',
    'more.ts',
    () => `export const fs = () => process.getBuiltinModule('node:fs');`,
    'more.ts: process.getBuiltinModule(…) makes code of text, or reaches past the context',
  ],
  [
    'a call it has not declared',
    'more.ts',
    () => `export const send = (context: any) => context.net.fetch('https://example.com');`,
    'more.ts: calls net.fetch, but net is not among the permissions',
  ],
  [
    'a program no need names',
    'more.ts',
    () => `export const list = ({ shell }: any) => shell.run('ps', ['-A']);`,
    'more.ts: runs ps, which no action names among its needs',
  ],
  [
    'a long entry',
    'index.ts',
    () => index() + 'export const more = 1;\n'.repeat(1) + 'void 0;\n'.repeat(200),
    'index.ts: has 2',
  ],
  ['a huge fixture', 'fixtures/huge.txt', () => 'x'.repeat(300_000), 'workers/sample/fixtures: is over 256000 bytes'],
];

test.each(inFiles)('a worker with %s is named', async (_, name, text, finding) => {
  put(name, text());
  expect(await complaints()).toContainEqual(expect.stringContaining(finding));
});

test('an entry that is not there is named', async () => {
  changeManifest((manifest) => (manifest.entry = 'main.ts'));
  expect(await complaints()).toContain('workers/sample/main.ts: is not there');
});

test('a worker of the node tier may compute with Node, but not reach out with it', async () => {
  changeManifest((manifest) => (manifest.tier = 'node'));
  put('more.ts', `import 'node:crypto';\nimport 'zod';\nimport 'node:fs/promises';\nimport 'net';\n`);
  put('numbers.ts', `import { constants } from 'node:fs';\nexport const { O_RDONLY } = constants;\n`);
  put('files.ts', `import { constants, readFileSync } from 'node:fs';\nexport default [constants, readFileSync];\n`);
  const found = (await complaints()).filter((line) => /more|numbers|files/.test(line));
  expect(found).toEqual([
    'workers/sample/files.ts: imports node:fs: the context is the only way out of a worker',
    'workers/sample/more.ts: imports node:fs/promises: the context is the only way out of a worker',
    'workers/sample/more.ts: imports net: the context is the only way out of a worker',
  ]);
});

test('every check has complained about something above [SB-08]', () => {
  expect([...workerChecks, ...treeChecks].filter((check) => !complained.has(check))).toEqual([]);
});

test('on the command line complaints are lines, and any makes it fail', async () => {
  const script = join(import.meta.dirname, 'check-workers.ts');
  expect(await runNode([script, '--root', project.root])).toEqual({ code: 0, stdout: '', stderr: '' });
  changeManifest((_, action) => (action.phrases[1] = 'measure {path} {depth}'));
  const outcome = await runNode([script, '--root', project.root]);
  expect(outcome).toEqual({
    code: 1,
    stdout: '',
    stderr: 'workers/sample/manifest.json: actions.measure.phrases.1: the input has no field depth\n',
  });
});
