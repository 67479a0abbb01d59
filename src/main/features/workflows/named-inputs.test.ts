import { expect, test } from 'vitest';
import type { JsonObject } from '../../../contract/json.ts';
import type { WorkflowDocument } from '../../../contract/workflows.ts';
import { arithmeticCatalogue } from '../../orchestrator/fixtures/arithmetic.ts';
import { validatePlan } from '../../orchestrator/checking/validate-plan.ts';
import { checkDocument } from './check-document.ts';
import { wantedRun } from './wanted-run.ts';

const places = { baseFolder: '/work', homeFolder: '/home/ada' };
const validate = async (plan: unknown) => {
  const { issues } = await validatePlan(plan, arithmeticCatalogue(), places);
  return { issues, warnings: [], preview: [] };
};

const check = async (document: WorkflowDocument) =>
  (
    await checkDocument(
      { validate, isLacking: () => false, checkTriggers: async () => [], isThere: () => true },
      document,
    )
  ).issues;

const planOf = (document: WorkflowDocument, input?: JsonObject) =>
  wantedRun({ document, input, part: undefined, scenario: undefined, lastOutput: () => undefined }).plan;

const named: WorkflowDocument = {
  ...{ version: 1, title: 'Named', input: { later: null } },
  tasks: [
    { id: 'found', value: '{{ input.files }}' },
    { id: 'of_group', tasks: [{ id: 'own', value: '{{ input.own }}' }], input: { own: 1 } },
    { id: 'title', value: '{{ input.failure.task.title }}, {{ input.later.deep }}' },
  ],
  triggers: [
    {
      ...{ id: 'changed', x: 0, y: 0 },
      start: {
        ...{ kind: 'schedule', missed: 'once', overlap: 'merge', results: 'own' },
        time: { kind: 'files', folder: '/notes', globs: [], quietMs: 2000 },
      },
    },
  ],
};

test('what another trigger would have given is nothing, and what is nothing now can be anything', async () => {
  expect(await check(named)).toEqual([]);
  const plan = planOf(named);
  expect(plan.input).toEqual({ later: null, files: null, failure: null });
  expect((await validate(plan)).issues).toEqual([]);
  expect(planOf(named, { files: ['/notes/a'] }).input).toMatchObject({ files: ['/notes/a'], failure: null });
});

test('what nothing gives is told while building, with the field, and keeps a run from starting', async () => {
  const tasks = [...named.tasks, { id: 'word', tasks: [{ id: 'in', value: 'Hello {{ input.word }}' }] }];
  const undeclared = { ...named, tasks };
  const path = 'tasks.3.tasks.0.value';
  expect(await check(undeclared)).toEqual([
    { path, message: 'The input of the workflow has no word', undeclared: 'word' },
  ]);
  expect(() => planOf(undeclared)).toThrow(`${path}: The input has no word, and what starts the workflow gives none`);
  expect((await validate(planOf(undeclared, { word: 'you' }))).issues).toEqual([]);
  const declared = { ...undeclared, input: { ...named.input, word: null } };
  expect(await check(declared)).toEqual([]);
  expect((await validate(planOf(declared))).issues).toEqual([]);
});
