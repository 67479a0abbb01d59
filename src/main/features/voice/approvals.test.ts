import { expect, test } from 'vitest';
import type { PermissionRequest } from '../../../contract/permissions.ts';
import { mayAllowByVoice, questionText } from './approvals.ts';

const risks = { 'archive.create': 'reversible', 'files.read': 'read', 'process.clear': 'irreversible' } as const;
const riskOf = (ref: string) => risks[ref as keyof typeof risks];

function asked(change: Partial<PermissionRequest> = {}, need: Partial<PermissionRequest['need']> = {}) {
  const request: PermissionRequest = {
    ...{ id: 'req_1', runId: 'run_1', taskIds: ['one'], actions: ['create'], workerId: 'archive' },
    ...{ workerName: 'Archive', reason: 'to pack', createdAt: 1 },
    need: { capability: 'files.read', target: '/home/me/notes', ...need },
    ...change,
  };
  return request;
}

test('a yes is enough for files and what can be taken back', () => {
  expect(mayAllowByVoice(asked(), riskOf)).toBe(true);
  expect(mayAllowByVoice(asked({}, { capability: 'files.write' }), riskOf)).toBe(true);
});

test.each([
  ['a program', asked({}, { capability: 'shell', target: '/bin/ls' })],
  ['the network', asked({}, { capability: 'net', target: 'example.org' })],
  ['a secret', asked({}, { capability: 'secrets', target: 'key' })],
  ['code', asked({}, { capability: 'code', target: 'python' })],
  ['an exact need', asked({}, { exact: true })],
  ['what a stranger had a hand in', asked({ taint: ['https://example.org'] })],
  ['an action that cannot be undone', asked({ workerId: 'process', actions: ['clear'] })],
  ['an action nobody knows', asked({ actions: ['create', 'other'] })],
])('%s needs the screen', (_, request) => expect(mayAllowByVoice(request, riskOf)).toBe(false));

test('the question names what is wanted, and never the words that would answer it', () => {
  const both = [asked(), asked({}, { capability: 'files.write', target: '/home/me/notes.zip' })];
  expect(questionText(both, true)).toBe(
    'Archive wants to read notes. Archive wants to write notes.zip. Is that all right?',
  );
  expect(questionText([...both, asked()], false)).toBe(
    'Archive wants to read notes. And 2 more things. Look at the screen to answer.',
  );
});
