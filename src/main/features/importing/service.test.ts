import { expect, test } from 'vitest';
import type { WorkflowDocument } from '../../../contract/workflows.ts';
import { HeronError } from '../../base/errors.ts';
import { importN8n } from './n8n/n8n-import.ts';
import { createImporting } from './service.ts';

const own: WorkflowDocument = {
  ...{ version: 1, title: 'Own' },
  tasks: [
    { id: 'call', template: { name: 'workflow:wfl_2' } },
    { id: 'gone', template: { name: 'workflow:wfl_9' } },
  ],
};
const file = { name: 'There', nodes: [{ name: 'T', type: 'n8n-nodes-base.manualTrigger' }], connections: {} };
const came = importN8n(JSON.stringify(file)).document;
const documents: Record<string, WorkflowDocument> = { wfl_1: own, wfl_2: { ...own, title: 'Called' }, wfl_3: came };

const importing = createImporting({
  isThere: () => false,
  create: () => Promise.reject(new Error('nothing is made in this test')),
  read: (id) => {
    const document = documents[id];
    if (!document) throw new HeronError('not-found', `There is no workflow ${id}`);
    return { name: `${document.title}.heron`, document };
  },
});

test('a workflow of one’s own is written for n8n, with the titles of those that it runs, and never for Node-RED [X-13]', () => {
  const { name, text, steps, leftOut } = importing.export('wfl_1', 'n8n', 'draft');
  expect({ name, leftOut }).toEqual({ name: 'Own.json', leftOut: [] });
  expect(JSON.parse(text)).toMatchObject({
    name: 'Own',
    nodes: [
      { name: 'Start by hand' },
      { name: 'call', parameters: { workflowId: { value: 'wfl_2', cachedResultName: 'Called' } } },
      { name: 'gone', parameters: { workflowId: { value: 'wfl_9', cachedResultName: 'wfl_9' } } },
    ],
  });
  expect(steps.map(({ state }) => state)).toEqual(['approximate', 'approximate']);
  expect(() => importing.export('wfl_1', 'node-red', 'draft')).toThrow('“Own” did not come from Node-RED');
  expect(() => importing.export('wfl_9', 'n8n', 'draft')).toThrow('There is no workflow wfl_9');
});

test('one that came from n8n goes out as its own file [X-13]', () => {
  const { text, steps } = importing.export('wfl_3', 'n8n', 'draft');
  expect(JSON.parse(text)).toEqual(file);
  expect(steps).toEqual([]);
});
