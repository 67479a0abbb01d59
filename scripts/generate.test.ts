import { globSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { Manifest } from '../src/contract/manifest.ts';
import { generate, generatedFiles } from './generate.ts';
import { temporaryProject, type TemporaryProject } from './new-worker/temporary-project.ts';
import { runNode } from './processes.ts';
import { root } from './steps.ts';
import { examplePlan } from './worker-artifacts/example-plan.ts';

/** Generated once, for all tests that only read it. */
let project: TemporaryProject;

beforeAll(async () => {
  project = temporaryProject(['checksum', 'clock']);
  await generate(project.root);
});

afterAll(() => project.remove());

/** For a test that changes it; nothing is generated there yet. */
function ownProject(): TemporaryProject {
  const own = temporaryProject(['checksum', 'clock']);
  onTestFinished(own.remove);
  return own;
}

const script = join(import.meta.dirname, 'generate.ts');
const at = (name: string, of = project): string => join(of.root, name);
const read = (name: string, of = project): string => readFileSync(at(name, of), 'utf8');

function changeManifest(own: TemporaryProject, id: string, change: (manifest: Manifest) => void): void {
  const path = at(`workers/${id}/manifest.json`, own);
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as Manifest;
  change(manifest);
  writeFileSync(path, JSON.stringify(manifest));
}

type Plan = { tasks: { action: string; input: object }[] };

const all = [
  'resources/manifest.schema.json',
  'resources/plan.schema.json',
  'resources/plan-template.schema.json',
  'docs/guide/plan-reference.md',
  'docs/guide/workers.md',
  'docs/workers/checksum.md',
  'docs/workers/clock.md',
  'workers/checksum/actions.generated.ts',
  'workers/clock/actions.generated.ts',
];

test('what is generated is written once, and the same each time', async () => {
  const own = ownProject();
  rmSync(at('workers/checksum/actions.generated.ts', own));
  rmSync(at('workers/clock/actions.generated.ts', own));
  expect(await generate(own.root)).toEqual(all);
  expect(await generate(own.root)).toEqual([]);
  expect([...(await generatedFiles(own.root))]).toEqual([...(await generatedFiles(own.root))]);
  utimesSync(at('docs/guide/workers.md', own), 0, 0);
  await generate(own.root);
  expect(statSync(at('docs/guide/workers.md', own)).mtimeMs).toBe(0);
}, 180_000);

test('a field with a default is always there for the code, one without may be absent', () => {
  const types = read('workers/checksum/actions.generated.ts');
  expect(types).toContain("algorithm: 'sha256' | 'sha512' | 'sha1' | 'md5';");
  expect(read('workers/clock/actions.generated.ts')).toContain('zone?: string;');
  expect(types).toMatch(/^\/\/ Generated from manifest\.json by `npm run generate`/);
  expect(types).toContain('export type Actions = {');
});

test('a field that an expression fills is always there too', async () => {
  const own = ownProject();
  changeManifest(own, 'clock', (manifest) => (manifest.actions['now']!.defaults = { zone: 'UTC' }));
  await generate(own.root);
  expect(read('workers/clock/actions.generated.ts', own)).toContain('zone: string;');
});

test('the catalogue has every action, with what can be said', () => {
  expect(read('docs/guide/workers.md')).toContain('| [Clock](../workers/clock.md) | `clock.now` `clock.wait` |');
  for (const [page, headings] of [
    ['checksum', ['## `checksum.hash`', '## `checksum.verify`']],
    ['clock', ['## `clock.now`', '## `clock.wait`', "* `what is today's date`", '[all workers](../guide/workers.md)']],
  ] as const)
    for (const heading of headings) expect(read(`docs/workers/${page}.md`)).toContain(heading);
});

test('the example of each action is a plan with all that its input must have', () => {
  const examples = ['checksum', 'clock'].flatMap((id) =>
    [...read(`docs/workers/${id}.md`).matchAll(/```json\n(.*?)\n```/gs)].map(
      ([, json = '']) => JSON.parse(json) as Plan,
    ),
  );
  expect(examples.map(({ tasks }) => tasks[0]?.action)).toEqual([
    'checksum.hash',
    'checksum.verify',
    'clock.now',
    'clock.wait',
  ]);
  for (const { tasks } of examples) {
    const [worker = '', action = ''] = (tasks[0]?.action ?? '').split('.');
    const manifest = JSON.parse(read(`workers/${worker}/manifest.json`)) as {
      actions: Record<string, { input: object }>;
    };
    const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(
      manifest.actions[action]?.input ?? {},
    );
    validate(tasks[0]?.input);
    expect(validate.errors ?? []).toEqual([]);
  }
});

test('the example of each action that comes with Heron is one its input takes', () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  const wrong: string[] = [];
  for (const file of globSync('workers/*/manifest.json', { cwd: root })) {
    const { id, actions } = JSON.parse(readFileSync(join(root, file), 'utf8')) as Manifest;
    for (const [name, action] of Object.entries(actions)) {
      const plan = JSON.parse(examplePlan(id, name, action)) as Plan;
      const validate = ajv.compile(action.input);
      if (!validate(plan.tasks[0]?.input)) wrong.push(`${id}.${name}: ${ajv.errorsText(validate.errors)}`);
    }
  }
  expect(wrong).toEqual([]);
});

