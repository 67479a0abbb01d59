import { expect, test } from 'vitest';
import { ActionManifest } from '../../../contract/manifest.ts';
import type { ActionEntry } from '../catalogue.ts';
import { withAbsolutePaths } from './complete-input.ts';
import { needsAsPlanned, needsOf } from './task-needs.ts';

const action = ActionManifest.parse({
  title: 'Run',
  description: 'Runs a program.',
  input: { type: 'object', properties: {}, additionalProperties: false },
  output: { type: 'object', properties: {}, additionalProperties: false },
  risk: 'external',
  class: 'shell',
  repeatable: false,
  needs: [{ capability: 'shell', target: '{{ program }}', args: '{{ args }}' }],
  says: 'Done.',
});
const entry = { ref: 'process.run', workerId: 'process', action } as ActionEntry;

test.each([
  [{ program: 'git', args: ['status', '-s'] }, ['status', '-s'], 'git status -s'],
  [{ program: 'git', args: ['status'] }, ['status'], 'git status'],
  [{ program: 'git', args: [] }, [], 'git'],
  [{ program: 'git' }, [], 'git'],
  [{ program: 'nice', args: ['git', 'status'] }, ['status'], 'nice git status'],
])('the arguments of %j are known before it runs', async (input, args, detail) => {
  expect(await needsOf(entry, input)).toEqual([{ capability: 'shell', target: 'git', args, detail }]);
});

test('of a command that is allowed as it stands or not at all, the arguments are no part of their own', async () => {
  expect(await needsOf(entry, { program: 'sh', args: ['-c', 'ls'] })).toEqual([
    { capability: 'shell', target: 'sh', detail: 'sh -c ls', exact: true },
  ]);
});

test('half a command is not asked for', async () => {
  expect(await needsAsPlanned(entry, { program: 'git', args: '{{ tasks.a.output }}' })).toEqual([]);
});

test('once its expressions have their values, braces in them are text', async () => {
  const args = ['log', '--format={{%H}}'];
  expect(await needsOf(entry, { program: 'git', args })).toMatchObject([{ capability: 'shell', target: 'git', args }]);
});

const path = { type: 'string', format: 'path' };
const codeAction = ActionManifest.parse({
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
const codeEntry = { ref: 'code.run', workerId: 'code', action: codeAction } as ActionEntry;

test('of code, the code itself is the need; of a list, each item is one', async () => {
  expect(await needsOf(codeEntry, { language: 'python', code: 'print(1)', files: ['/a', '/b'] })).toEqual([
    { capability: 'code', target: 'python', detail: 'print(1)', exact: true },
    { capability: 'files.read', target: '/a' },
    { capability: 'files.read', target: '/b' },
  ]);
  expect(await needsOf(codeEntry, { language: 'python', code: 'print(1)', files: ['/a'] })).toHaveLength(2);
  expect(await needsOf(codeEntry, { language: 'python', code: 'print(1)', files: [] })).toHaveLength(1);
});

test('code that is not known as a whole yet is asked for when it is', async () => {
  const input = { language: 'python', code: 'print(1)', stdin: '{{ tasks.read.text }}', files: [] };
  expect(await needsAsPlanned(codeEntry, input)).toEqual([]);
});

test('the paths of a list become absolute', () => {
  const places = { baseFolder: '/base', homeFolder: '/home/ada' };
  expect(withAbsolutePaths({ files: ['a.txt', '~/b', '/c', '{{ tasks.a.path }}'] }, codeAction, places)).toEqual({
    files: ['/base/a.txt', '/home/ada/b', '/c', '{{ tasks.a.path }}'],
  });
});

test('a need that is worked out from a field which is not known yet is left out, and not half a name', async () => {
  const needs = [
    { capability: 'files.read', target: "{{ file & '-wal' }}" },
    { capability: 'files.read', target: '{{ other }}' },
  ];
  const database = { ...codeEntry, action: { ...codeAction, needs } } as ActionEntry;
  expect(await needsAsPlanned(database, { file: '{{ input.database }}', other: '/b' })).toEqual([
    { capability: 'files.read', target: '/b' },
  ]);
  expect(await needsOf(database, { file: '/a', other: '/b' })).toHaveLength(2);
});
