import { describe, expect, test } from 'vitest';
import type { Answer } from '../../../../contract/permissions.ts';
import { makeId, openPermissions } from './fixtures/open-permissions.ts';

const page = 'https://stranger.example/page';

type Permissions = ReturnType<typeof openPermissions>['permissions'];

async function open(permissions: Permissions, count: number) {
  await expect.poll(() => permissions.pending().length).toBe(count);
  return permissions.pending();
}

async function say(permissions: Permissions, answer: Answer) {
  const [question] = await open(permissions, 1);
  await permissions.answer([{ requestId: question?.id ?? '', answer }]);
}

/** A grant for always of a thing that no step of the run has named. */
async function lastingGrant({ permissions, policy, reach }: ReturnType<typeof openPermissions>, target: string) {
  const who = { runId: makeId('run'), taskId: 'before', unattended: false };
  const need = { capability: 'net', target } as const;
  policy.steps.name(who.runId, [{ workerId: 'tools', action: 'look', taskIds: ['before'], need }]);
  const waiting = reach(who, 'net', target);
  await say(permissions, 'always');
  await waiting;
}

test('a question that is asked in spite of a grant is not settled by an answer to another', async () => {
  const opened = openPermissions();
  const { permissions, reach } = opened;
  await lastingGrant(opened, 'a.example');
  const who = { runId: makeId('run'), taskId: 't1', unattended: false };
  const outside = reach(who, 'net', 'a.example');
  const other = reach(who, 'net', 'b.example');
  const asked = await open(permissions, 2);
  const requestId = asked.find(({ need }) => need.target === 'b.example')?.id ?? '';
  await permissions.answer([{ requestId, answer: 'run' }]);
  await other;
  expect(permissions.pending().map(({ need }) => need.target)).toEqual(['a.example']);
  await say(permissions, 'deny');
  await expect(outside).rejects.toMatchObject({ code: 'permission-denied' });
});

test.each(['once', 'run', 'always'] as const)(
  'who says %s to what the step did not name is not asked for it again, whatever the run has read',
  async (answer) => {
    const trust = { 'host:a.example': { trustedSource: true, sensitive: false, trustedSink: true } };
    const opened = openPermissions({ settings: () => ({ trust }) });
    const { permissions, reach } = opened;
    await lastingGrant(opened, 'a.example');
    const who = { runId: makeId('run'), taskId: 't1', unattended: false };
    await opened.answer(who, page);
    const waiting = reach(who, 'net', 'a.example');
    await say(permissions, answer);
    await waiting;
    await reach(who, 'net', 'a.example');
  },
);

describe('a call that was let through to a host', () => {
  const second = 'https://stranger.example/page/2';
  const opened = () => {
    const at = openPermissions();
    const who = { runId: makeId('run'), taskId: 't1', unattended: false };
    const talk = async (by: { taskId: string } = who, action: 'look' | 'wipe' = 'look') =>
      at.reach({ ...who, ...by }, 'net', 'stranger.example', { action });
    return { ...at, who, talk };
  };

  test('goes on talking to it, whatever it answers, and is asked once', async () => {
    const { permissions, who, talk, answer } = opened();
    const first = talk();
    await say(permissions, 'run');
    await first;
    for (const heard of ['https://stranger.example/token?code=1', page, second]) {
      await answer(who, heard);
      await talk();
    }
    expect(permissions.pending()).toEqual([]);
  });

  test('needs no word for its next request either when a grant covers it', async () => {
    const { permissions, who, talk, answer, allow, reach } = opened();
    await allow(who.runId, 'net', 'stranger.example');
    await allow(who.runId, 'secrets', 'token');
    await talk();
    await answer(who, page);
    await talk();
    // The secret is for another place than what was read.
    const secret = reach(who, 'secrets', 'token');
    await say(permissions, 'deny');
    await expect(secret).rejects.toMatchObject({ code: 'permission-denied' });
  });

  test('uses the secret of that host for its next request', async () => {
    const { who, answer, allow, reach } = opened();
    await allow(who.runId, 'secrets', 'token');
    await reach(who, 'secrets', 'token');
    await answer(who, 'https://page.example/list');
    await reach(who, 'secrets', 'token');
  });

  test('and a secret of the worker’s own that is kept for that host, and for no other', async () => {
    const { permissions, who, answer, allow, reach } = opened();
    await allow(who.runId, 'secrets', 'tools-shop');
    await reach(who, 'secrets', 'tools-shop');
    await answer(who, 'https://shop.example/list');
    await reach(who, 'secrets', 'tools-shop');
    await answer(who, page);
    const waiting = reach(who, 'secrets', 'tools-shop');
    expect((await open(permissions, 1))[0]?.taint).toEqual([page]);
    await say(permissions, 'deny');
    await expect(waiting).rejects.toMatchObject({ code: 'permission-denied' });
  });

  test.each([
    ['another call of the run', 'stranger.example', 't2', 'look'],
    ['another call of the step', 'stranger.example', 't1/0', 'look'],
    ['another host', 'other.example', 't1', 'look'],
    ['what cannot be taken back', 'stranger.example', 't1', 'wipe'],
  ] as const)('%s is asked about, with what was read', async (_what, target, taskId, action) => {
    const { permissions, who, talk, answer, allow, reach } = opened();
    await allow(who.runId, 'net', 'stranger.example');
    await allow(who.runId, 'net', 'other.example');
    await talk();
    await answer(who, page);
    const waiting = reach({ ...who, taskId }, 'net', target, { action });
    expect((await open(permissions, 1))[0]?.taint).toEqual([page]);
    await say(permissions, 'deny');
    await expect(waiting).rejects.toMatchObject({ code: 'permission-denied' });
  });

  test('is asked again when it has read something else meanwhile, with that alone', async () => {
    const { permissions, who, talk, answer } = opened();
    const first = talk();
    await say(permissions, 'run');
    await first;
    await answer(who, page);
    await answer(who, 'https://other.example/news');
    const waiting = talk();
    expect((await open(permissions, 1))[0]?.taint).toEqual(['https://other.example/news']);
    await say(permissions, 'run');
    await waiting;
    await answer(who, second);
    await talk();
    // What another call heard, though from this host, is news.
    await answer({ ...who, taskId: 't2' }, 'https://stranger.example/else');
    const last = talk();
    expect((await open(permissions, 1))[0]?.taint).toEqual([
      'https://other.example/news',
      'https://stranger.example/else',
    ]);
    await say(permissions, 'deny');
    await expect(last).rejects.toMatchObject({ code: 'permission-denied' });
  });
});

