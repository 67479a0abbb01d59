import { expect, test } from 'vitest';
import { builtInManners, mannerIn, mannerIssues, mannersOf, mannerText, usualManners } from './manners.ts';

const [plain] = builtInManners;

test('the usual manner tells a model nothing; every other choice tells it something', () => {
  expect(mannerText(plain)).toBe('');
  const changes = [
    { tone: 'friendly' },
    { tone: 'formal' },
    { verbosity: 'brief' },
    { verbosity: 'detailed' },
    { care: 'changes' },
    { care: 'lasting' },
    { references: 'sources' },
    { references: 'names' },
    { references: 'none' },
    { note: 'Call me Ada.' },
  ] as const;
  const texts = changes.map((change) => mannerText({ ...plain, ...change }));
  expect(new Set(texts).size).toBe(changes.length);
  expect(texts.at(-1)).toContain('- Call me Ada.');
});

test('one of Heron can be changed, one of a folder goes before the chosen one, and one that is gone is the usual', () => {
  const own = [
    { ...plain, name: 'Mine' },
    { ...plain, id: 'work', name: 'Work' },
  ];
  const settings = { chosen: 'brief', byFolder: { Clients: 'work', Old: 'gone' }, own };
  expect(mannersOf(settings).map(({ name }) => name)).toEqual(['Mine', 'Brief', 'Thorough', 'Careful', 'Work']);
  expect(mannerIn(settings, undefined).id).toBe('brief');
  expect(mannerIn(settings, 'Clients').name).toBe('Work');
  expect(mannerIn(settings, 'Old').id).toBe('plain');
});

test('names of manners that there are not are told with their place', () => {
  expect(mannerIssues(usualManners)).toEqual([]);
  expect(mannerIssues({ chosen: 'x', byFolder: { Clients: 'y' }, own: [plain, plain] })).toEqual([
    { path: 'manner.chosen', message: 'there is no manner x' },
    { path: 'manner.byFolder.Clients', message: 'there is no manner y' },
    { path: 'manner.own.1.id', message: 'another one has this id' },
  ]);
});
