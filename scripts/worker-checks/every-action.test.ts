import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FakeContext, fakeContext } from 'heron/worker-kit/testing';
import { expect, test } from 'vitest';
import type { JsonObject } from '../../src/contract/json.ts';
import { Manifest } from '../../src/contract/manifest.ts';
import { compileInputSchema } from '../../src/main/workers/registry/action-schema.ts';
import { examplePlan } from '../worker-artifacts/example-plan.ts';

type Actions = Record<string, (input: JsonObject, context: FakeContext) => Promise<unknown>>;

const root = join(import.meta.dirname, '../../workers');
const workers = globSync('*/manifest.json', { cwd: root })
  .map((file) => Manifest.parse(JSON.parse(readFileSync(join(root, file), 'utf8'))))
  .toSorted((a, b) => (a.id < b.id ? -1 : 1));

/** The engine fills in what their inputs lack (defaults by expression), or they carry out nodes of elsewhere; each has refusals in its own test. */
const notAlone = ['cloud', 'package', 'web-search', 'n8n', 'n8n-formats', 'node-red'];

const steps = [
  'open',
  'read',
  'click',
  'fill',
  'choose',
  'press',
  'wait',
  'extract',
  'screenshot',
  'download',
  'close',
];

/** They ask for no permission by themselves: how they end where nothing is there. */
const reachNothing: Record<string, string> = {
  ...Object.fromEntries(steps.map((step) => [`browser.${step}`, 'unsupported'])),
  ...Object.fromEntries(['log', 'poll', 'signal', 'stop', 'write'].map((name) => [`process.${name}`, 'not-found'])),
  ...{
    'process.clear': 'done',
    'process.listBackground': 'done',
    'text.replace': 'done',
    'voice.speak': 'unsupported',
  },
  ...{ 'calculator.calculate': 'done', 'calculator.convert': 'done', 'clock.now': 'done', 'clock.wait': 'done' },
};

const refusals = ['permission-denied', 'permission-missing', 'not-declared'];

/** The example that the page of a worker prints, with what is filled in where nothing is said. */
function exampleOf(id: string, name: string, action: Manifest['actions'][string]): JsonObject {
  const { tasks } = JSON.parse(examplePlan(id, name, action)) as { tasks: [{ input: JsonObject }] };
  const [{ input }] = tasks;
  expect(checkOf(action)(input)).toEqual([]);
  return input;
}

function checkOf(action: Manifest['actions'][string]) {
  const check = compileInputSchema(action.input);
  if (typeof check !== 'function') throw new Error(check[0]?.message);
  return check;
}

const actions = workers.flatMap((manifest) =>
  Object.entries(manifest.actions).map(([name, action]) => ({
    ref: `${manifest.id}.${name}`,
    id: manifest.id,
    name,
    action,
  })),
);

test('every action ends with a refusal where nothing is allowed, but for those that need nothing', async () => {
  const others: Record<string, string> = {};
  for (const { ref, id, name, action } of actions.filter((each) => !notAlone.includes(each.id))) {
    const { default: worker } = (await import(join(root, id, 'index.ts'))) as { default: { actions: Actions } };
    const call = async (): Promise<unknown> => worker.actions[name]?.(exampleOf(id, name, action), fakeContext());
    const end = await call().then(
      () => 'done',
      (error: { code?: string }) => error.code ?? 'a fault',
    );
    if (!refusals.includes(end)) others[ref] = end;
  }
  expect(others).toEqual(reachNothing);
}, 120_000);

test.each(actions)('$ref refuses an input that is not its own, and says where', ({ action }) => {
  const check = checkOf(action);
  expect(check({ 'no such field': 1 })).toContainEqual(expect.objectContaining({ path: 'no such field' }));
  const told = check({}).map(({ path }) => path);
  expect(told).toEqual(expect.arrayContaining(action.input.required ?? []));
});
