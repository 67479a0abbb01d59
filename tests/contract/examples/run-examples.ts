import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { examplePlan } from '../../../scripts/worker-artifacts/example-plan.ts';
import type { JsonObject } from '../../../src/contract/json.ts';
import { type ActionManifest, Manifest } from '../../../src/contract/manifest.ts';
import type { Capability } from '../../../src/contract/permission-need.ts';
import type { Plan } from '../../../src/contract/plan.ts';
import type { Run } from '../../../src/contract/runs.ts';
import type { Engine } from '../../../src/main/engine.ts';
import { openServedEngine, type ServedTestEngine } from '../served-engine.ts';
import { workersIn } from './workers.ts';

type Step = string | [action: string, input: JsonObject];

type End = () => void | Promise<void>;

/** How the example that the page of a worker prints is shown to be true. */
export type Example = {
  /** Puts what has to be there into the home folder; what it gives back ends what it began. */
  before?: (home: string) => End | void | Promise<End | void>;
  /** What a person would have done before, by its own example or with this input. */
  first?: Step[];
  /** What differs from machine to machine, for each step: where something listens here. */
  besides?: () => JsonObject;
  /** What is written otherwise here, beside what is for the whole worker. */
  here?: () => [printed: string, here: string][];
  /** What nobody can know before it runs, and is asked for then. */
  asks?: Capability[];
  gives: object;
  /** Why it cannot be shown on this machine. */
  missing?: string | undefined;
};

type Ground = {
  /** What the examples name, and what stands for it on this machine. */
  here?: (home: string) => [printed: string, here: string][];
  /** Starts what the examples speak to; whatever it keeps lies in a folder of its own. */
  begin?: (folder: string) => Promise<void>;
  environment?: () => NodeJS.ProcessEnv;
  prepare?: (engine: Engine) => Promise<void>;
  end?: () => Promise<void> | undefined;
};

const root = join(import.meta.dirname, '../../..');

export function manifestOf(id: string): Manifest {
  return Manifest.parse(JSON.parse(readFileSync(join(root, 'workers', id, 'manifest.json'), 'utf8')));
}

export function save(home: string, files: Record<string, string | Buffer>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(home, name)), { recursive: true });
    writeFileSync(join(home, name), content);
  }
}

/** Runs the example of every action of these workers in the whole engine, with the real broker, and looks at what it gives. */
export function testExamples(
  place: keyof typeof workersIn,
  workers: Record<string, Record<string, Example>>,
  ground: Ground = {},
): void {
  vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });
  const made = (name: string): string => realpathSync(mkdtempSync(join(tmpdir(), name)));
  const [home, folder] = [made('heron-examples-'), made('heron-beside-')];
  let served: ServedTestEngine;

  beforeAll(async () => {
    await ground.begin?.(folder);
    const environment = ground.environment?.();
    served = await openServedEngine({ home, ...(environment ? { environment } : {}) });
    const { client } = served.engine();
    // All of it is the person's own.
    const own = { trustedSource: true, sensitive: false, trustedSink: true };
    const { policy } = await client.settings.get({});
    await client.settings.update({
      policy: { ...policy, effectsPerHour: 100_000, trust: { 'host:127.0.0.1': own, [`folder:${home}`]: own } },
    });
    await ground.prepare?.(served.engine());
  });
  afterAll(async () => {
    await served.close();
    await ground.end?.();
    for (const each of [home, folder]) rmSync(each, { recursive: true, force: true });
  });
  beforeEach(async () => {
    const { processes } = served.engine().client;
    for (const { id, status } of await processes.list({}))
      if (status === 'running') await processes.stop({ processId: id });
    await processes.clear({});
    for (const name of readdirSync(home)) rmSync(join(home, name), { recursive: true, force: true });
  });

  test('each worker has examples', () => {
    expect(Object.keys(workers).toSorted()).toEqual(workersIn[place]);
  });

  describe.each(Object.entries(workers))('%s', (id, examples) => {
    const { actions } = manifestOf(id);

    test('each action has an example', () => {
      expect(Object.keys(examples).toSorted()).toEqual(Object.keys(actions).toSorted());
    });

    for (const [name, example] of Object.entries(examples)) {
      const { missing } = example;
      const title = `the example of ${id}.${name} does what it says`;
      test.skipIf(missing !== undefined)(missing === undefined ? title : `${title} (skipped: ${missing})`, async () => {
        const end = await example.before?.(home);
        onTestFinished(() => end?.());
        const run = await runExample(
          served,
          planOf(id, name, example, here(home, ground, example)),
          example.asks ?? [],
        );
        expect({ status: run.status, error: run.error ?? run.tasks['step']?.error }).toEqual({ status: 'completed' });
        const output = run.tasks['step']?.output;
        expect(problemsOf(actions[name], output)).toEqual([]);
        expect(output).toMatchObject(example.gives);
      });
    }
  });
}

