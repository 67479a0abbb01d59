import { expect, test } from 'vitest';
import type { Plan } from '../../../contract/plan.ts';
import { inputName, literalsOf } from '../../../contract/plan-literals.ts';
import { leftOutOf, makeTemplate } from './make-template.ts';

const plan: Plan = {
  version: 1,
  title: 'Back up',
  budget: { calls: 9 },
  tasks: [
    {
      id: 'pack',
      action: 'archive.create',
      input: { source: '/home/ada/docs', options: { level: 6 }, names: ['a', 'b'] },
    },
    {
      id: 'each',
      forEach: { in: ['x', 'y'] },
      tasks: [{ id: 'say', action: 'text.say', input: { text: 'hello', more: '{{ item }}' } }],
    },
    {
      id: 'own',
      input: { word: 'w' },
      tasks: [{ id: 'say', action: 'text.say', input: { text: 'not from outside' } }],
    },
  ],
};

test('literals are found in inputs, lists and what is inside, but not where `input` means another thing', () => {
  expect(literalsOf(plan).map(({ at, field, value }) => [at, field, value])).toEqual([
    ['tasks.0.input.source', 'source', '/home/ada/docs'],
    ['tasks.0.input.options.level', 'level', 6],
    ['tasks.0.input.names.0', 'names_1', 'a'],
    ['tasks.0.input.names.1', 'names_2', 'b'],
    ['tasks.1.forEach.in', 'items', ['x', 'y']],
    ['tasks.1.tasks.0.input.text', 'text', 'hello'],
    ['tasks.2.input.word', 'word', 'w'],
  ]);
});

test('chosen literals become inputs with their type and what they were', () => {
  const inputs = [
    { at: 'tasks.0.input.source', name: 'folder', description: 'What to back up' },
    { at: 'tasks.0.input.options.level', name: 'level' },
    { at: 'tasks.1.forEach.in', name: 'words' },
    { at: 'tasks.0.input.names.1', name: 'second' },
  ];
  const template = makeTemplate({ plan, name: 'back-up', description: 'Backs up.', inputs, overwrite: false });
  expect(template.parameters).toEqual({
    type: 'object',
    additionalProperties: false,
    properties: {
      folder: { type: 'string', description: 'What to back up', format: 'path', default: '/home/ada/docs' },
      level: { type: 'integer', default: 6 },
      words: { type: 'array', default: ['x', 'y'] },
      second: { type: 'string', default: 'b' },
    },
  });
  expect(template.tasks[0]?.input).toEqual({
    ...{ source: '{{ input.folder }}', options: { level: '{{ input.level }}' } },
    names: ['a', '{{ input.second }}'],
  });
  expect(template.tasks[1]?.forEach?.in).toBe('{{ input.words }}');
  expect(plan.tasks[0]?.input?.['source']).toBe('/home/ada/docs');
  expect(leftOutOf(plan)).toEqual(['budget']);
});

test('a place without a literal, and two inputs of one name, are refused', () => {
  const make = (inputs: { at: string; name: string }[]) => () =>
    makeTemplate({ plan, name: 'x', description: 'y', inputs, overwrite: false });
  expect(make([{ at: 'tasks.1.tasks.0.input.more', name: 'more' }])).toThrow('is no literal of the plan');
  expect(make([{ at: 'constructor', name: 'more' }])).toThrow('is no literal of the plan');
  expect(
    make([
      { at: 'tasks.0.input.source', name: 'same' },
      { at: 'tasks.2.input.word', name: 'same' },
    ]),
  ).toThrow('two called same');
});

test('names of inputs are free of what no name can hold, and differ', () => {
  expect(inputName('source', new Set())).toBe('source');
  expect(inputName('max-size', new Set(['max_size']))).toBe('max_size_2');
  expect(inputName('1st', new Set())).toBe('st');
  expect(inputName('…', new Set())).toBe('value');
});
