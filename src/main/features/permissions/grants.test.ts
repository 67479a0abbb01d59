import { expect, test } from 'vitest';
import type { Answer, GrantChoice, PermissionRequest } from '../../../contract/permissions.ts';
import { openDatabase } from '../../base/database.ts';
import { latestVersion, migrate, migrations } from '../../base/tables/migrations.ts';
import {
  access,
  archiveManifest,
  asker,
  makeId,
  need,
  never,
  type OpenPermissions,
  openPermissions,
  questions,
} from './fixtures/open-permissions.ts';

const day = 86_400_000;

/** Asks for something and answers; gives the question. */
async function allow(
  opened: OpenPermissions,
  wanted: ReturnType<typeof need>,
  answer: Answer,
  more: { choice?: GrantChoice; who?: ReturnType<typeof asker> } = {},
): Promise<PermissionRequest> {
  const waiting = opened.permissions.ensure(more.who ?? asker(), [wanted], never);
  waiting.catch(() => {});
  const [question] = await questions(opened, 1);
  if (!question) throw new Error('Nothing was asked');
  await opened.permissions.answer([{ requestId: question.id, answer, choice: more.choice }]);
  await waiting;
  return question;
}

const missing = { code: 'permission-missing' };

test('an answer without a choice allows just what was asked; a path with what lies below, a program with its arguments', async () => {
  const opened = openPermissions();
  const { permissions } = opened;
  await allow(opened, need('/docs'), 'always');
  await allow(opened, need('/usr/bin/tar', 'shell', ['t1'], { args: ['-c', 'a'] }), 'always');
  expect(permissions.grants()).toMatchObject([
    { target: '/usr/bin/tar', match: 'exact', args: { first: ['-c', 'a'], others: 'none' } },
    { target: '/docs', match: 'below' },
  ]);
  const runId = makeId('run');
  await permissions.authorize(access(runId, '/docs/a'));
  await permissions.authorize(access(runId, '/usr/bin/tar', { capability: 'shell', args: ['-c', 'a'] }));
  const other = access(runId, '/usr/bin/tar', { capability: 'shell', args: ['-x', 'a'] });
  await expect(permissions.authorize(other)).rejects.toMatchObject(missing);
});

test('a plain yes to a file is one to it alone: what lies there counts, then what the manifest says, for always too', async () => {
  const opened = openPermissions();
  const { permissions } = opened;
  const asked = await allow(opened, need('/docs/a.txt'), 'always');
  const made = need('/out/new', 'files.write');
  await allow(opened, { ...made, need: { ...made.need, kind: 'file' } }, 'always');
  expect(asked.need.kind).toBe('file');
  expect(permissions.grants()).toMatchObject([
    { target: '/out/new', match: 'exact' },
    { target: '/docs/a.txt', match: 'exact' },
  ]);
  const runId = makeId('run');
  await permissions.authorize(access(runId, '/docs/a.txt'));
  await expect(permissions.authorize(access(runId, '/docs/a.txt/b'))).rejects.toMatchObject(missing);
});

test('a grant can be narrower or wider than the question: this path alone, its folder, a pattern [SB-02]', async () => {
  const cases: { choice: GrantChoice; covers: string[]; leavesOut: string[] }[] = [
    { choice: { match: 'exact' }, covers: ['/docs/a.txt'], leavesOut: ['/docs/a.txt/b', '/docs/b.txt'] },
    { choice: { target: '/docs', match: 'below' }, covers: ['/docs/b.txt'], leavesOut: ['/other'] },
    {
      choice: { target: '/docs/*.txt', match: 'pattern' },
      covers: ['/docs/b.txt'],
      leavesOut: ['/docs/b.pdf', '/docs/inner/b.txt'],
    },
  ];
  for (const { choice, covers, leavesOut } of cases) {
    const opened = openPermissions();
    await allow(opened, need('/docs/a.txt'), 'always', { choice });
    const runId = makeId('run');
    for (const target of ['/docs/a.txt', ...covers]) await opened.permissions.authorize(access(runId, target));
    for (const target of leavesOut) {
      await expect(opened.permissions.authorize(access(runId, target))).rejects.toMatchObject(missing);
    }
  }
});

