import { expect, test } from 'vitest';
import { changesOf, shownFields, toDraft } from './settings-draft.ts';

const properties = {
  volume: { type: 'integer', default: 5 },
  voice: { type: 'string', enum: ['high', 'low'] },
  silent: { type: 'boolean' },
  never: { type: 'array', items: { type: 'string' } },
  name: { type: 'string' },
  deep: { type: 'object' },
};
const values = { volume: 5, voice: 'high', silent: true, never: ['a', 'b'] };
const draft = { volume: '5', voice: 'high', silent: true, never: 'a\nb', name: '' };

test('values stand in the form as texts and switches; what no form can show is left out', () => {
  expect(toDraft(properties, values)).toEqual(draft);
  expect(shownFields(properties).map(([name]) => name)).toEqual(['volume', 'voice', 'silent', 'never', 'name']);
});

test('only what was changed is sent, as the kind of value it is', () => {
  expect(changesOf(properties, draft, draft)).toEqual({ values: {}, reset: [] });
  const after = { volume: '7', voice: 'low', silent: false, never: ' c \n\nd', name: 'x' };
  expect(changesOf(properties, draft, after)).toEqual({
    values: { volume: 7, voice: 'low', silent: false, never: ['c', 'd'], name: 'x' },
    reset: [],
  });
});

test('an emptied field is reset, an emptied list is an empty list', () => {
  const after = { ...draft, volume: '', never: '' };
  expect(changesOf(properties, draft, after)).toEqual({ values: { never: [] }, reset: ['volume'] });
});

test('what is no number goes on as it is', () => {
  expect(changesOf(properties, draft, { ...draft, volume: 'loud' }).values).toEqual({ volume: 'loud' });
});
