import { expect, test } from 'vitest';
import type { McpQuestionField } from '../../../contract/mcp-questions.ts';
import { contentOf, problemsOf, startValues } from './question-values.ts';

const field = (name: string, kind: McpQuestionField['kind'], more: Partial<McpQuestionField> = {}) => ({
  ...{ name, title: name, description: '', kind, isNeeded: false },
  ...more,
});

test('a question of a server begins with its defaults, and what is typed has the kinds that it asks for', () => {
  const fields = [
    field('name', 'text', { isNeeded: true, default: 'John' }),
    field('age', 'integer', { default: 30 }),
    field('score', 'number'),
    field('isSure', 'boolean', { default: true }),
    field('pets', 'choices', { default: ['cat'] }),
    field('colour', 'choice'),
  ];
  const start = startValues(fields);
  expect(problemsOf(fields, start)).toEqual({});
  expect(contentOf(fields, start)).toEqual({ name: 'John', age: 30, isSure: true, pets: ['cat'] });
  const typed = { ...start, name: ' ', age: '1.5', score: 'many', colour: 'red' };
  expect(problemsOf(fields, typed)).toEqual({
    name: 'Fill this in',
    age: 'Expected a whole number',
    score: 'Expected a number',
  });
  expect(contentOf(fields, { ...typed, name: 'Jane', age: '', score: '2.5' })).toEqual({
    ...{ name: 'Jane', score: 2.5, isSure: true, pets: ['cat'], colour: 'red' },
  });
});