function here(home: string, ground: Ground, example: Example): [string, string][] {
  return [
    ...(example.here?.() ?? []),
    ...(ground.here?.(home) ?? []),
    ['/home/anna', home],
    ['/media/anna', join(home, 'media')],
  ];
}

function planOf(id: string, name: string, { first = [], besides }: Example, words: [string, string][]): Plan {
  const before = first.map((step, index) => {
    const [action, input] = typeof step === 'string' ? [step, printed(step)] : step;
    return { id: `first${index}`, action, input: { ...input, ...besides?.() } };
  });
  const step = { id: 'step', action: `${id}.${name}`, input: { ...printed(`${id}.${name}`), ...besides?.() } };
  const tasks = [...before, step].map((task, index, all) => {
    const [previous] = all.slice(index - 1, index);
    return { ...task, ...(index > 0 && previous ? { after: [previous.id] } : {}) };
  });
  const text = words.reduce((whole, [from, to]) => whole.replaceAll(from, to), JSON.stringify(tasks));
  return { version: 1, title: 'An example', tasks: JSON.parse(text) as Plan['tasks'] };
}

function printed(action: string): JsonObject {
  const [id = '', name = ''] = action.split('.');
  const manifest = manifestOf(id).actions[name];
  if (!manifest) throw new Error(`There is no action ${action}`);
  const { tasks } = JSON.parse(examplePlan(id, name, manifest)) as { tasks: [{ input: JsonObject }] };
  return tasks[0].input;
}

/** A step that asks is told the first of what it offers. All that it needs stands in the plan, and is allowed with it. */
async function runExample(served: ServedTestEngine, plan: Plan, asks: readonly Capability[]): Promise<Run> {
  const engine = served.engine();
  // What goes on in one example is nothing to the next.
  const { id: conversationId } = await engine.client.conversations.create({ title: 'An example' });
  const { runId } = await engine.client.runs.start({ plan, conversationId, allow: 'plan' });
  for await (const event of engine.events.watch({ scope: { runId }, after: 0 }, AbortSignal.timeout(100_000))) {
    if (event.type === 'task.blocked') {
      const { payload, scope } = event;
      const [answer = 'yes'] = payload.question.choices ?? [];
      await engine.client.runs.answer({ runId, taskId: scope.taskId ?? '', answer });
    }
    if (event.type === 'permission.requested') {
      const { id, need, taint } = event.payload.request;
      // What was read of strangers is asked about whatever was allowed before.
      if (!taint && !asks.includes(need.capability)) {
        await engine.client.runs.cancel({ runId });
        throw new Error(`It asks for what its manifest does not say: ${JSON.stringify(need)}`);
      }
      await engine.client.permissions.answer({ answers: [{ requestId: id, answer: 'once' }] });
    }
    if (/^run\.(completed|failed|cancelled)$/.test(event.type)) break;
  }
  return engine.client.runs.get({ runId });
}

function problemsOf(action: ActionManifest | undefined, output: unknown): unknown[] {
  const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(action?.output ?? false);
  validate(output);
  return validate.errors ?? [];
}
