import { expect, test } from 'vitest';
import type { ReachParts } from '../../../contract/grant-words.ts';
import { type PermissionNeed, sensitiveNeed } from '../../../contract/permission-need.ts';
import type { PermissionRequest } from '../../../contract/permissions.ts';
import { testId } from '../../engine/fake-engine.ts';
import { choiceOf, draftSentence, firstDraft, type GrantDraft, usesOf } from './grant-draft.ts';
import { askedReach, targetChoices } from './target-choices.ts';

const textOf = ({ before, target, after }: ReachParts): string => before + target + after;
const words = (need: PermissionNeed): string[] => targetChoices(need).map(({ reach }) => textOf(reach));

test.each<[PermissionNeed, string[]]>([
  [
    { capability: 'files.read', target: '/home/ada/report.pdf' },
    [
      '/home/ada/report.pdf and nothing else',
      '/home/ada/report.pdf and all below it',
      'what matches /home/ada/*.pdf',
      '/home/ada and all below it',
    ],
  ],
  [
    { capability: 'files.read', target: '/home/ada/report.pdf', kind: 'file' },
    ['/home/ada/report.pdf and nothing else', 'what matches /home/ada/*.pdf', '/home/ada and all below it'],
  ],
  // The whole of /home is not offered in passing.
  [{ capability: 'files.write', target: '/home/ada' }, ['/home/ada and nothing else', '/home/ada and all below it']],
  [{ capability: 'files.write', target: '/data' }, ['/data and nothing else', '/data and all below it']],
  [
    { capability: 'files.read', target: '/home/ada/.env' },
    ['/home/ada/.env and nothing else', '/home/ada/.env and all below it', '/home/ada and all below it'],
  ],
  [sensitiveNeed({ capability: 'files.read', target: '/home/ada/.env' }), ['/home/ada/.env and nothing else']],
  [{ capability: 'net', target: 'api.example.com' }, ['api.example.com', 'every host below example.com']],
  [{ capability: 'net', target: 'example.com' }, ['example.com']],
  [{ capability: 'net', target: 'bank.co.uk' }, ['bank.co.uk']],
  [{ capability: 'net', target: '127.0.0.1' }, ['127.0.0.1']],
  [
    { capability: 'shell', target: '/bin/git', args: ['status', '-s'] },
    ['/bin/git status -s', '/bin/git status …', '/bin/git with any arguments'],
  ],
  [{ capability: 'shell', target: '/bin/git', args: ['-C', '/x'] }, ['/bin/git -C /x', '/bin/git with any arguments']],
  [{ capability: 'shell', target: '/bin/git' }, ['/bin/git with any arguments']],
  [{ capability: 'shell', target: '/bin/sh', detail: 'sh -c ls', exact: true }, ['sh -c ls and nothing else']],
  [
    { capability: 'code', target: 'python', detail: 'print(6 * 7)', exact: true },
    ['just this code in python: print(6 * 7)'],
  ],
  [{ capability: 'code', target: 'python' }, ['any code in python']],
])('of %j these can be allowed', (need, expected) => {
  expect(words(need)).toEqual(expected);
});

test('a plain yes to a command allows that very command', () => {
  expect(textOf(askedReach({ capability: 'shell', target: '/bin/git', args: ['push'] }))).toBe('/bin/git push');
});

function request(need: PermissionNeed): PermissionRequest {
  return {
    id: testId('req', 1),
    runId: testId('run', 1),
    taskIds: ['a'],
    actions: ['pack'],
    workerId: 'archive',
    workerName: 'Archive',
    need,
    reason: '',
    createdAt: 1,
  };
}

const file = request({ capability: 'files.read', target: '/docs/a.txt' });
const title = (ref: string): string => ref;
const whole = ({ text, reach, limits }: ReturnType<typeof draftSentence>): string =>
  `${text.replace('{{worker}}', 'Archive').replace('{{reach}}', textOf(reach))} ${limits}`;

test.each<[Partial<GrantDraft>, string]>([
  [{}, 'Archive may read /docs/a.txt and all below it until this run ends.'],
  [
    { target: 'kind', scope: 'always', uses: '3', until: 'month' },
    'Archive may read what matches /docs/*.txt in every run from now on, until you revoke it in Settings, for 3 uses, for 30 days.',
  ],
  [
    { target: 'exact', scope: 'conversation', isOneAction: true, uses: '1' },
    'Archive may read /docs/a.txt and nothing else only for “archive.pack”, in every run of this conversation, for 1 use.',
  ],
])('the sentence says what the choice %j allows', (changes, sentence) => {
  expect(whole(draftSentence([file], { ...firstDraft, ...changes }, title))).toBe(sentence);
});

test('of long code the sentence says how it begins', () => {
  const code = `\n  ${'x'.repeat(70)}\nprint(1)`;
  const asked = request({ capability: 'code', target: 'python', detail: code, exact: true });
  expect(whole(draftSentence([asked], firstDraft, title))).toBe(
    `Archive may run just this code in python: ${'x'.repeat(60)}… until this run ends.`,
  );
});

test('what is sent is what the sentence says', () => {
  const now = new Date(2026, 0, 31, 18, 30).getTime();
  const draft: GrantDraft = { target: 'kind', scope: 'always', until: 'today', uses: '2', isOneAction: true };
  expect(choiceOf(file, draft, now)).toEqual({
    target: '/docs/*.txt',
    match: 'pattern',
    action: 'pack',
    uses: 2,
    expiresAt: new Date(2026, 1, 1).getTime(),
  });
  expect(choiceOf(file, firstDraft, now)).toEqual({ match: 'below' });
});

test.each([
  ['', 'any'],
  [' 3 ', 3],
  ['0', undefined],
  ['-1', undefined],
  ['1.5', undefined],
  ['many', undefined],
  ['10001', undefined],
])('%j uses are %s', (uses, expected) => {
  expect(usesOf({ ...firstDraft, uses })).toBe(expected);
});
