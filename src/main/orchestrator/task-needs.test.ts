import { expect, test } from 'vitest';
import { ActionManifest } from '../../contract/manifest.ts';
import { withAbsolutePaths } from './complete-input.ts';
import { needsOf } from './task-needs.ts';

const path = { type: 'string', format: 'path' };
const action = ActionManifest.parse({
  ...{ title: 'Run', description: 'Runs.', says: 'Ran.', risk: 'external', class: 'cpu', repeatable: true },
  input: {
    type: 'object',
    properties: { language: { type: 'string' }, code: { type: 'string' }, files: { type: 'array', items: path } },
    additionalProperties: false,
  },
  output: { type: 'object', properties: {}, additionalProperties: false },
  needs: [
    { capability: 'code', target: '{{ language }}', detail: '{{ code }}', input: '{{ stdin }}' },
    { capability: 'files.read', target: '{{ files }}' },
  ],
});
const entry = {
  ref: 'code.run',
  workerId: 'code',
  workerName: 'Code',
  action,
  timeoutMs: 1000,
  validateInput: () => [],
};

test('of code, the code itself is the need; of a list, each item is one', async () => {
  expect(await needsOf(entry, { language: 'python', code: 'print(1)', files: ['/a', '/b'] })).toEqual([
    { capability: 'code', target: 'python', detail: 'print(1)', exact: true },
    { capability: 'files.read', target: '/a' },
    { capability: 'files.read', target: '/b' },
  ]);
  expect(await needsOf(entry, { language: 'python', code: 'print(1)', files: ['/a'] })).toHaveLength(2);
  expect(await needsOf(entry, { language: 'python', code: 'print(1)', files: [] })).toHaveLength(1);
});

test('code that is not known as a whole yet is asked for when it is', async () => {
  const input = { language: 'python', code: 'print(1)', stdin: '{{ tasks.read.text }}', files: [] };
  expect(await needsOf(entry, input)).toEqual([]);
});

test('the paths of a list become absolute', () => {
  const places = { baseFolder: '/base', homeFolder: '/home/ada' };
  expect(withAbsolutePaths({ files: ['a.txt', '~/b', '/c', '{{ tasks.a.path }}'] }, action, places)).toEqual({
    files: ['/base/a.txt', '/home/ada/b', '/c', '{{ tasks.a.path }}'],
  });
});
