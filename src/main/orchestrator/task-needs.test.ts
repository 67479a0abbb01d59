import { expect, test } from 'vitest';
import { ActionManifest } from '../../contract/manifest.ts';
import type { ActionEntry } from './catalogue.ts';
import { needsOf } from './task-needs.ts';

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
  expect(await needsOf(entry, { program: 'git', args: '{{ tasks.a.output }}' })).toEqual([]);
});