test.each<[string, GrantChoice, string]>([
  ['a target that leaves out what was asked', { target: '/other' }, 'target: this would not allow /docs/a.txt'],
  ['a pattern that is none', { target: '/*/a.txt', match: 'pattern' }, 'target: expected a folder before'],
  ['a pattern where the asked path alone is meant', { match: 'pattern', target: 'docs/*' }, 'absolute path'],
  ['another action', { action: 'list' }, 'action: asked was for pack'],
  ['a moment that has passed', { expiresAt: 1 }, 'expiresAt: that moment has passed'],
  ['arguments of a file', { args: { first: [], others: 'any' } }, 'args: only a program has arguments'],
])('a choice of %s is refused, and the question stays', async (_, choice, message) => {
  const opened = openPermissions();
  const { permissions } = opened;
  const waiting = permissions.ensure(asker(), [need('/docs/a.txt')], never);
  waiting.catch(() => {});
  const [question] = await questions(opened, 1);
  const answered = permissions.answer([{ requestId: question!.id, answer: 'run', choice }]);
  await expect(answered).rejects.toMatchObject({ code: 'invalid-input', message: expect.stringContaining(message) });
  expect(permissions.pending()).toEqual([question]);
  expect(permissions.grants()).toEqual([]);
});

test('a grant for one action allows no other of the same worker', async () => {
  const opened = openPermissions();
  await allow(opened, need('/docs'), 'always', { choice: { action: 'pack' } });
  const runId = makeId('run');
  await opened.permissions.authorize(access(runId, '/docs/a'));
  const other = opened.permissions.authorize(access(runId, '/docs/a', { action: 'list' }));
  await expect(other).rejects.toMatchObject(missing);
});

test('one question is asked for two actions that need the same, and its answer counts for the steps of both', async () => {
  const opened = openPermissions();
  const wanted = [need('/docs', 'files.read', ['t1']), need('/docs', 'files.read', ['t2'], { action: 'list' })];
  const who = asker();
  const waiting = opened.permissions.ensure(who, wanted, never);
  const [question] = await questions(opened, 1);
  expect(question).toMatchObject({ taskIds: ['t1', 't2'], actions: ['pack', 'list'] });
  await opened.permissions.answer([{ requestId: question!.id, answer: 'once' }]);
  await waiting;
  await opened.permissions.authorize(access(who.runId, '/docs/a', { taskId: 't2', action: 'list' }));
});

test('what was allowed in a conversation holds in its runs, in no other, and ends when it is deleted [SB-02]', async () => {
  const opened = openPermissions();
  const { permissions, events } = opened;
  const conversationId = makeId('cnv');
  const plan = { version: 1 as const, title: 'Pack', tasks: [] };
  const inConversation = async (id: string | undefined): Promise<string> => {
    const runId = makeId('run');
    const scope = { runId, ...(id ? { conversationId: id } : {}) };
    await events.append([
      { type: 'run.created', scope, payload: { plan, source: 'person', unattended: true } } as never,
    ]);
    return runId;
  };
  await allow(opened, need('/docs'), 'conversation', { who: asker(false, { conversationId }) });
  await permissions.authorize(access(await inConversation(conversationId), '/docs/a'));
  for (const other of [makeId('cnv'), undefined]) {
    const authorized = permissions.authorize(access(await inConversation(other), '/docs/a'));
    await expect(authorized).rejects.toMatchObject(missing);
  }
  await permissions.endConversation(conversationId);
  expect(permissions.grants()).toEqual([]);
  expect(events.list({ types: ['permission.revoked'] })).toHaveLength(1);
  const after = permissions.authorize(access(await inConversation(conversationId), '/docs/a'));
  await expect(after).rejects.toMatchObject(missing);
});

