import { expect, test } from 'vitest';
import type { ActionManifest } from '../../../contract/manifest.ts';
import { promptActions, readingActions, variablesOf } from './extra-actions.ts';

const shape = (title: string, description: string, input: ActionManifest['input'], target: string) =>
  ({ title, description, input, needs: [{ capability: 'mcp', target }] }) as unknown as ActionManifest;
const parts = (off: string[] = [], taken: string[] = []) => ({ server: 'notes', off, taken, shape });

test.each([
  ['demo://text/{id}', ['id']],
  ['file:///{+path}{?from,to*}', ['path', 'from', 'to']],
  ['x://{name:3}/{name}', ['name']],
  ['plain://address', []],
])('the gaps of %s are %j', (uriTemplate, variables) => {
  expect(variablesOf({ uriTemplate, name: 'A template' })).toEqual(variables);
});

test('an action of a tool keeps its name, and what comes after it gets another one', () => {
  expect(readingActions(parts([], ['readResource']))?.names).toEqual({ list: 'listResources', read: 'readResource2' });
  expect(readingActions(parts(['resources:read']))).toBeUndefined();
  const { listed } = promptActions([{ name: 'a-b' }, { name: 'a_b' }], parts([], ['promptAB']));
  expect(listed.map(({ action }) => action)).toEqual(['promptAB2', 'promptAB3']);
});

test('a prompt that Heron cannot use says why, and one that is off has no action', () => {
  const odd = { name: 'odd', arguments: [{ name: 'two words' }] };
  const { listed, actions } = promptActions(
    [{ name: 'one' }, { name: 'one' }, { name: 'sp ace' }, odd, { name: 'quiet' }],
    parts(['prompt:quiet']),
  );
  expect(listed.map(({ action, refusal }) => action ?? refusal)).toEqual([
    'promptOne',
    'another prompt has the same name',
    expect.stringContaining('other characters'),
    expect.stringContaining('"two words"'),
    undefined,
  ]);
  expect(Object.keys(actions)).toEqual(['promptOne']);
});
