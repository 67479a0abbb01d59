import { expect, test } from 'vitest';
import { stepNameOf } from '../../contract/workflow-steps.ts';
import type { WorkflowDocument, WorkflowSummary } from '../../contract/workflows.ts';
import { arithmeticCatalogue } from '../orchestrator/fixtures/arithmetic.ts';
import { validatePlan } from '../orchestrator/checking/validate-plan.ts';
import { createWorkflowSteps } from './workflow-steps.ts';

const places = { baseFolder: '/work', homeFolder: '/home/ada' };

function shelf(documents: Record<string, WorkflowDocument>) {
  const find = createWorkflowSteps({
    list: () => Object.entries(documents).map(([id, { title }]) => ({ id, title, revision: 1 }) as WorkflowSummary),
    read: ({ id }) => documents[id]!,
  });
  const template = (name: string) => {
    const entry = find(name);
    if (!entry) throw new Error(`There is no template ${name}`);
    return entry;
  };
  const validate = (tasks: WorkflowDocument['tasks']) =>
    validatePlan({ version: 1, title: 'Outer', tasks }, { ...arithmeticCatalogue(), template }, places);
  return { find, validate };
}

const inner: WorkflowDocument = {
  ...{ version: 1, title: 'Sum', input: { a: 1, text: '{{ not one }}' } },
  tasks: [
    { id: 'add', action: 'sum.add', input: { a: '{{ input.a }}', b: 2 } },
    { id: 'say', value: '{{ input.text }} {{ tasks.add.output.value }} {{ input.files }}' },
  ],
};

const use = (id: string, input = {}): WorkflowDocument['tasks'][number] => ({
  id: 'use',
  template: { name: stepNameOf(id), input },
});

test('a kept workflow is put in as a group, with what the step gives it and its own input else [W-28]', async () => {
  const { find, validate } = shelf({ wfl_1: inner });
  const { plan, issues } = await validate([use('wfl_1', { a: 5 }), { id: 'then', value: '{{ tasks.use.output }}' }]);
  expect(issues).toEqual([]);
  expect(plan?.tasks[0]).toMatchObject({
    title: 'Sum',
    input: { a: 5, text: '{{ "\\u007b\\u007b not one \\u007d\\u007d" }}', files: null },
    tasks: [{ id: 'add' }, { id: 'say' }],
    output: '{{ tasks.say.output }}',
  });
  expect(find('a-template')).toBeUndefined();
  expect(find(stepNameOf('wfl_1'))).toBe(find(stepNameOf('wfl_1')));
});

test('a field that it does not have, one that is gone and one that contains itself are told', async () => {
  const itself: WorkflowDocument = { version: 1, title: 'Round', tasks: [use('wfl_2')] };
  const { validate } = shelf({ wfl_1: inner, wfl_2: itself });
  expect((await validate([use('wfl_1', { other: 1 })])).issues).toMatchObject([
    { path: 'tasks.0.template.input.other' },
  ]);
  expect((await validate([use('wfl_9')])).issues).toMatchObject([
    { path: 'tasks.0.template.name', message: expect.stringContaining('not there any more') as string },
  ]);
  expect((await validate([use('wfl_2')])).issues).toMatchObject([
    { message: expect.stringContaining('contains itself') as string },
  ]);
});
