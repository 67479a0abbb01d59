import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { AnyEvent } from '../../../contract/events.ts';
import { scenarioResult } from '../../../contract/scenario-result.ts';
import { Workflow, type WorkflowDocument } from '../../../contract/workflows.ts';
import { systemClock } from '../../base/clock.ts';
import { type Database, openDatabase } from '../../base/database.ts';
import { createIds } from '../../base/ids.ts';
import { silentLogger } from '../../base/silent-logger.ts';
import { arithmeticCatalogue } from '../../orchestrator/fixtures/arithmetic.ts';
import { bundledCatalogue } from '../plans/fixtures/bundled-catalogue.ts';
import { noModel } from '../../models/fixtures/no-model.ts';
import { createPlanService } from '../plans/service.ts';
import { openRuns } from '../runs/fixtures/open-runs.ts';
import { checkDocument } from './check-document.ts';
import { documentText, readDocument } from './document-text.ts';
import { createWorkflows } from './service.ts';
import { workflowStore } from './store.ts';
import { sharedRows } from './together/shared-rows.ts';

const makeId = createIds();
const examplesFolder = join(import.meta.dirname, '../../../../resources/workflows');
let database: Database;
afterEach(() => void database.close());

function open(catalogue = arithmeticCatalogue()) {
  database = openDatabase({ file: ':memory:' });
  const store = workflowStore(database);
  const inherited: string[] = [];
  const { runs, events } = openRuns(
    { noteStart: store.noteStart, inheritTaint: async (_, from) => void inherited.push(from) },
    database,
  );
  const plans = createPlanService({
    ...{ catalogue, log: events, logger: silentLogger, homeFolder: '/home/ada', ...noModel },
  });
  const workflows = createWorkflows({
    ...{ store, events, makeId, examplesFolder, clock: systemClock, rows: sharedRows(database) },
    scrub: (value) => JSON.parse(JSON.stringify(value).replaceAll('s3cret', '•••')) as typeof value,
    check: (document) =>
      checkDocument(
        {
          validate: (plan) => plans.validate(plan),
          isLacking: ({ target }) => target !== '/allowed',
          checkTriggers: async () => [],
          isThere: (id) => store.get(id) !== undefined,
        },
        document,
      ),
    checkTriggers: async () => [],
    logger: silentLogger,
    schedule: async () => undefined,
    receive: async () => undefined,
    startRun: runs.start,
    readRun: runs.get,
    draw: async () => ({ now: 0, seed: 1 }),
  });
  const ended = async (runId: string): Promise<void> => {
    await expect.poll(() => runs.get(runId).status, { timeout: 30_000 }).toBe('completed');
  };
  const types = (): string[] =>
    database
      .prepare<[], { type: string }>(`SELECT type FROM events WHERE type LIKE 'workflow.%' ORDER BY seq`)
      .all()
      .map(({ type }) => type);
  return { workflows, runs, events, inherited, ended, types };
}

const sums: WorkflowDocument = {
  version: 1,
  title: 'Sums',
  tasks: [
    { id: 'one', action: 'sum.add', input: { a: 1, b: 2 } },
    { id: 'two', action: 'sum.add', input: { a: '{{ tasks.one.output.value }}', b: 10 } },
    { id: 'aside', action: 'sum.add', input: { a: 100, b: 100 } },
  ],
};

const how = { state: 'draft', unattended: false, whenMissing: 'fail' } as const;

