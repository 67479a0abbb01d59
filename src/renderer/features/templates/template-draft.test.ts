import { expect, test } from 'vitest';
import type { Plan } from '../../../contract/plan.ts';
import { chosenInputs, draftOf, faultsOf, templateName } from './template-draft.ts';

const plan: Plan = {
  version: 1,
  title: 'Zip my docs!',
  tasks: [
    { id: 'zip', action: 'archive.create', input: { source: '/home/ada/docs', level: 6 } },
    { id: 'sum', action: 'checksum.hash', input: { path: '{{ tasks.zip.output.path }}' } },
  ],
};

test('literals can be inputs, expressions cannot; paths are at first', () => {
  const draft = draftOf(plan);
  expect(draft.inputs.map(({ at, name, isChosen }) => [at, name, isChosen])).toEqual([
    ['tasks.0.input.source', 'source', true],
    ['tasks.0.input.level', 'level', false],
  ]);
  expect(chosenInputs(draft)).toEqual([{ at: 'tasks.0.input.source', name: 'source' }]);
});

test('a name is made of a title', () => {
  expect(templateName('Zip my docs!')).toBe('zip-my-docs');
  expect(templateName('10 Würfe – für Ada')).toBe('wu-rfe-fu-r-ada');
  expect(templateName('…')).toBe('');
});

test('what is missing or wrong is said beside its field', () => {
  const draft = draftOf(plan);
  expect(faultsOf(draft)).toEqual({ description: 'Say what it does, so that you find it again' });
  expect(faultsOf({ ...draft, name: 'Zip it', title: ' ', description: 'Zips.' })).toMatchObject({
    name: expect.stringContaining('zip-my-docs') as string,
    title: 'Enter a title',
  });
  const double = draft.inputs.map((input) => ({ ...input, name: 'same', isChosen: true }));
  expect(faultsOf({ ...draft, description: 'Zips.', inputs: double })).toEqual({
    inputs: 'Two inputs are called same',
  });
});
