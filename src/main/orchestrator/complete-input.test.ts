import { expect, test } from 'vitest';
import type { ActionManifest } from '../../contract/manifest.ts';
import { withAbsolutePaths, withDefaults } from './complete-input.ts';

const action = {
  input: { type: 'object', properties: { path: { type: 'string', format: 'path' }, note: { type: 'string' } } },
} as unknown as ActionManifest;
const places = { baseFolder: '/work', homeFolder: '/home/ada' };

test.each([
  ['a.txt', '/work/a.txt'],
  ['~/a.txt', '/home/ada/a.txt'],
  ['./in/{{ file }}', '/work/in/{{ file }}'],
  ['~/in/{{ file }}.txt', '/home/ada/in/{{ file }}.txt'],
  ['part-{{ index }}', '/work/part-{{ index }}'],
  ['/in/{{ file }}', '/in/{{ file }}'],
  ['/{{ file }}', '/{{ file }}'],
  // What is nothing but an expression may give a path of any kind.
  ['{{ tasks.find.output.path }}', '{{ tasks.find.output.path }}'],
  ['', ''],
])('the path %j becomes %j', (path, expected) => {
  expect(withAbsolutePaths({ path, note: 'a.txt' }, action, places)).toEqual({ path: expected, note: 'a.txt' });
});

test('a default that is worked out from a field which is not known yet waits for it', async () => {
  const converting = { defaults: { destination: "{{ $withoutExtension(source) & '.html' }}" } };
  expect(await withDefaults({ source: '{{ folder }}/a.md' }, converting)).toEqual({ source: '{{ folder }}/a.md' });
  expect(await withDefaults({ source: '/in/a.md' }, converting)).toMatchObject({ destination: '/in/a.html' });
});
