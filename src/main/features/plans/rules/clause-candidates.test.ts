import { expect, test } from 'vitest';
import { bundledCatalogue, catalogueOf } from '../fixtures/bundled-catalogue.ts';
import { planSentence } from '../fixtures/plan-sentence.ts';
import { manifestOf } from '../fixtures/small-catalogue.ts';

const path = { type: 'string', format: 'path' };
const onlyPath = { type: 'object', properties: { path }, required: ['path'], additionalProperties: false };
const nothing = { type: 'object', properties: {}, additionalProperties: false };

test.each([[['bird', 'bird-song']], [['a-bird-song', 'bird']]])(
  'literal words win over a longer value, whatever the order of the workers %j',
  async ([first = '', second = '']) => {
    const phraseOf = (id: string) => `measure [the] [file] {path}${id.endsWith('song') ? ' with bird song' : ''}`;
    const catalogue = catalogueOf(
      [first, second].map((id) =>
        manifestOf(id, id, { measure: { input: onlyPath, output: nothing, phrases: [phraseOf(id)] } }),
      ),
    );
    const song = first.endsWith('song') ? first : second;
    for (const end of ['', ' please', ' now, thanks']) {
      for (const words of ['bird song', 'bird-song', 'Bird Song']) {
        const made = await planSentence(`measure the file notes.txt with ${words}${end}`, { catalogue });
        expect(made.plan?.tasks).toMatchObject([{ action: `${song}.measure`, input: { path: '/base/notes.txt' } }]);
      }
    }
    const plain = await planSentence('measure the file notes.txt', { catalogue });
    expect(plain.plan?.tasks).toMatchObject([{ action: 'bird.measure', input: { path: '/base/notes.txt' } }]);
  },
);

test.each<[string, string, string[]]>([
  ['run git status', 'git', ['status']],
  ['run git', 'git', []],
  ['run the program git', 'git', []],
  ['run the command git log -n 3, please', 'git', ['log', '-n', '3']],
  ['run git with status', 'git', ['status']],
  [`run git commit -m "a and zip b" --author='A, B'`, 'git', ['commit', '-m', 'a and zip b', '--author=A, B']],
  ['run git commit --message="a and zip b"', 'git', ['commit', '--message=a and zip b']],
  ['run echo $HOME; *.txt', 'echo', ['$HOME;', '*.txt']],
  ['run echo salt and pepper', 'echo', ['salt', 'and', 'pepper']],
  ['run "/opt/my app/tool" -x', '/opt/my app/tool', ['-x']],
])('%s is a program with its arguments', async (text, program, args) => {
  const made = await planSentence(text, { catalogue: bundledCatalogue() });
  expect(made.plan?.tasks).toMatchObject([{ action: 'process.run', input: { program, args } }]);
});

test('the arguments of a program end where the next step or its folder is named', async () => {
  const catalogue = bundledCatalogue();
  const two = await planSentence('run git status and list the processes', { catalogue });
  expect(two.plan?.tasks).toMatchObject([
    { action: 'process.run', input: { program: 'git', args: ['status'] } },
    { action: 'process.list' },
  ]);
  const inside = await planSentence('run git log -3 in the folder src', { catalogue, present: ['/base/src'] });
  expect(inside.plan?.tasks).toMatchObject([{ input: { program: 'git', args: ['log', '-3'], folder: '/base/src' } }]);
  expect((await planSentence('run echo "a', { catalogue })).plan).toBeUndefined();
});

test('the rest of a clause is the last thing a sentence is taken for', async () => {
  const list = { type: 'array', items: { type: 'string' } };
  const input = (properties: object) => ({ type: 'object', properties, required: [], additionalProperties: false });
  const catalogue = catalogueOf([
    manifestOf('a', 'Programs', {
      run: {
        input: input({ program: { type: 'string' }, args: list }),
        output: nothing,
        phrases: ['run {program} {args…}'],
      },
    }),
    manifestOf('b', 'Flows', {
      start: { input: input({ name: { type: 'string' } }), output: nothing, phrases: ['run {name}'] },
      named: { input: input({ name: { type: 'string' } }), output: nothing, phrases: ['run workflow {name}'] },
    }),
  ]);
  expect((await planSentence('run daily backup', { catalogue })).plan?.tasks).toMatchObject([{ action: 'b.start' }]);
  expect((await planSentence('run workflow backup', { catalogue })).plan?.tasks).toMatchObject([{ action: 'b.named' }]);
});
