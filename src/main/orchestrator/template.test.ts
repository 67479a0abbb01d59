import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { HeronError } from '../base/errors.ts';
import { compileTemplate } from './template.ts';

const context = {
  tasks: { pack: { output: { path: '/a/b.zip', files: [1, 2, 3], size: 1536, none: null } } },
  input: { text: 'hello' },
};

test.each([
  ['plain text', 'plain text'],
  ['', ''],
  ['{{ tasks.pack.output.path }}', '/a/b.zip'],
  ['{{ tasks.pack.output.files }}', [1, 2, 3]],
  ['{{ $sum(tasks.pack.output.files) }}', 6],
  ['{{tasks.pack.output.size}} bytes', '1536 bytes'],
  ['{{ $formatBytes(tasks.pack.output.size) }}', '1.5 kB'],
  ['{{ tasks.pack.output.size > 1000 ? "big" : "small" }}', 'big'],
  ['{{ tasks.nobody.output.path }}', undefined],
  ['a{{ tasks.nobody.output.path }}b', 'ab'],
  ['{{ $hostOf("https://Example.com:8443/x") }}', 'example.com'],
  ['{{ $withoutExtension("/a/site.tar.gz") }}', '/a/site'],
  ['{{ $withoutExtension("/a/.bashrc") }}', '/a/.bashrc'],
  ['{{ $fileName("/a/b.txt") }} in {{ $folderOf("/a/b.txt") }}', 'b.txt in /a'],
])('%s', async (text, expected) => {
  expect(await compileTemplate(text).evaluate(context)).toEqual(expected);
});

test('knows which tasks its expressions name, wherever they stand', () => {
  const template = compileTemplate(
    '{{ tasks.a.output.x & $string(tasks.b.output.y[0]) }} {{ $map([1], function($v){ tasks.c.output }) }}',
  );
  expect(template.referencesBelow('tasks').toSorted()).toEqual(['a', 'b', 'c']);
});

test.each([
  ['{{ tasks.', /character/],
  ['text {{ a ', /"{{" at character 5 is never closed/],
  ['{{ $nothing( }}', /character/],
])('%s is refused with the place', (text, message) => {
  expect(() => compileTemplate(text)).toThrow(message);
});

test('an expression that never ends is stopped', async () => {
  const endless = compileTemplate('{{ ( $f := function($x){ $f($x + 1) + 1 }; $f(1) ) }}');
  await expect(endless.evaluate({})).rejects.toThrow(HeronError);
});

test('any text compiles or fails with a HeronError, and never anything else', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('{', '}', '{{', '}}', 'a', '.', '$', '(', '"', ' ', '\\', '[') }),
      (text) => {
        try {
          compileTemplate(text);
        } catch (error) {
          expect(error).toBeInstanceOf(HeronError);
        }
      },
    ),
  );
});

test('text without expressions is given back as it is', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.string().filter((text) => !text.includes('{{')),
      async (text) => {
        expect(await compileTemplate(text).evaluate({})).toBe(text);
      },
    ),
  );
});
