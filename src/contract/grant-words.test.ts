import { expect, test } from 'vitest';
import type { PermissionRequest } from './permissions.ts';
import { answersTo, reachWords, usesWords } from './grant-words.ts';

test.each<[Parameters<typeof reachWords>[0], string]>([
  [{ capability: 'files.read', target: '/docs', match: 'below' }, '/docs and all below it'],
  [{ capability: 'files.write', target: '/docs/a', match: 'exact' }, '/docs/a and nothing else'],
  [{ capability: 'files.read', target: '/docs/*.txt', match: 'pattern' }, 'what matches /docs/*.txt'],
  [{ capability: 'net', target: 'example.com', match: 'exact' }, 'example.com'],
  [{ capability: 'net', target: '*.example.com', match: 'pattern' }, 'every host below example.com'],
  [{ capability: 'shell', target: '/bin/git', match: 'exact' }, '/bin/git with any arguments'],
  [
    { capability: 'shell', target: '/bin/sh', match: 'exact', detail: 'sh -c ls  (in /docs)' },
    'sh -c ls  (in /docs) and nothing else',
  ],
  [
    {
      capability: 'shell',
      target: '/bin/git',
      match: 'exact',
      args: { first: ['commit', '-m', "it's two"], others: 'none' },
    },
    String.raw`/bin/git commit -m 'it'\''s two'`,
  ],
  [
    { capability: 'shell', target: '/bin/git', match: 'exact', args: { first: ['log'], others: 'any' } },
    '/bin/git log …',
  ],
])('%j is "%s"', (reach, words) => {
  expect(reachWords(reach)).toBe(words);
});

test('uses are counted in words', () => {
  expect([usesWords(undefined), usesWords(1), usesWords(3)]).toEqual([undefined, '1 more use', '3 more uses']);
});

test.each<[string, Partial<PermissionRequest>, string]>([
  ['a folder', {}, 'once|run|always|deny'],
  ['a folder, in a conversation', { conversationId: 'cnv_1' }, 'once|run|conversation|always|deny'],
  ['a shell', { conversationId: 'cnv_1', need: { capability: 'shell', target: 'sh', exact: true } }, 'once|run|deny'],
  ['anything after a page was read', { taint: ['https://stranger.example/'] }, 'once|deny'],
])('to a question about %s these can be said', (_what, request, answers) => {
  const need = { capability: 'files.read', target: '/docs' } as const;
  expect(answersTo({ need, ...request } as PermissionRequest).join('|')).toBe(answers);
});
