import { expect, test } from 'vitest';
import type { PermissionNeed } from '../../../../contract/permission-need.ts';
import { makeId, openPermissions } from './fixtures/open-permissions.ts';

const page = 'https://stranger.example/page';
const diary = '/home/ada/docs/diary.txt';

/** A run that has read a page, may read all of home, and was let through to the stranger's host knowing the page. */
async function letThrough() {
  const opened = openPermissions();
  const { permissions, policy, reach, allow, answer } = opened;
  const who = { runId: makeId('run'), taskId: 't1', unattended: false };
  const call = (need: PermissionNeed, taskId = 't1'): void =>
    policy.steps.name(who.runId, [{ workerId: 'tools', action: 'look', taskIds: [taskId], need }]);
  await allow(who.runId, 'files.read', '/home/ada');
  await answer({ ...who, taskId: 'before' }, page);
  call({ capability: 'net', target: 'stranger.example' });
  const send = (): Promise<void> => reach(who, 'net', 'stranger.example', { action: 'send' });
  const asked = async (taint: string[], answerIt: 'once' | 'deny'): Promise<void> => {
    await expect.poll(() => permissions.pending().length).toBe(1);
    const [question] = permissions.pending();
    expect(question?.taint).toEqual(taint);
    await permissions.answer([{ requestId: question?.id ?? '', answer: answerIt }]);
  };
  const first = send();
  await asked([page], 'once');
  await first;
  return { ...opened, who, call, send, asked };
}

test('a yes to a host knowing a page is none to what the step has read since; the question names it [SB-17, X-05]', async () => {
  const { reach, who, send, asked, permissions } = await letThrough();
  await send();
  expect(permissions.pending()).toEqual([]);
  await reach(who, 'files.read', diary);
  const again = send();
  await asked([page, `${diary}, after your last yes`], 'once');
  await again;
  // That was said with the file known.
  await send();
  expect(permissions.pending()).toEqual([]);
  await reach(who, 'files.read', '/home/ada/other.txt');
  const last = send();
  await asked([page, '/home/ada/other.txt, after your last yes'], 'deny');
  await expect(last).rejects.toMatchObject({ code: 'permission-denied' });
});

test('another call of the same step that reads a file counts too, though it named that', async () => {
  const { reach, who, call, send, asked } = await letThrough();
  call({ capability: 'files.read', target: diary }, 't1/call-2');
  await reach({ ...who, taskId: 't1/call-2' }, 'files.read', diary);
  const again = send();
  await asked([page, `${diary}, after your last yes`], 'deny');
  await expect(again).rejects.toMatchObject({ code: 'permission-denied' });
});

test('what the step had named before the yes may be read after it, and names and sizes always', async () => {
  const opened = openPermissions();
  const { permissions, policy, reach, allow, answer } = opened;
  const who = { runId: makeId('run'), taskId: 't1', unattended: false };
  const needs = [
    { capability: 'files.read', target: '/home/ada/docs' },
    { capability: 'net', target: 'stranger.example' },
  ] as const;
  policy.steps.name(
    who.runId,
    needs.map((need) => ({ workerId: 'tools', action: 'look', taskIds: ['t1'], need })),
  );
  await allow(who.runId, 'files.read', '/home/ada');
  await answer({ ...who, taskId: 'before' }, page);
  const first = reach(who, 'net', 'stranger.example');
  await expect.poll(() => permissions.pending().length).toBe(1);
  await permissions.answer([{ requestId: permissions.pending()[0]!.id, answer: 'once' }]);
  await first;
  await reach(who, 'files.read', diary);
  await reach(who, 'files.read', '/home/ada/music', { operation: 'files.list' });
  await reach(who, 'net', 'stranger.example');
  expect(permissions.pending()).toEqual([]);
});

test('a call talks on to a host of its own accord no longer when it has read a file that it did not name', async () => {
  const { permissions, policy, reach, allow, answer } = openPermissions();
  const who = { runId: makeId('run'), taskId: 't1', unattended: false };
  const need = { capability: 'net', target: 'stranger.example' } as const;
  policy.steps.name(who.runId, [{ workerId: 'tools', action: 'look', taskIds: ['t1'], need }]);
  await allow(who.runId, 'net', 'stranger.example');
  await allow(who.runId, 'files.read', '/home/ada');
  await reach(who, 'net', 'stranger.example');
  await answer(who, page);
  await reach(who, 'net', 'stranger.example');
  await reach(who, 'files.read', diary);
  const waiting = reach(who, 'net', 'stranger.example');
  await expect.poll(() => permissions.pending().length).toBe(1);
  expect(permissions.pending()[0]?.taint).toEqual([page]);
  await permissions.answer([{ requestId: permissions.pending()[0]!.id, answer: 'deny' }]);
  await expect(waiting).rejects.toMatchObject({ code: 'permission-denied' });
});
