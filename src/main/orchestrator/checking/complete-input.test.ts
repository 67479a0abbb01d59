import { expect, test, vi } from 'vitest';
import type { ActionManifest } from '../../../contract/manifest.ts';
import { withAbsolutePaths, withDefaults } from './complete-input.ts';
import { compileTemplate } from '../expressions/template.ts';

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

test('a default that looks at this machine is filled in where it is kept, and never while a run is carried out', async () => {
  vi.stubEnv('DOCKER_HOST', 'unix:///there/docker.sock');
  const asking = { defaults: { socket: "{{ $containerSocket('') }}", where: '{{ $folderOf(socket) }}' } };
  expect(await withDefaults({}, asking, { here: {} })).toEqual({ socket: '/there/docker.sock' });
  expect(await withDefaults({}, asking)).toEqual({});
  vi.unstubAllEnvs();
});

test('what the person has set of the worker is filled in where it is kept, and never while a run is carried out', async () => {
  const asking = { defaults: { provider: "{{ settings.own ? 'own' : 'usual' }}", address: '{{ settings.own }}' } };
  const own = { settings: () => ({ own: 'https://search.example.org/' }) };
  const filled = { provider: 'own', address: 'https://search.example.org/' };
  expect(await withDefaults({}, asking, { here: own })).toEqual(filled);
  expect(await withDefaults({ provider: 'other' }, asking, { here: own })).toEqual({ ...filled, provider: 'other' });
  expect(await withDefaults({}, asking, { here: {} })).toEqual({ provider: 'usual' });
  expect(await withDefaults({}, asking)).toEqual({});
});

test.each([
  ["{{ $containerSocket('') }}", 3],
  ["at {{ $exists(a) ? $containerSocket('') }}", 19],
  ['{{ $map(a, $containerSocket) }}', 11],
])('a plan cannot look at this machine: %s is refused at character %i', (text, character) => {
  const message = `at character ${character}: $containerSocket looks at this machine, so only the defaults of a worker’s manifest can call it`;
  expect(() => compileTemplate(text)).toThrow(message);
});

test('what only looks like it is text, and what is worked out from a text cannot look either', async () => {
  expect(await compileTemplate("{{ '$containerSocket' }}").evaluate({})).toBe('$containerSocket');
  await expect(compileTemplate(`{{ $eval("$containerSocket('')") }}`).evaluate({})).rejects.toThrow('at character 3');
});
