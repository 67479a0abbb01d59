import { expect, test } from 'vitest';
import { ActionManifest, Manifest } from '../../../contract/manifest.ts';
import type { Task } from '../../../contract/plan-task.ts';
import type { WorkflowDocument } from '../../../contract/workflows.ts';
import { catalogueOf } from './catalogue.ts';
import { dropSteps } from './drop-steps.ts';
import { edgesOf, nodesOf, pointAfter } from './flow-nodes.ts';
import { positionsOf } from './positions.ts';
import { bestMapping, inputPorts, mappedFrom } from './ports.ts';
import { problemsOf } from './problems.ts';
import { searchSteps, stepGroups } from './steps.ts';
import { triggerSteps } from './triggers/trigger-words.ts';

const path = { type: 'string', format: 'path' };
const object = (properties: object, required: string[] = []): object => ({
  ...{ type: 'object', properties, required },
  additionalProperties: false,
});
const actionOf = (title: string, input: object, output: object, result: string): ActionManifest =>
  ActionManifest.parse({
    ...{
      title,
      description: title,
      input,
      output,
      result,
      risk: 'read',
      class: 'files',
      repeatable: true,
      says: 'Done',
    },
  });
const manifest = Manifest.parse({
  ...{ id: 'files', version: '1.0.0', engines: { heron: '*' }, name: 'Files', description: 'Files', tier: 'node' },
  limits: { memoryMb: 64, cpuMs: 1000, wallMs: 1000 },
  actions: {
    find: actionOf('Find files', object({ path }, ['path']), object({ path, matches: { type: 'array' } }), 'matches'),
    zip: actionOf('Zip', object({ source: path, level: { type: 'integer' } }, ['source']), object({ path }), 'path'),
  },
});
const catalogue = catalogueOf([manifest]);

const find: Task = { id: 'find', action: 'files.find', input: { path: '/a' } };
const zip: Task = { id: 'zip', action: 'files.zip', input: { source: '{{ tasks.find.output.path }}' } };
const box: Task = { id: 'box', tasks: [{ id: 'nothing', value: null }] };
const document: WorkflowDocument = {
  ...{ version: 1, title: 'Drawn', tasks: [find, zip, box] },
  canvas: { positions: { find: { x: 0, y: 0 }, zip: { x: 400, y: 0 }, box: { x: 800, y: 0 } } },
};

test('of what a step gives, that is taken which suits a field best; what cannot suit is refused with the reason', () => {
  const [source, level] = inputPorts(zip, catalogue);
  expect(source && bestMapping(find, source, catalogue)).toEqual({ expression: '{{ tasks.find.output.path }}' });
  expect(level && bestMapping(find, level, catalogue)).toEqual({
    reason: 'level wants a whole number, and find gives an object',
  });
  expect(mappedFrom('{{ tasks.find.output.path }}')).toEqual({ taskId: 'find', path: 'path' });
  expect(mappedFrom('{{ tasks.find.output.path }}/x')).toBeUndefined();
});

test('a value that goes to a field is a line to that field, an order one to the step', () => {
  const ordered = { ...document, tasks: [find, { ...zip, after: ['find'] }, { ...box, after: ['zip'] }] };
  expect(edgesOf(ordered, catalogue).map(({ source, target, targetHandle }) => [source, target, targetHandle])).toEqual(
    [
      ['find', 'zip', 'in:source'],
      ['zip', 'box', 'in'],
    ],
  );
});

test('only what changed is another node', () => {
  const before = nodesOf(document, catalogue, new Set());
  const after = nodesOf({ ...document, tasks: [find, { ...zip, title: 'Pack' }, box] }, catalogue, new Set());
  expect(after.map((node, index) => node === before[index])).toEqual([true, false, true, true]);
});

test('a step that is let go over a box goes into it, and one dragged out of it is the plan’s own', () => {
  const nodes = new Map(nodesOf(document, catalogue, new Set()).map((node) => [node.id, node]));
  const into = dropSteps(document, new Map([['find', { x: 830, y: 60 }]]), nodes, catalogue);
  expect(into.places).toEqual(['box/find']);
  const inside = new Map(nodesOf(into.document, catalogue, new Set()).map((node) => [node.id, node]));
  const out = dropSteps(into.document, new Map([['box/find', { x: -700, y: 300 }]]), inside, catalogue);
  expect(out.places).toEqual(['find']);
  expect(out.document.canvas?.positions?.['find']).toEqual({ x: 100, y: 300 });
  const back = dropSteps(into.document, new Map([['box/find', { x: 30, y: 60 }]]), inside, catalogue);
  expect(back.document).toBe(into.document);
});

test('what has no place arranges itself, and a new step comes to the right of the one before it', () => {
  const { canvas: _, ...bare } = document;
  expect(positionsOf(bare, catalogue).get('zip')?.x).toBeGreaterThan(positionsOf(bare, catalogue).get('find')?.x ?? 0);
  const next = pointAfter(document, catalogue, 'find');
  // Beside it stands zip already.
  expect(next.x).toBeGreaterThan(240);
  expect(next.y).toBeGreaterThan(52);
});

test('every action and every control step is found by its words', () => {
  const found = (text: string): string[] =>
    searchSteps(stepGroups(catalogue, { triggers: triggerSteps(), favourites: [] }), text).flatMap(({ steps }) =>
      steps.map(({ id }) => id),
    );
  expect(found('find')).toEqual(['files.find']);
  expect(found('condition')).toEqual(['if']);
  expect(found('zzz')).toEqual([]);
  expect(found('agent')).toEqual(['agent']);
  expect(found('').length).toBe(15 + triggerSteps().length);
  expect(found('trigger hotkey')).toEqual(['trigger:keys']);
  const [first] = stepGroups(catalogue, { triggers: triggerSteps(), favourites: ['wait', 'gone', 'trigger:call'] });
  expect(first).toMatchObject({ heading: 'Favourites', steps: [{ id: 'wait' }, { id: 'trigger:call' }] });
});

test('a problem leads to its step and says what it is about', () => {
  const check = { issues: [{ path: 'tasks.1.input.source', message: 'is missing' }], warnings: [], preview: [] };
  expect(problemsOf(document, check)).toEqual([
    { message: 'source is missing', tone: 'danger', place: 'zip', field: 'input.source' },
  ]);
});
