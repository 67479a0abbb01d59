import { expect, test } from 'vitest';
import type { AnyEvent } from './events.ts';
import type { PermissionNeed } from './permission-need.ts';
import { answerOf, noticeOf } from './notices.ts';

const runId = `run_${'1'.repeat(26)}`;
const title = (): string => 'Zip the letters';
const event = (type: string, payload: object): AnyEvent => ({ type, payload, scope: { runId } }) as unknown as AnyEvent;
const question = (need: PermissionNeed, more: object = {}): AnyEvent =>
  event('permission.requested', { request: { id: 'req_1', runId, need, ...more } });

test('a question names the thing itself, and yes stands last', () => {
  const notice = noticeOf(question({ capability: 'files.read', target: '/home/ada/letters' }), title);
  expect(notice).toMatchObject({ body: 'Read: /home/ada/letters', place: '#/inbox', requestId: 'req_1' });
  expect(notice?.actions.map((action) => action.do)).toEqual(['open', 'deny', 'allow-once']);
});

test.each([
  ['a program', question({ capability: 'shell', target: 'rm', detail: 'rm -rf build' })],
  ['a secret', question({ capability: 'secrets', target: 'mail-password' })],
  ['a host', question({ capability: 'net', target: 'example.org' })],
  ['a path too long to be read', question({ capability: 'files.read', target: `/${'a'.repeat(300)}` })],
  ["a stranger's wish", question({ capability: 'files.read', target: '/home/ada' }, { taint: ['web page'] })],
])('%s is not said yes to from outside the window', (_, asked) => {
  expect(noticeOf(asked, title)?.actions.map((action) => action.do)).toEqual(['open', 'deny']);
});

test('a click on the notice itself opens, and never answers', () => {
  const notice = noticeOf(question({ capability: 'files.read', target: '/home/ada/letters' }), title)!;
  expect(answerOf(notice)).toEqual({ open: '#/inbox' });
  expect(answerOf(notice, 0)).toEqual({ open: '#/inbox' });
  expect(answerOf(notice, 1)).toEqual({ requestId: 'req_1', answer: 'deny' });
  expect(answerOf(notice, 2)).toEqual({ requestId: 'req_1', answer: 'once' });
  expect(answerOf(notice, 3)).toEqual({ open: '#/inbox' });
});

test('the end of a run is told, with what went wrong, on one short line', () => {
  const error = { code: 'network', message: `gone\n${'x'.repeat(300)}` };
  const failed = noticeOf(event('run.failed', { error }), title);
  expect(failed).toMatchObject({ title: 'Failed: Zip the letters', place: `#/timeline/${runId}` });
  expect(failed?.body).toHaveLength(160);
  expect(failed?.body).not.toContain('\n');
  expect(noticeOf(event('run.completed', {}), title)?.title).toBe('Done: Zip the letters');
  expect(noticeOf(event('task.completed', {}), title)).toBeUndefined();
});

test('a limit of models that is reached is told, and leads to where it is changed [X-10]', () => {
  const limit = { per: 'day', unit: 'tokens', atMost: 9000, used: 8800 };
  expect(noticeOf(event('model.limitReached', { limit }), title)).toMatchObject({
    title: 'No model is asked',
    body: 'The limit of 9,000 tokens a day leaves no room for another request',
    place: '#/settings/spending',
  });
});

test('a schedule that cannot start, or is silent for too long, is told with the way to it', () => {
  const about = { scheduleId: 'sch_1', title: 'Back up' };
  const failed = noticeOf(
    event('schedule.failed', { ...about, at: 1, error: { code: 'not-found', message: 'gone' } }),
    title,
  );
  expect(failed).toMatchObject({ title: 'Could not start: Back up', body: 'gone', place: '#/schedules/sch_1' });
  const silent = noticeOf(event('schedule.silenced', { ...about, since: 1, normMs: 1000 }), title);
  expect(silent).toMatchObject({ title: 'Silent for long: Back up', place: '#/schedules/sch_1' });
});

test('a step that waits for a word is told, and answered in the window only', () => {
  const blocked = noticeOf(event('task.blocked', { attempt: 1, question: { text: 'Which\nprinter?' } }), title);
  expect(blocked).toMatchObject({ title: 'Waits for you: Zip the letters', body: 'Which printer?', place: '#/inbox' });
  expect(blocked?.actions.map((action) => action.do)).toEqual(['open']);
  expect(noticeOf(event('task.uncertain', { attempt: 1 }), title)?.body).toContain('Did it take effect?');
});
