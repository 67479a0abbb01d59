import { expect, test } from 'vitest';
import { inputOf, problemsOfInput } from './try-input.ts';

const fields = [
  { name: 'city', description: '', isNeeded: true },
  { name: 'state', description: '', isNeeded: false },
];

test('what is needed and not there is said at its field, and what is left out is not sent', () => {
  expect(problemsOfInput(fields, { city: ' ' })).toEqual({ city: 'Fill this in' });
  expect(inputOf(fields, { city: 'Bergen', state: '' })).toEqual({ city: 'Bergen' });
});

test('a template gets its values beside it, an address alone is the input', () => {
  expect(inputOf([], {}, { uri: 'demo://one' })).toEqual({ uri: 'demo://one' });
  const uri = 'demo://{city}';
  expect(inputOf(fields, { city: 'Bergen' }, { uri, values: true })).toEqual({ uri, values: { city: 'Bergen' } });
});

test('input as JSON is an object or refused, and nothing is an empty one', () => {
  expect(problemsOfInput(undefined, { '': '[1]' })).toHaveProperty('');
  expect(problemsOfInput(undefined, { '': '{"a":' })).toHaveProperty('');
  expect(problemsOfInput(undefined, {})).toEqual({});
  expect(inputOf(undefined, { '': '{"a": 1}' })).toEqual({ a: 1 });
  expect(inputOf(undefined, {})).toEqual({});
});
