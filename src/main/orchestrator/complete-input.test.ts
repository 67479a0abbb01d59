import { expect, test } from 'vitest';
import type { ActionManifest } from '../../contract/manifest.ts';
import { withAbsolutePaths } from './complete-input.ts';

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
