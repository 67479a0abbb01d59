import { expect, test } from 'vitest';
import { fieldsOfText, missingFields, promptWord } from './prompt-commands.ts';

const fields = [
  { name: 'city', isNeeded: true },
  { name: 'state', isNeeded: false },
];
const command = { word: 'x', title: 'X', server: 'x', action: 'mcp-x.promptX', fields };

test('fields are given by their names, with quotes around what has spaces, or the first takes it all', () => {
  expect(fieldsOfText(fields, 'city="New York" state=NY')).toEqual({ city: 'New York', state: 'NY' });
  expect(fieldsOfText(fields, 'New York')).toEqual({ city: 'New York' });
  expect(fieldsOfText(fields, 'the sum a=1')).toEqual({ city: 'the sum a=1' });
  expect(fieldsOfText([], 'more')).toEqual({});
});

test('what a prompt cannot do without is named', () => {
  expect(missingFields(command, { state: 'NY' })).toEqual(['city']);
  expect(missingFields(command, { city: 'Bergen' })).toEqual([]);
});

test('a word after a slash has letters, digits and -', () => {
  expect(promptWord('every-thing', 'Args_prompt.2')).toBe('every-thing-args-prompt-2');
});