test('what is saved from an older revision is refused with what is there now, and nothing is lost [UI-08]', async () => {
  const { workflows, types } = open();
  const { id, revision } = await workflows.create(sums);
  const first = await workflows.save(id, revision, { ...sums, title: 'Mine' });
  const late = workflows.save(id, revision, { ...sums, title: 'Late' });
  await expect(late).rejects.toMatchObject({ code: 'conflict', details: { workflow: { title: 'Mine' } } });
  await late.catch((error: { details: { workflow: unknown } }) => {
    expect(Workflow.parse(error.details.workflow)).toEqual(first);
  });
  // Two at once: one of them wins, and the other hears of it.
  const both = await Promise.allSettled(
    ['A', 'B'].map((title) => workflows.save(id, first.revision, { ...sums, title })),
  );
  expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect(workflows.get(id).revision).toBe(first.revision + 1);
  // What changes nothing is no change.
  const now = workflows.get(id);
  expect((await workflows.save(id, now.revision, now.document)).revision).toBe(now.revision);
  expect(types()).toEqual(['workflow.created', 'workflow.saved', 'workflow.saved']);
});

test('a version is kept when it is published, and a draft before an older one takes its place', async () => {
  const { workflows } = open();
  const made = await workflows.create(sums);
  const published = await workflows.publish(made.id, made.revision);
  expect(published).toMatchObject({ published: 1, isChanged: false });
  const changed = await workflows.save(made.id, published.revision, { ...sums, title: 'Changed' });
  expect(changed).toMatchObject({ published: 1, isChanged: true });
  const restored = await workflows.restore(made.id, 1);
  expect(restored).toMatchObject({ title: 'Sums', isChanged: false, revision: changed.revision + 1 });
  expect(workflows.versions(made.id).map(({ number, title, isPublished }) => [number, title, isPublished])).toEqual([
    [2, 'Changed', false],
    [1, 'Sums', true],
  ]);
  expect(workflows.version(made.id, 2).document.title).toBe('Changed');
  const broken = await workflows.save(made.id, restored.revision, {
    ...sums,
    tasks: [{ id: 'x', action: 'no.such', input: {} }],
  });
  await expect(workflows.publish(made.id, broken.revision)).rejects.toMatchObject({ code: 'invalid-plan' });
});

test('one that was removed is in no list, and comes back as it was', async () => {
  const { workflows, types } = open();
  const { id } = await workflows.create(sums);
  const copy = await workflows.duplicate(id);
  expect(copy.title).toBe('Sums (copy)');
  await workflows.remove(id);
  expect(workflows.list().map((each) => each.id)).toEqual([copy.id]);
  expect(() => workflows.get(id)).toThrow('was removed');
  expect(await workflows.recover(id)).toMatchObject({ title: 'Sums', revision: 1 });
  expect((await workflows.rename(id, 'Other')).document.title).toBe('Other');
  expect(types().slice(2)).toEqual(['workflow.removed', 'workflow.recovered', 'workflow.saved']);
});

test('a workflow is run whole, up to a step, and one step with what the others gave [UI-08, X-01]', async () => {
  const { workflows, runs, ended, inherited } = open();
  const { id } = await workflows.create(sums);
  await expect(workflows.run(id, { ...how, part: { only: 'two' } })).rejects.toMatchObject({ code: 'conflict' });
  const upTo = await workflows.run(id, { ...how, part: { upTo: 'two' } });
  await ended(upTo);
  expect(Object.keys(runs.get(upTo).tasks)).toEqual(['one', 'two']);
  expect(runs.get(upTo).workflow).toEqual({ id, revision: 1, part: { upTo: 'two' } });

  const only = await workflows.run(id, { ...how, part: { only: 'two' } });
  await ended(only);
  expect(runs.get(only).plan.tasks.map(({ id: task, action }) => [task, action])).toEqual([
    ['one', undefined],
    ['two', 'sum.add'],
  ]);
  expect(runs.get(only).tasks['two']?.output).toEqual(runs.get(upTo).tasks['two']?.output);
  // What was read for the one marks the other.
  expect(inherited).toEqual([upTo]);

  const whole = await workflows.run(id, how);
  await ended(whole);
  const outputs = workflows.outputs(id);
  expect(Object.keys(outputs).toSorted()).toEqual(['aside', 'one', 'two']);
  expect(outputs['two']).toMatchObject({ runId: whole, status: 'completed' });
  expect(workflows.get(id).lastRun).toMatchObject({ runId: whole, status: 'completed' });
});