test('what was allowed in a conversation comes back with it, and what was taken back before it went does not [SB-02]', async () => {
  const opened = openPermissions();
  const { permissions, events, database, time } = opened;
  const conversationId = makeId('cnv');
  const scope = { conversationId };
  const who = asker(false, scope);
  for (const path of ['/docs', '/old', '/soon']) {
    const choice = path === '/soon' ? { expiresAt: time.now + day } : {};
    await allow(opened, need(path), 'conversation', { who, choice });
  }
  const [old] = permissions.grants().filter(({ target }) => target === '/old');
  await permissions.revoke(old!.id);
  await permissions.endConversation(conversationId);
  await events.append([{ type: 'conversation.deleted', scope, payload: {} }]);
  expect(permissions.grants()).toEqual([]);

  const next = openPermissions({ database, now: time.now + 2 * day });
  const conversation = { id: conversationId, title: 'Docs', createdAt: 1, updatedAt: 1 };
  await next.events.append([{ type: 'conversation.restored', scope, payload: { conversation } }]);
  await next.permissions.restoreConversation(conversationId);
  expect(next.permissions.grants().map(({ target }) => target)).toEqual(['/docs']);
  expect(next.events.list({ types: ['permission.restored'] })).toHaveLength(1);
  await allow(next, need('/new'), 'conversation', { who: asker(false, scope) });
  expect(openPermissions({ database, now: time.now + 2 * day }).permissions.grants()).toHaveLength(2);
});

test('a worker that was removed gets nothing back with a conversation', async () => {
  const opened = openPermissions();
  const { permissions, events } = opened;
  const conversationId = makeId('cnv');
  const who = asker(false, { conversationId });
  await allow(opened, need('/docs'), 'conversation', { who });
  await permissions.endConversation(conversationId);
  await allow(opened, need('/always'), 'always');
  await permissions.forgetWorker('archive');
  await permissions.restoreConversation(conversationId);
  expect(permissions.grants()).toEqual([]);
  expect(events.list({ types: ['permission.restored'] })).toEqual([]);
});

test('a run without a conversation, or of a deleted one, cannot be allowed something for the conversation', async () => {
  const opened = openPermissions();
  const conversationId = makeId('cnv');
  await opened.events.append([{ type: 'conversation.deleted', scope: { conversationId }, payload: {} }]);
  await expect(allow(opened, need('/a'), 'conversation')).rejects.toMatchObject({ code: 'invalid-input' });
  const [first] = opened.permissions.pending();
  await opened.permissions.answer([{ requestId: first!.id, answer: 'deny' }]);
  const who = asker(false, { conversationId });
  await expect(allow(opened, need('/b'), 'conversation', { who })).rejects.toThrow('has been deleted');
});

test('a grant ends at its moment by the clock, is listed no more, and that is an event', async () => {
  const opened = openPermissions();
  const { permissions, events, time } = opened;
  await allow(opened, need('/docs'), 'always', { choice: { expiresAt: time.now + day } });
  const runId = makeId('run');
  await permissions.authorize(access(runId, '/docs/a'));
  time.now += day;
  expect(permissions.grants()).toEqual([]);
  await expect(permissions.authorize(access(runId, '/docs/a'))).rejects.toMatchObject(missing);
  await permissions.sweep();
  await permissions.sweep();
  expect(events.list({ types: ['permission.expired'] })).toMatchObject([{ payload: { grant: { target: '/docs' } } }]);
  expect(openPermissions({ database: opened.database, now: 0 }).permissions.grants()).toEqual([]);
});

test('a newer manifest is asked again for what it adds, and not for what it had [SB-02]', async () => {
  let manifest = archiveManifest(['pack']);
  const opened = openPermissions({ manifest: () => manifest });
  await allow(opened, need('/docs'), 'always');
  manifest = archiveManifest(['pack', 'upload'], '2.0.0');
  const runId = makeId('run');
  await opened.permissions.authorize(access(runId, '/docs/a'));
  const added = opened.permissions.authorize(access(runId, '/docs/a', { action: 'upload' }));
  await expect(added).rejects.toMatchObject(missing);
  await allow(opened, need('/docs', 'files.read', ['t1'], { action: 'upload' }), 'always');
  await opened.permissions.authorize(access(runId, '/docs/a', { action: 'upload' }));
  expect(opened.permissions.grants().map(({ givenUnder }) => givenUnder?.version)).toEqual(['2.0.0', '1.0.0']);
});

