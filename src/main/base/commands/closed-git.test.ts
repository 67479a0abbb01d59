import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { closedGitWords } from '../../../worker-kit/closed-git-words.ts';
import { isLocalGit, readClosedGit } from './closed-git.ts';
import { unwrapCommand } from './unwrap-command.ts';

const asNamed = (program: string): string[] => [program];

function isExact(words: string[], before: readonly string[] = closedGitWords): boolean {
  return unwrapCommand({ program: 'git', args: [...before, ...words] }, asNamed).isExact;
}

const header = '--config-env=http.https://github.com/.extraHeader=GIT_HEADER';

test.each([
  'status --porcelain=v2 -z',
  'clone --quiet -- https://a.example/b.git /c',
  'rebase --quiet main',
  'config --list --show-scope -z',
  `${header} push --quiet origin HEAD`,
])('a git that is closed can be allowed for more than one command: %s', (line) => {
  expect(isExact(line.split(' '))).toBe(false);
});

test.each([
  'config --list --show-scope -z --global',
  'config core.pager id',
  'clone -c core.pager=id a b',
  'clone --config core.pager=id a b',
  'clone --template=/evil a b',
  'clone --upload-pack=id a b',
  'clone -u id a b',
  'clone ext::id b',
  'rebase -x id main',
  'rebase --exec=id main',
  'rebase -i main',
  'rebase --strategy=evil main',
  '-c core.pager=id log',
  'filter-branch',
  'submodule update',
  '--config-env=core.pager=GIT_HEADER log',
  '--config-env=http.https://a.example/.proxy=GIT_HEADER fetch',
  '--config-env=http.https://me@a.example/.extraHeader=GIT_HEADER fetch',
  `${header} ${header} fetch`,
])('and only this very command when something opens it again: %s', (line) => {
  expect(isExact(line.split(' '))).toBe(true);
});

test('a git with some of the words missing, or in another order, is not closed', () => {
  expect(isExact(['status'], closedGitWords.slice(2))).toBe(true);
  expect(isExact(['status'], closedGitWords.toReversed())).toBe(true);
  expect(readClosedGit(['status'])).toBeUndefined();
});

test('the header goes to one place', () => {
  expect(readClosedGit([...closedGitWords, header, 'fetch'])?.header).toEqual({
    url: new URL('https://github.com/'),
    variable: 'GIT_HEADER',
  });
});

test.each([
  ['status -z', true],
  ['commit --message=x', true],
  ['push origin main', false],
  ['log', false],
  ['diff HEAD', false],
  [`${header} status`, false],
])('%s stays on this machine and shows no content: %j', (line, isLocal) => {
  expect(isLocalGit([...closedGitWords, ...line.split(' ')])).toBe(isLocal);
  expect(isLocalGit(line.split(' '))).toBe(false);
});

test('the manifest of the git worker asks for these very words, and for no git without them', () => {
  const manifest = readFileSync(new URL('../../../../workers/git/manifest.json', import.meta.url), 'utf8');
  const asked = [...manifest.matchAll(/"args": "(.*)"/g)].map(([, args]) => args ?? '');
  expect(asked.length).toBeGreaterThan(30);
  const words = closedGitWords.map((word) => `'${word}'`).join(',');
  expect(asked.filter((args) => !args.startsWith(`{{ [${words},`))).toEqual([]);
});
