import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Catalogue } from '../../orchestrator/catalogue.ts';
import { arithmeticCatalogue } from '../../orchestrator/fixtures/arithmetic.ts';
import { validatePlan } from '../../orchestrator/checking/validate-plan.ts';
import { compileInputSchema } from '../../workers/registry/action-schema.ts';
import { createTemplates, type TemplateService } from './service.ts';

const sound = {
  version: 1,
  name: 'broken',
  title: 'Add',
  description: 'Adds.',
  parameters: {
    type: 'object',
    properties: { a: { type: 'number' } },
    required: ['a'],
    additionalProperties: false,
  },
  tasks: [{ id: 'add', action: 'sum.add', input: { a: '{{ input.a }}' } }],
  output: '{{ tasks.add.output.value }}',
};

function opened(files: Record<string, unknown>): { templates: TemplateService; catalogue: Catalogue } {
  const folder = mkdtempSync(join(tmpdir(), 'heron-templates-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const ownFolder = join(folder, 'own');
  mkdirSync(ownFolder);
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(ownFolder, `${name}.json`), typeof content === 'string' ? content : JSON.stringify(content));
  }
  const catalogue: Catalogue = { ...arithmeticCatalogue(), template: (name) => templates.find(name) };
  const templates = createTemplates({
    ...{
      ownFolder,
      bundledFolder: join(folder, 'bundled'),
      compileSchema: compileInputSchema,
      scrub: (value) => value,
    },
    catalogue: () => catalogue,
  });
  return { templates, catalogue };
}

const issuesOf = (files: Record<string, unknown>, name = 'broken'): string[] =>
  opened(files)
    .templates.get(name)
    .summary.issues.map(({ path, message }) => `${path}: ${message}`);

test('a sound template has nothing wrong with it, and is found', () => {
  expect(issuesOf({ broken: sound })).toEqual([]);
  expect(opened({ broken: sound }).templates.find('broken').template.title).toBe('Add');
});

test.each<[what: string, content: unknown, issues: (string | RegExp)[]]>([
  ['no JSON', '{ "version": 1,', [/^file: It is not JSON: /]],
  ['a list', [], ['file: Invalid input: expected object, received array']],
  ['of a version to come', { ...sound, version: 2 }, ['version: Invalid input: expected 1']],
  ['without tasks', { ...sound, tasks: [] }, ['tasks: Too small: expected array to have >=1 items']],
  ['with a field nobody knows', { ...sound, colour: 'red' }, ['file: Unrecognized key: "colour"']],
  ['called otherwise than its file', { ...sound, name: 'other' }, ['name: expected broken, as the file is called']],
  ['with a name of no template', { ...sound, name: 'Not Me' }, ['name: expected lower-case words with - between them']],
  [
    'whose parameters are no schema',
    { ...sound, parameters: { ...sound.parameters, properties: { a: { type: 'numbr' } } } },
    [
      /^parameters\.properties\.a\.type: must be one of /,
      'tasks.0.input.a: expected a number, {{ input.a }} gives numbr',
    ],
  ],
  [
    'that calls what is not there',
    { ...sound, tasks: [{ id: 'add', action: 'sum.ad', input: {} }] },
    ['tasks.0.action: There is no action sum.ad'],
  ],
  [
    'that names a parameter which is none',
    { ...sound, tasks: [{ id: 'add', action: 'sum.add', input: { a: '{{ input.b }}' } }] },
    ['tasks.0.input.a: input has no b, it has a'],
  ],
  ['that gives what no task does', { ...sound, output: '{{ tasks.sum.output }}' }, ['output: There is no task sum']],
  [
    'whose expression is none',
    { ...sound, output: '{{ tasks. }}' },
    ['output: The expression {{ tasks. }} is wrong at character 10: Unexpected end of expression'],
  ],
  [
    'that contains itself',
    { ...sound, tasks: [{ id: 'add', template: { name: 'broken', input: { a: 1 } } }] },
    ['tasks.0.template.name: The template contains itself: broken → broken'],
  ],
  [
    'with a template in it that is not there',
    { ...sound, tasks: [{ id: 'add', template: { name: 'gone' } }] },
    ['tasks.0.template.name: There is no template gone; there are broken'],
  ],
  [
    'whose answer names nothing',
    { ...sound, webhook: { respond: { body: '{{ tasks.x.output }}' } } },
    ['webhook.respond.body: There is no task x'],
  ],
])('of a template file %s it is said where and what [OR-19]', (_what, content, issues) => {
  expect(issuesOf({ broken: content })).toEqual(
    issues.map((issue) => (typeof issue === 'string' ? issue : (expect.stringMatching(issue) as string))),
  );
});

test.each<[what: string, use: object, issue: string]>([
  ['that is not there', { name: 'gone' }, 'tasks.0.template.name: There is no template gone; there are broken, sick'],
  [
    'that is broken',
    { name: 'sick', input: { a: 1 } },
    'tasks.0.template.name: The template sick cannot be used: output: There is no task no',
  ],
  ['without what it needs', { name: 'broken', input: {} }, 'tasks.0.template.input.a: is missing'],
  [
    'with what it does not take',
    { name: 'broken', input: { a: 1, b: 2 } },
    'tasks.0.template.input.b: is not a known field',
  ],
  ['with the wrong type', { name: 'broken', input: { a: 'one' } }, 'tasks.0.template.input.a: must be number'],
])('a plan that uses a template %s is refused before anything runs [OR-19]', async (_what, template, issue) => {
  const { catalogue } = opened({ broken: sound, sick: { ...sound, name: 'sick', output: '{{ tasks.no.output }}' } });
  const plan = { version: 1 as const, title: 'p', tasks: [{ id: 'use', template }] };
  const { issues } = await validatePlan(plan, catalogue, { baseFolder: '/work', homeFolder: '/home/ada' });
  expect(issues.map(({ path, message }) => `${path}: ${message}`)).toEqual([issue]);
});
