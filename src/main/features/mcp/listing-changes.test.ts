import { expect, test } from 'vitest';
import { changesOf } from './listing-changes.ts';

const prompt = { name: 'brief', description: 'Asks for a brief', arguments: [] };
const reading = { resources: [], templates: [] };

test('what is new, other than before, or gone is told by its name or key; other resources are no change', () => {
  const before = { tools: [{ name: 'peek', inputSchema: {} }], prompts: [prompt] };
  const now = { tools: [], reading, prompts: [{ ...prompt, description: 'Asks for something else' }] };
  expect(changesOf(before, now)).toEqual({ added: ['resources:read'], changed: ['prompt:brief'], gone: ['peek'] });
  const more = { ...now, reading: { ...reading, resources: [{ uri: 'a://b', name: 'B' }] } };
  expect(changesOf(now, more)).toEqual({ added: [], changed: [], gone: [] });
});
