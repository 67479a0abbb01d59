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
  [{ program: 'git', args: ['status', '-s'] }, ['status', '-s']],
  [{ program: 'git', args: ['status'] }, ['status']],
  [{ program: 'git', args: [] }, []],
])('the arguments of %j are known before it runs', async (input, args) => {
  expect(await needsOf(entry, input)).toEqual([{ capability: 'shell', target: 'git', args }]);
});

test.each([[{ program: 'git' }], [{ program: 'git', args: '{{ tasks.a.output }}' }], [{ program: 'git', args: [1] }]])(
  'of %j no arguments are known',
  async (input) => {
    expect(await needsOf(entry, input)).toEqual([{ capability: 'shell', target: 'git' }]);
  },
);