test('a grant for a conversation covers what its steps name, and what they reach for besides is asked about', async () => {
  const { permissions, policy, events, reach } = openPermissions();
  const conversationId = makeId('cnv');
  const run = async () => {
    const who = { runId: makeId('run'), conversationId, taskId: 't1', unattended: false };
    const plan = { version: 1 as const, title: 'One', tasks: [{ id: 't1', action: 'tools.look', input: {} }] };
    await events.append([
      {
        type: 'run.created',
        scope: { runId: who.runId, conversationId },
        payload: { plan, source: 'person', unattended: false },
      },
    ]);
    return who;
  };
  const need = { capability: 'net', target: 'a.example' } as const;
  const name = (runId: string) =>
    policy.steps.name(runId, [{ workerId: 'tools', action: 'look', taskIds: ['t1'], need }]);
  const first = await run();
  name(first.runId);
  const waiting = reach(first, 'net', 'a.example');
  await say(permissions, 'conversation');
  await waiting;
  const second = await run();
  name(second.runId);
  await reach(second, 'net', 'a.example');
  const outside = reach(await run(), 'net', 'a.example');
  await say(permissions, 'deny');
  await expect(outside).rejects.toMatchObject({ code: 'permission-denied' });
});

test('a no holds for the run, also when it has read a page since', async () => {
  const { permissions, reach, answer } = openPermissions();
  const who = { runId: makeId('run'), unattended: false };
  const waiting = reach(who, 'net', 'b.example');
  await say(permissions, 'deny');
  await expect(waiting).rejects.toMatchObject({ code: 'permission-denied' });
  await answer(who, page);
  await expect(reach(who, 'net', 'b.example')).rejects.toMatchObject({ code: 'permission-denied' });
  expect(permissions.pending()).toEqual([]);
});

test('of an unattended run that waits, the question about what it has read lies in the inbox with a code [SB-17]', async () => {
  const { permissions, reach, allow, answer } = openPermissions();
  const who = { runId: makeId('run'), taskId: 't1', unattended: true, whenMissing: 'wait' as const };
  await allow(who.runId, 'shell', '/usr/bin/git');
  await answer(who, page);
  const waiting = reach(who, 'shell', '/usr/bin/git', { action: 'send' });
  const [question] = await open(permissions, 1);
  expect(question).toMatchObject({ taint: [page], actions: ['send'] });
  await permissions.answerByCode(question?.code ?? '', 'always');
  await waiting;
  expect(permissions.grants().map(({ scope }) => scope)).toEqual(['once', 'run']);
});

test('looking whether a counted grant to write is of use takes none of its uses', async () => {
  const { permissions, policy, reach } = openPermissions();
  const who = { runId: makeId('run'), taskId: 't1', unattended: false };
  const need = { capability: 'files.write', target: '/home/ada/a' } as const;
  policy.steps.name(who.runId, [{ workerId: 'tools', action: 'change', taskIds: ['t1'], need }]);
  const waiting = reach(who, 'files.write', need.target, { action: 'change' });
  const [question] = await open(permissions, 1);
  await permissions.answer([{ requestId: question?.id ?? '', answer: 'run', choice: { uses: 2 } }]);
  await waiting;
  await reach({ ...who, taskId: 't2' }, 'files.read', need.target, { action: 'change', operation: 'files.status' });
  expect(permissions.grants()).toMatchObject([{ usesLeft: 1 }]);
});
