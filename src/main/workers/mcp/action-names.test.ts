import fc from 'fast-check';
import { expect, test } from 'vitest';
import { actionNames } from './action-names.ts';

const runs = Number(process.env['HERON_PROPERTY_RUNS'] ?? 500);

test.each([
  ['get-sum', 'getSum'],
  ['read_text_file', 'readTextFile'],
  ['getTinyImage', 'getTinyImage'],
  ['ECHO', 'echo'],
  ['7zip.pack', 'tool7zipPack'],
  ['日本', 'tool'],
])('the tool %s is the action %s', (tool, action) => {
  expect(actionNames([tool]).get(tool)).toBe(action);
});

test('tools whose names come to the same have different actions, and one that is valid keeps its own', () => {
  const names = actionNames(['get-sum', 'get_sum', 'getSum']);
  expect(names.get('getSum')).toBe('getSum');
  expect(new Set(names.values()).size).toBe(3);
});

test('whatever tools are called, their actions are valid, different, and the same in any order', () => {
  const name = fc.oneof(
    fc.string({ maxLength: 80, unit: 'binary' }),
    fc.stringMatching(/^[aAbB_.-]{0,6}$/),
    fc.stringMatching(/^[a-z]{60,70}[0-9]?$/),
  );
  fc.assert(
    fc.property(fc.uniqueArray(name, { maxLength: 30 }), (tools) => {
      const names = actionNames(tools);
      const actions = tools.map((tool) => names.get(tool));
      expect(new Set(actions).size).toBe(tools.length);
      for (const action of actions) expect(action).toMatch(/^[a-z][a-zA-Z0-9]{0,63}$/);
      expect(actionNames(tools.toReversed())).toEqual(names);
    }),
    { numRuns: runs },
  );
});
