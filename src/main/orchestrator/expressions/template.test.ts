import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { HeronError } from '../../base/errors.ts';
import { compileExpression, compileTemplate } from './template.ts';

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
  ['{{ { "a": { "b": { "c": 1 }}} }}', { a: { b: { c: 1 } } }],
  ['{{ { "a": { "b": 1 }}}} and {{ "}}" }}', '{"a":{"b":1}} and }}'],
  ['{{ $map(tasks.pack.output.files, function($v) { $v * 2 }) }} of {{ tasks.pack.output.size }}', '[2,4,6] of 1536'],
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

test.each([
  ['size: {{ input.text * 2 }}', 'input.text * 2', '*'],
  ['{{ 1 }} {{ input.text > 2 }}', 'input.text > 2', '>'],
  ['{{ 1 }} {{ $nothing(1) }}', '$nothing', '$nothing'],
  ['the {{ $sum(input.text) }}', '$sum', '$sum'],
  ['the {{ $error("no") }}', '$error', '$error'],
])('an error in %s points at the character of the whole text', async (text, near, at) => {
  const position = text.indexOf(at, text.indexOf(near));
  const failure: unknown = await Promise.resolve(compileTemplate(text).evaluate(context)).catch(
    (error: unknown) => error,
  );
  expect(failure).toMatchObject({
    message: expect.stringContaining(`at character ${position}:`),
    details: { position },
  });
});

test.each([
  ['ab {{ 1 + + 2 }}', '+ 2'],
  ['ab {{ 1 }} {{ tasks.a ) }}', ')'],
])('an error in %s points at the character before anything runs', (text, at) => {
  expect(() => compileTemplate(text)).toThrow(`at character ${text.indexOf(at)}:`);
});

test.each([
  ['{{ $sum }}', /gives a function/],
  ['{{ 1 / 0 }}', /no number/],
  ['{{ { "f": $sum } }}', /gives a function/],
])('%s is no data', async (text, message) => {
  await expect(Promise.resolve(compileTemplate(text).evaluate({}))).rejects.toThrow(message);
});

test('an expression without braces is evaluated at once where it can be, and else takes its time', async () => {
  const contexts = Array.from({ length: 50 }, (_, item) => ({ item }));
  const fast = compileExpression('item * 2');
  expect(contexts.map((each) => fast.evaluate(each))).toEqual(contexts.map(({ item }) => item * 2));
  const slow = compileExpression('$map([item], function($v) { $v + 1 })');
  const values = contexts.map((each) => slow.evaluate(each) as Promise<unknown>);
  expect(values[0]).toBeInstanceOf(Promise);
  expect(await Promise.all(values)).toEqual(contexts.map(({ item }) => item + 1));
});

test('what JSONata makes carries none of its marks', async () => {
  const value = await compileTemplate('{{ { "all": tasks.pack.output.files[$ > 1] ~> $map($string) } }}').evaluate(
    context,
  );
  expect(structuredClone(value)).toEqual({ all: ['2', '3'] });
});

test('a chain of thousands of operators is refused or evaluated, and never more', () => {
  const long = `{{ ${'1 + '.repeat(20_000)}1 }}`;
  try {
    expect(compileTemplate(long).referencesBelow('tasks')).toEqual([]);
  } catch (error) {
    expect(error).toBeInstanceOf(HeronError);
  }
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

/** Counts the turns of the loop while something is under way. */
async function turnsDuring(work: () => unknown): Promise<number> {
  let turns = 0;
  let isOver = false;
  const count = (): void => {
    turns += 1;
    if (!isOver) setImmediate(count);
  };
  setImmediate(count);
  await work();
  isOver = true;
  return turns;
}

test('an expression that takes long lets others in', async () => {
  const slow = compileExpression('$sum($map([1..5000], function($n) { $n * 2 }))');
  expect(await turnsDuring(async () => expect(await slow.evaluate({})).toBe(25_005_000))).toBeGreaterThan(2);
});
