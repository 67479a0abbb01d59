import { expect, test } from 'vitest';
import { type Known, suggestionsFor, typedAt } from './complete.ts';

const known: Known = {
  steps: [
    {
      id: 'list',
      title: 'List them',
      output: { entries: [{ name: 'a.txt', 'is-dir': false }], path: '/d' },
      fields: [],
    },
    { id: 'later', title: 'Later', output: undefined, fields: ['sum', 'size'] },
  ],
  names: ['item', 'index', 'input.folder', 'input.files'],
  input: { folder: { path: '/notes' } },
};

/** The caret is at the bar. */
function offered(text: string, isText = true): string[] | undefined {
  const typed = typedAt(text.replace('|', ''), text.indexOf('|'), isText);
  return typed && suggestionsFor(typed, known).map(({ insert }) => insert);
}

test.each([
  ['{{ ta|', ['tasks.']],
  ['{{ |', ['tasks.', 'item', 'index', 'input.']],
  ['{{ tasks.|', ['list.output', 'later.output']],
  ['{{ tasks.l| }} and more', ['list.output', 'later.output']],
  ['{{ tasks.list.output.|', ['entries', 'path']],
  ['{{ tasks.list.output.entries.|', ['name', '`is-dir`']],
  ['{{ tasks.list.output.entries[0].n|', ['name']],
  ['{{ $count(tasks.list.output.e|', ['entries']],
  ['{{ tasks.later.output.s|', ['sum', 'size']],
  ['{{ tasks.later.|', ['output']],
  ['{{ input.|', ['folder', 'files']],
  ['{{ input.folder.|', ['path']],
  ['a {{ item }} b {{ "x" & in|', ['index', 'input.']],
  ['{{ tasks.nobody.output.|', []],
])('%s', (text, expected) => {
  expect(offered(text)).toEqual(expected);
});

test.each(['ta|', '{{ item }} ta|', '{{ "ta|', "{{ 'it\\'s ta|", '{{ $ta|', '{{ (tasks.list).ou|', '{{ a[0].b|'])(
  '%s offers nothing',
  (text) => {
    expect(offered(text) ?? []).toEqual([]);
  },
);

test('an expression without braces is one from its beginning, and what is offered says what it gave', () => {
  expect(offered('input.f|', false)).toEqual(['folder', 'files']);
  const typed = typedAt('tasks.list.output.p', 19, false);
  expect(typed).toEqual({ names: ['tasks', 'list', 'output'], last: 'p', from: 18, to: 19 });
  expect(typed && suggestionsFor(typed, known)).toEqual([{ name: 'path', insert: 'path', hint: '/d' }]);
});