test('what is allowed once to a step is allowed to all that is inside it, and to no other', async () => {
  const opened = openPermissions();
  const who = asker();
  const waiting = opened.permissions.ensure(who, [need('/docs', 'files.read', ['each/0/copy'])], never);
  const [question] = await questions(opened, 1);
  expect(question?.taskIds).toEqual(['each']);
  await opened.permissions.answer([{ requestId: question!.id, answer: 'once' }]);
  await waiting;
  await opened.permissions.authorize(access(who.runId, '/docs/a', { taskId: 'each/7/copy' }));
  const other = opened.permissions.authorize(access(who.runId, '/docs/a', { taskId: 'eachother' }));
  await expect(other).rejects.toMatchObject(missing);
});

test('grants and questions of an older database are read as they were meant, and can go back', async () => {
  const database = openDatabase({ file: ':memory:' });
  migrateTo(database, 'before');
  const [runId, requestId] = [makeId('run'), makeId('req')];
  database.exec(`
    INSERT INTO grants (id, worker_id, capability, target, scope, given_by, created_at) VALUES
      ('${makeId('grt')}', 'archive', 'files.read', '/docs', 'always', 'prompt', 1),
      ('${makeId('grt')}', 'archive', 'shell', '/usr/bin/tar', 'always', 'prompt', 2);
  `);
  const old = {
    ...{ id: requestId, runId, taskIds: ['t1'], workerId: 'archive', workerName: 'Archive' },
    ...{ need: { capability: 'files.read', target: '/other' }, reason: '', createdAt: 3 },
  };
  database
    .prepare('INSERT INTO permission_requests (id, run_id, request, created_at) VALUES (?, ?, ?, 3)')
    .run(requestId, runId, JSON.stringify(old));
  migrateTo(database, 'after');

  const { permissions } = openPermissions({ database });
  await expect(permissions.authorize(access(runId, '/docs/a'))).rejects.toMatchObject(missing);
  permissions.adoptGrants();
  await permissions.authorize(access(runId, '/docs/a'));
  await permissions.authorize(access(runId, '/usr/bin/tar', { capability: 'shell', args: ['anything'] }));
  await expect(permissions.authorize(access(runId, '/docs/a', { action: 'added' }))).rejects.toMatchObject(missing);
  expect(permissions.pending()).toEqual([{ ...old, actions: [] }]);
  await permissions.answer([{ requestId, answer: 'always', choice: { match: 'exact', uses: 2 } }]);

  migrateTo(database, 'before');
  const inForce = database.prepare('SELECT target FROM grants WHERE revoked_at IS NULL ORDER BY created_at').pluck();
  // What an older Heron would read as more than was allowed is no longer in force.
  expect(inForce.all()).toEqual(['/docs', '/usr/bin/tar']);
});

function migrateTo(database: ReturnType<typeof openDatabase>, side: 'before' | 'after'): void {
  const version = migrations.findIndex(({ name }) => name.startsWith('grants by action'));
  migrate(database, side === 'before' ? version : latestVersion);
}

test('a grant says when it was last used, also after a restart; what was refused is no use', async () => {
  const opened = openPermissions();
  await allow(opened, need('/docs'), 'always');
  await allow(opened, need('/music'), 'always');
  const usedAt = (): (number | undefined)[] => opened.permissions.grants().map((grant) => grant.usedAt);
  expect(usedAt()).toEqual([undefined, undefined]);

  opened.time.now += 1000;
  await opened.permissions.authorize(access(makeId('run'), '/docs/a'));
  const first = opened.time.now;
  expect(usedAt()).toEqual([undefined, first]);

  opened.time.now += day;
  await expect(opened.permissions.authorize(access(makeId('run'), '/elsewhere'))).rejects.toMatchObject(missing);
  expect(usedAt()).toEqual([undefined, first]);

  await opened.permissions.close();
  expect(
    openPermissions({ database: opened.database })
      .permissions.grants()
      .map((grant) => grant.usedAt),
  ).toEqual([undefined, first]);
});