/** Nobody writes these by hand: they carry out the nodes of workflows that came from elsewhere. */
const ofImports = ['n8n', 'n8n-formats', 'node-red'];

test('the example of each action that comes with Heron says what a person would, not the names of its fields', () => {
  const fillers: string[] = [];
  for (const file of globSync('workers/*/manifest.json', { cwd: root })) {
    const { id, actions } = JSON.parse(readFileSync(join(root, file), 'utf8')) as Manifest;
    if (ofImports.includes(id)) continue;
    for (const [name, action] of Object.entries(actions)) {
      const plan = JSON.parse(examplePlan(id, name, action)) as Plan;
      for (const [field, value] of Object.entries(plan.tasks[0]?.input ?? {}))
        if (JSON.stringify(value).includes(`"the ${field}"`)) fillers.push(`${id}.${name}: ${field}`);
    }
  }
  expect(fillers).toEqual([]);
});

test('the published schema takes good manifests and names what is wrong with others', () => {
  const validate = new Ajv2020({ strict: false }).compile(JSON.parse(read('resources/manifest.schema.json')) as object);
  const manifest = JSON.parse(read('workers/clock/manifest.json')) as Record<string, unknown>;
  expect(validate(manifest)).toBe(true);
  expect(validate({ ...manifest, tier: 'thread' })).toBe(false);
  expect(validate.errors?.[0]?.instancePath).toBe('/tier');
  expect(validate({ ...manifest, colour: 'red' })).toBe(false);
});

test('the published schema of plans takes tasks inside tasks, and names what is wrong however deep', () => {
  const validate = new Ajv2020({ strict: false }).compile(JSON.parse(read('resources/plan.schema.json')) as object);
  const inner = { id: 'b', action: 'clock.now', input: {} };
  const plan = (task: object) => ({ version: 1, title: 'x', tasks: [{ id: 'a', tasks: [task] }] });
  expect(validate(plan({ ...inner, forEach: { in: [1, 2] }, retry: { attempts: 3 } }))).toBe(true);
  expect(validate(plan({ ...inner, colour: 'red' }))).toBe(false);
  expect(validate.errors?.[0]?.instancePath).toBe('/tasks/0/tasks/0');
});

test('a stale or missing file is named and makes the check fail', async () => {
  const own = ownProject();
  await generate(own.root);
  expect(await runNode([script, '--check', '--root', own.root])).toEqual({ code: 0, stdout: '', stderr: '' });
  changeManifest(own, 'clock', (manifest) => (manifest.description = 'Tells the time.'));
  rmSync(at('workers/checksum/actions.generated.ts', own));
  const outcome = await runNode([script, '--check', '--root', own.root]);
  expect(outcome).toEqual({
    code: 1,
    stdout: '',
    stderr: `docs/guide/workers.md is stale: run npm run generate
docs/workers/clock.md is stale: run npm run generate
workers/checksum/actions.generated.ts is stale: run npm run generate
`,
  });
}, 180_000);

test('a manifest that cannot be read is named, and nothing is written', async () => {
  const own = ownProject();
  writeFileSync(at('workers/clock/manifest.json', own), '{}');
  const outcome = await runNode([script, '--root', own.root]);
  expect(outcome.code).toBe(1);
  expect(outcome.stderr).toContain('workers/clock/manifest.json: id: Invalid input');
  expect(() => read('docs/guide/workers.md', own)).toThrow('ENOENT');
});
