import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonObject } from '../../../../contract/json.ts';
import type { WorkflowDocument, WorkflowSummary } from '../../../../contract/workflows.ts';
import { compileTemplate } from '../../../orchestrator/expressions/template.ts';
import { subPlanOf } from './called.ts';
import { createCalledWorkflows } from './called-workflows.ts';
import { importN8n } from './n8n-import.ts';

const node = (name: string, type: string, y: number, parameters: object = {}) => ({
  ...{ name, type: `n8n-nodes-base.${type}`, typeVersion: 1, position: [0, y], parameters },
});
const to = (...names: string[]) => ({ main: [names.map((one) => ({ node: one, type: 'main', index: 0 }))] });

const file = {
  id: 'abc',
  name: 'Sub',
  nodes: [
    node('Below', 'noOp', 300),
    node('Above', 'noOp', 100, { note: 'ends with }} and "{{ $json.a }}" in it \\ \n' }),
    node('T', 'executeWorkflowTrigger', 0),
    node('Join', 'noOp', 200),
  ],
  connections: { T: to('Below', 'Above'), Above: to('Join'), Below: to('Join') },
};

function shelf(documents: Record<string, WorkflowDocument>) {
  let reads = 0;
  const called = createCalledWorkflows({
    list: () => Object.entries(documents).map(([id, { title }]) => ({ id, title, revision: 1 }) as WorkflowSummary),
    read: ({ id }) => {
      reads += 1;
      return documents[id]!;
    },
  });
  return { called, reads: () => reads };
}

const { document } = importN8n(JSON.stringify(file));
const own: WorkflowDocument = { version: 1, title: 'Sub', tasks: [{ id: 'a', value: 1 }] };

test('it is found by the id that it had, else by its name, and never among one’s own', () => {
  const renamed = { ...document, title: 'Renamed' };
  const { called, reads } = shelf({ wfl_1: own, wfl_2: renamed });
  expect(called.template('n8n:abc:Sub')?.template.title).toBe('Renamed');
  expect(called.isThere({ id: 'other', title: 'Renamed' })).toBe(true);
  expect(called.isThere({ id: 'other', title: 'Sub' })).toBe(false);
  expect(() => called.template('n8n:other:Sub')).toThrow('The workflow “Sub” of n8n is not here: import it as well');
  expect(called.template('a-template')).toBeUndefined();
  expect(reads()).toBe(2);
});

test('what stands in its file comes through as it is, and its last step is n8n’s', async () => {
  const { template, validateInput } = shelf({ wfl_1: document }).called.template('n8n:abc:Sub')!;
  const input: Record<string, unknown> = { items: [] };
  expect(validateInput(input)).toEqual([]);
  expect(input['trigger']).toBe('t');
  const given = await compileTemplate(input['n8n'] as string).evaluate({});
  expect(given).toEqual(document.input?.['n8n']);
  expect(template.output).toBe(
    '{{ [tasks.t.output, tasks.above.output, tasks.below.output, tasks.join.output][$ != null][-1] }}',
  );
});

test('whatever stands in a file, none of it is worked out or ends the expression it is in', async () => {
  const name = fc.oneof(fc.constantFrom('{{', '}}', '{{ 1 + 1 }}', '"', String.raw`\"}}`, '$', '`', '/*'), fc.string());
  const text = fc.array(name, { maxLength: 4 }).map((parts) => parts.join(''));
  const value = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      text,
      fc.integer(),
      fc.double(),
      fc.boolean(),
      fc.constant(null),
      tie('list'),
      tie('object'),
    ),
    list: fc.array(tie('value'), { maxLength: 3 }),
    object: fc.dictionary(text, tie('value'), { maxKeys: 3 }),
  })).object;
  await fc.assert(
    fc.asyncProperty(value, async (parameters) => {
      const plain = JSON.parse(JSON.stringify({ nodes: { a: { name: 'A', parameters } } })) as JsonObject;
      const { input } = subPlanOf({ version: 1, title: 'A', tasks: own.tasks, input: { n8n: plain } });
      const given = await compileTemplate(input['n8n'] as string).evaluate({});
      expect(JSON.parse(JSON.stringify(given))).toEqual(plain);
    }),
    { numRuns: Number(process.env['HERON_PROPERTY_RUNS'] ?? 100) },
  );
});
