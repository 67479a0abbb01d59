import { expect, test } from 'vitest';
import { ActionManifest, Manifest } from '../../../contract/manifest.ts';
import { ToolPattern } from '../../../contract/policy.ts';
import { toolChoices, toolWords } from './tool-choices.ts';

const object = { type: 'object', properties: {}, additionalProperties: false };
const archive = Manifest.parse({
  id: 'archive',
  version: '1.0.0',
  engines: { heron: '*' },
  name: 'Archive',
  description: 'Packs.',
  tier: 'node',
  limits: { memoryMb: 64, cpuMs: 1000, wallMs: 1000 },
  actions: {
    create: ActionManifest.parse({
      title: 'Create an archive',
      description: 'Packs.',
      ...{ input: object, output: object, says: 'Done.' },
      ...{ risk: 'reversible', class: 'files', repeatable: true },
    }),
  },
});

test('every choice is one that a list takes, has words, and is offered once', () => {
  const choices = toolChoices([archive], []);
  const values = choices.map(({ value }) => value);
  expect(new Set(values).size).toBe(values.length);
  expect(values).toEqual(expect.arrayContaining(['*', 'group:net', 'archive', 'archive.create']));
  expect(values.filter((value) => !ToolPattern.safeParse(value).success)).toEqual([]);
  expect(values.filter((value) => toolWords(value, [archive]) === undefined)).toEqual([]);
});

test('what is in the list already is not offered', () => {
  const values = toolChoices([archive], ['archive', 'group:net']).map(({ value }) => value);
  expect(values).not.toContain('archive');
  expect(values).not.toContain('group:net');
  expect(values).toContain('archive.create');
});

test.each([
  ['*', 'Everything'],
  ['group:net', 'What uses the network'],
  ['archive', 'Every action of Archive'],
  ['archive.create', 'Archive: Create an archive'],
  ['archive.gone', undefined],
  ['gone', undefined],
])('%s means %s', (entry, words) => {
  expect(toolWords(entry, [archive])).toBe(words);
});