test('what a step gave is data: braces in it are never worked out', async () => {
  const { workflows, runs, ended } = open();
  const document: WorkflowDocument = {
    ...{ version: 1, title: 'Braces' },
    input: { word: '{{ 1 + 1 }}' },
    tasks: [
      { id: 'say', value: '{{ input.word }}' },
      { id: 'again', value: '{{ tasks.say.output }}!' },
    ],
  };
  const { id } = await workflows.create(document);
  await ended(await workflows.run(id, how));
  const only = await workflows.run(id, { ...how, part: { only: 'again' } });
  await ended(only);
  expect(runs.get(only).tasks['again']?.output).toBe('{{ 1 + 1 }}!');
});

test('a published version is what is run, whatever the draft has become, and an input takes the place of its own', async () => {
  const { workflows, runs, ended } = open();
  const document: WorkflowDocument = {
    ...{ version: 1, title: 'Word', input: { word: 'a', other: 'b' } },
    tasks: [{ id: 'say', value: '{{ input.word & input.other }}' }],
  };
  const { id, revision } = await workflows.create(document);
  await expect(workflows.run(id, { ...how, state: 'published' })).rejects.toThrow('has not been published yet');
  await workflows.publish(id, revision);
  await workflows.save(id, revision, { ...document, tasks: [{ id: 'say', value: 'draft' }] });
  const runId = await workflows.run(id, { ...how, state: 'published', input: { word: 'z' } });
  await ended(runId);
  expect(runs.get(runId).tasks['say']?.output).toBe('zb');
  expect(runs.get(runId).workflow?.version).toBe(1);
});

test('a text is looked at with what was given last, and what is wrong in it is told with the character', async () => {
  const { workflows, ended } = open();
  const { id } = await workflows.create(sums);
  const look = (text: string, isExpression = false) => workflows.preview(id, { text, isExpression, names: {} });
  expect(await look('{{ tasks.one.output.value }}')).toEqual({ problem: 'one has not given anything yet' });
  await ended(await workflows.run(id, how));
  expect(await look('{{ tasks.one.output }}')).toHaveProperty('value');
  expect(await look('tasks.one.output', true)).toHaveProperty('value');
  expect(await look('ab {{ 1 + }}')).toMatchObject({ at: expect.any(Number) as number });
  expect(await look('{{ $now() }}')).toEqual({ value: '1970-01-01T00:00:00.000Z' });
});

test('the check says what a person who builds wants to know [OR-19]', async () => {
  const { workflows } = open(bundledCatalogue());
  expect((await workflows.check({ version: 1, title: 'Empty', tasks: [] })).issues).toEqual([
    { path: 'tasks', message: 'There is no step yet' },
  ]);
  const moving: WorkflowDocument = {
    ...{ version: 1, title: 'Moved' },
    tasks: [{ id: 'move', action: 'files.move', input: { source: '/allowed', destination: '/b' } }],
  };
  const { issues, warnings } = await workflows.check(moving);
  expect(issues).toEqual([]);
  expect(warnings).toEqual([{ path: 'tasks.0', message: 'Heron will ask whether it may change /b' }]);
  const again = { ...moving, tasks: moving.tasks.map((task) => ({ ...task, retry: { attempts: 3 } })) };
  expect((await workflows.check(again)).issues).toMatchObject([{ path: 'tasks.0.action' }]);
  const circle = await workflows.check({
    ...{ version: 1, title: 'Circle' },
    tasks: [
      { id: 'a', value: 1, after: ['b'] },
      { id: 'b', value: 1, after: ['a'] },
    ],
  });
  expect(circle.issues).not.toEqual([]);
});

