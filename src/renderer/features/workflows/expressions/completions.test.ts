import { expect, test } from 'vitest';
import { completionsAt, type Scope } from './completions.ts';

const scope: Scope = {
  steps: [
    {
      ...{ id: 'list', title: 'List them', fields: ['path', 'entries'] },
      output: { path: '/docs', entries: [{ name: 'a.txt', size: 3, 'last read': null }] },
    },
    { id: 'zip', title: 'Zip', fields: ['path'] },
  ],
  names: [
    { name: 'item', value: { name: 'a.txt' } },
    { name: 'input.folder', value: { deep: true } },
  ],
};

/** `|` is where the cursor stands. */
function words(written: string, { isText = true, isAsked = false } = {}): string[] | undefined {
  const at = written.indexOf('|');
  const found = completionsAt(written.replace('|', ''), at, { isText, isAsked, scope });
  return found?.words.filter(({ word }) => !word.startsWith('$')).map(({ word }) => word);
}

test('an expression that begins is offered what steps gave, with what that was, and the names there are', () => {
  expect(words('Of {{ |')).toEqual([
    ...['tasks.list.output', 'tasks.list.output.path', 'tasks.list.output.entries'],
    ...['tasks.zip.output', 'tasks.zip.output.path', 'item', 'input.folder'],
  ]);
  const offered = completionsAt('{{ ta', 5, { isText: true, isAsked: false, scope });
  expect(offered).toMatchObject({ from: 3 });
  expect(offered?.words.slice(1, 3)).toEqual([
    { word: 'tasks.list.output.path', group: 'List them', detail: '/docs' },
    {
      word: 'tasks.list.output.entries',
      group: 'List them',
      detail: '[{"name":"a.txt","size":3,"last read":n…',
    },
  ]);
});

test('after a dot come the fields of what is before it, of a list those of what is in it', () => {
  expect(words('{{ tasks.|')).toEqual(['list', 'zip']);
  expect(words('{{ tasks.list.|')).toEqual(['output']);
  expect(words('{{ tasks.list.output.entries.na|')).toEqual(['name', 'size', '`last read`']);
  expect(words('{{ tasks.zip.output.|')).toEqual(['path']);
  expect(words('{{ tasks.gone.output.|')).toEqual([]);
  expect(words('{{ input.|')).toEqual(['folder']);
  expect(words('{{ input.folder.|')).toEqual(['deep']);
  expect(words('$count(tasks.list.output.|)', { isText: false })).toEqual(['path', 'entries']);
  expect(words('item.|', { isText: false })).toEqual(['name']);
});

test('outside of expressions, in strings and behind numbers there is nothing to offer', () => {
  expect(words('tasks.|')).toBeUndefined();
  expect(words('{{ item }} and |')).toBeUndefined();
  expect(words('{{ "say ta|')).toBeUndefined();
  expect(words('{{ "it\\"s ta|')).toBeUndefined();
  expect(words('1 + |', { isText: false })).toBeUndefined();
  expect(words('12|', { isText: false, isAsked: true })).toBeUndefined();
  expect(words('1 + |', { isText: false, isAsked: true })).toContain('item');
});

test('a function is put in with its bracket', () => {
  const offered = completionsAt('$cou', 4, { isText: false, isAsked: false, scope });
  expect(offered).toMatchObject({ from: 0 });
  expect(offered?.words).toContainEqual({ word: '$count', detail: '(list)', put: '$count(' });
});