test('the same workflow is always the same text, which is a plan, and nothing secret is in it', async () => {
  const { workflows } = open();
  const drawn: WorkflowDocument = {
    ...{ canvas: { positions: { two: { x: 3, y: 4 }, one: { x: 1, y: 2 } } }, title: 'Sums', version: 1 },
    tasks: [
      { input: { a: 1, b: 2 }, action: 'sum.add', id: 'one' },
      { id: 'two', action: 'sum.add', input: { a: 's3cret', b: 2 } },
    ],
  };
  const text = documentText(drawn);
  expect(documentText(readDocument(text))).toBe(text);
  expect(text.indexOf('"one": {\n        "x"')).toBeLessThan(text.indexOf('"two": {\n        "x"'));
  expect(text.indexOf('"version"')).toBeLessThan(text.indexOf('"title"'));
  const made = await workflows.importFile(text);
  const file = workflows.exportFile(made.id, 'draft');
  expect(file.name).toBe('sums.heron');
  expect(file.text).toBe(text.replace('s3cret', '•••'));
  await expect(workflows.importFile('no json')).rejects.toMatchObject({ code: 'invalid-input' });
  await expect(workflows.importFile('{"version":1,"title":"x","tasks":[{"id":"A"}]}')).rejects.toThrow('tasks.0');
});

test('every example that comes with Heron can run, and says what it is for [OR-19]', async () => {
  const { workflows } = open(bundledCatalogue());
  const examples = workflows.examples();
  expect(examples.length).toBeGreaterThanOrEqual(6);
  for (const { name, description, document } of examples) {
    expect([name, (await workflows.check(document)).issues]).toEqual([name, []]);
    expect(description).not.toBe('');
  }
});

test('in a scenario what is pinned is not done, and the run says what it was to give [W-28]', async () => {
  const { workflows, runs, ended } = open();
  const document: WorkflowDocument = {
    ...sums,
    scenarios: [
      { name: 'Large', pins: { one: { value: 1000, more: ['{{ x }}'] } }, expected: { two: { value: 1010 } } },
    ],
  };
  const { id } = await workflows.create(document);
  const runId = await workflows.run(id, { ...how, scenario: 'Large' });
  await ended(runId);
  const run = runs.get(runId);
  expect(run.tasks['one']).toMatchObject({ status: 'completed', output: { value: 1000, more: ['{{ x }}'] } });
  expect(run.tasks['two']?.output).toEqual({ value: 1010 });
  expect(run.workflow?.scenario).toEqual({ name: 'Large', pinned: ['one'], expected: { two: { value: 1010 } } });
  expect(run.plan.scenarios).toBeUndefined();
  expect(scenarioResult(run)?.status).toBe('passed');
  // What was pinned is nothing that the step gave.
  expect(Object.keys(workflows.outputs(id))).toEqual(['two', 'aside']);
  // Alone, a step is done, with what is pinned of the others.
  const alone = await workflows.run(id, { ...how, scenario: 'Large', part: { only: 'two' } });
  await ended(alone);
  expect(runs.get(alone).tasks['two']?.output).toEqual({ value: 1010 });
  await expect(workflows.run(id, { ...how, scenario: 'No' })).rejects.toThrow('it has “Large”');
  const lost = { ...document, scenarios: [{ name: 'A', pins: { none: 1 } }, { name: 'A' }] };
  expect((await workflows.check(lost)).warnings.map(({ message }) => message)).toEqual([
    'The scenario “A” names none, which is no step',
    'Two scenarios are called “A”',
  ]);
});

test('the events of workflows are of the contract', async () => {
  const { workflows, events } = open();
  const { id, revision } = await workflows.create(sums);
  await workflows.publish(id, revision);
  await workflows.restore(id, 1);
  await workflows.remove(id);
  await workflows.recover(id);
  const all = events.list({ after: 0, limit: 100 }).filter(({ type }) => type.startsWith('workflow.'));
  expect(all.map((event) => AnyEvent.parse(event).type)).toEqual([
    'workflow.created',
    'workflow.published',
    'workflow.restored',
    'workflow.removed',
    'workflow.recovered',
  ]);
});
