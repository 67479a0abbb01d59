import { expect, test } from 'vitest';
import { openDatabase } from '../../base/database.ts';
import {
  access,
  archiveManifest,
  asker,
  makeId,
  need,
  never,
  openPermissions,
  questions,
} from './fixtures/open-permissions.ts';

test('one question is asked for each thing that is lacking, with the real path and the reason', async () => {
  const { permissions } = openPermissions();
  const who = asker();
  const waiting = permissions.ensure(who, [need('/link/a'), need('/real/b', 'files.write')], never);
  const [first, second] = await questions({ permissions }, 2);
  expect(first).toMatchObject({ workerName: 'Archive', reason: 'It packs your files.', need: { target: '/real/a' } });
  await permissions.answer([
    { requestId: first?.id ?? '', answer: 'once' },
    { requestId: second?.id ?? '', answer: 'run' },
  ]);
  await waiting;
  expect(permissions.pending()).toEqual([]);
});

test('once holds for the tasks that asked, run for the run, always for every run [SB-02]', async () => {
  const { permissions } = openPermissions();
  const who = asker();
  const waiting = permissions.ensure(who, [need('/once'), need('/run'), need('/always')], never);
  const asked = await questions({ permissions }, 3);
  const answers = { '/once': 'once', '/run': 'run', '/always': 'always' } as const;
  await permissions.answer(
    asked.map(({ id, need: { target } }) => ({ requestId: id, answer: answers[target as keyof typeof answers] })),
  );
  await waiting;
  const lacking = (runId: string, taskId: string): string[] =>
    permissions
      .lacking(
        runId,
        ['/once', '/run', '/always'].map((path) => need(path, 'files.read', [taskId])),
      )
      .map((wanted) => wanted.need.target);
  expect(lacking(who.runId, 't1')).toEqual([]);
  expect(lacking(who.runId, 't2')).toEqual(['/once']);
  expect(lacking(makeId('run'), 't1')).toEqual(['/once', '/run']);
});

test('a folder covers what lies in it, and not its neighbours of similar name', async () => {
  const { permissions } = openPermissions();
  const { runId } = asker();
  await permissions.allow(runId, [need('/home/ada/docs')]);
  await permissions.authorize(access(runId, '/home/ada/docs/a/b.txt'));
  await expect(permissions.authorize(access(runId, '/home/ada/docs-private/b.txt'))).rejects.toMatchObject({
    code: 'permission-missing',
  });
  await expect(
    permissions.authorize(access(runId, '/home/ada/docs/a', { capability: 'files.write' })),
  ).rejects.toMatchObject({ code: 'permission-missing' });
});

test('a denial fails those who wait and leaves no grant', async () => {
  const { permissions, events } = openPermissions();
  const waiting = permissions.ensure(asker(), [need('/secret')], never);
  const [question] = await questions({ permissions }, 1);
  waiting.catch(() => {});
  await permissions.answer([{ requestId: question?.id ?? '', answer: 'deny' }]);
  await expect(waiting).rejects.toMatchObject({
    code: 'permission-denied',
    message: expect.stringContaining('/secret'),
  });
  expect(permissions.grants()).toEqual([]);
  expect(events.list({ types: ['permission.denied'] })).toHaveLength(1);
});

test('what the manifest does not declare is refused without asking, and audited [SB-01]', async () => {
  const { permissions, audit } = openPermissions();
  const { runId } = asker();
  await expect(permissions.ensure(asker(), [need('example.com', 'net')], never)).rejects.toMatchObject({
    code: 'not-declared',
  });
  await expect(permissions.authorize(access(runId, 'example.com', { capability: 'net' }))).rejects.toMatchObject({
    code: 'not-declared',
  });
  await audit.settled();
  expect(permissions.audit({ limit: 10 })).toMatchObject([
    { decision: 'denied', rule: 'not-declared', target: 'example.com' },
  ]);
  expect(permissions.pending()).toEqual([]);
});

test('what no permission can open is refused at once, without a question, and audited with the rule', async () => {
  const { permissions, audit, events } = openPermissions();
  const who = asker();
  const refused = permissions.ensure(who, [need('/a'), need('/system/b', 'files.read', ['t1', 't2'])], never);
  await expect(refused).rejects.toMatchObject({
    code: 'permission-denied',
    message: '/system/b belongs to the system',
    details: { capability: 'files.read', target: '/system/b', rule: 'system path' },
  });
  expect(permissions.pending()).toEqual([]);
  expect(events.list({ types: ['permission.requested'] })).toEqual([]);
  await audit.settled();
  expect(permissions.audit({ limit: 10 })).toMatchObject([
    { runId: who.runId, taskId: 't2', operation: 'files.read', decision: 'denied', rule: 'system path' },
    { runId: who.runId, taskId: 't1', operation: 'files.read', decision: 'denied', rule: 'system path' },
  ]);
});

test('a grant given with the start of a run opens no such place either', async () => {
  const { permissions } = openPermissions();
  const who = asker(true);
  await permissions.allow(who.runId, [need('/system/b')]);
  await expect(permissions.ensure(who, [need('/system/b')], never)).rejects.toMatchObject({
    code: 'permission-denied',
  });
});

test('nobody to ask: the error lists every missing grant', async () => {
  const { permissions } = openPermissions();
  const refused = permissions.ensure(asker(true), [need('/a'), need('/b', 'files.write')], never);
  await expect(refused).rejects.toMatchObject({
    code: 'permission-missing',
    details: {
      missing: [
        { capability: 'files.read', target: '/a' },
        { capability: 'files.write', target: '/b' },
      ],
    },
  });
});

test('a run may use what it made itself, also after a restart', async () => {
  const { permissions, audit } = openPermissions({ madeByRun: ['/out/made-before.zip'] });
  const { runId } = asker();
  permissions.noteOwnOutput(runId, '/out/new.zip');
  await permissions.authorize(access(runId, '/out/new.zip'));
  await permissions.authorize(access(runId, '/out/made-before.zip'));
  await audit.settled();
  expect(permissions.audit({ limit: 10 }).map(({ rule }) => rule)).toEqual(['own output', 'own output']);
  await expect(permissions.authorize(access(runId, '/out/other.zip'))).rejects.toMatchObject({
    code: 'permission-missing',
  });
});

test('what was moved into a folder the run made, or onto a file it made, is not its own', async () => {
  const { permissions } = openPermissions();
  const { runId } = asker();
  permissions.noteOwnOutput(runId, '/out/folder');
  await expect(permissions.authorize(access(runId, '/out/folder/moved-here'))).rejects.toMatchObject({
    code: 'permission-missing',
  });
  permissions.noteOwnOutput(runId, '/out/made.txt');
  permissions.forgetOwnOutput(runId, '/out/made.txt');
  await expect(permissions.authorize(access(runId, '/out/made.txt'))).rejects.toMatchObject({
    code: 'permission-missing',
  });
});

test('who may write a path may know whether something is there, but not read it', async () => {
  const { permissions } = openPermissions();
  const { runId } = asker();
  await permissions.allow(runId, [need('/out/new.zip', 'files.write')]);
  await permissions.authorize({ ...access(runId, '/out/new.zip'), operation: 'files.status' });
  await expect(
    permissions.authorize({ ...access(runId, '/out/new.zip'), operation: 'files.open' }),
  ).rejects.toMatchObject({
    code: 'permission-missing',
  });
});

test('who may only read sees whether what the run made is there, without declaring that it writes', async () => {
  const { permissions } = openPermissions();
  const { runId } = asker();
  permissions.noteOwnOutput(runId, '/out/new.zip');
  const manifest = archiveManifest();
  const reader = { ...manifest, id: 'reader', permissions: manifest.permissions.slice(0, 1) };
  for (const operation of ['files.status', 'files.open']) {
    await permissions.authorize({ ...access(runId, '/out/new.zip'), manifest: reader, operation });
  }
});

test('a revoked grant allows nothing any more', async () => {
  const { permissions } = openPermissions();
  const { runId } = asker();
  await permissions.allow(runId, [need('/a')]);
  await permissions.authorize(access(runId, '/a'));
  await permissions.revoke(permissions.grants()[0]?.id ?? '');
  await expect(permissions.authorize(access(runId, '/a'))).rejects.toMatchObject({ code: 'permission-missing' });
});

test('grants of a run end with it, answers for always stay, and open questions are withdrawn', async () => {
  const { permissions, events } = openPermissions();
  const who = asker();
  await permissions.allow(who.runId, [need('/a')]);
  const waiting = permissions.ensure(who, [need('/b')], never);
  await questions({ permissions }, 1);
  waiting.catch(() => {});
  await permissions.endRun(who.runId);
  await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
  expect(permissions.grants()).toEqual([]);
  expect(events.list({ types: ['permission.withdrawn'] })).toHaveLength(1);
});

test('questions and lasting grants survive a restart; the same question is not asked twice', async () => {
  const database = openDatabase({ file: ':memory:' });
  const first = openPermissions({ database });
  const who = asker();
  const stop = new AbortController();
  const interrupted = first.permissions.ensure(who, [need('/a')], stop.signal);
  const [question] = await questions(first, 1);
  stop.abort(new Error('closing'));
  await expect(interrupted).rejects.toThrow('closing');

  const second = openPermissions({ database });
  expect(second.permissions.pending()).toEqual([question]);
  const waiting = second.permissions.ensure(who, [need('/a')], never);
  expect(second.permissions.pending()).toHaveLength(1);
  await second.permissions.answer([{ requestId: question?.id ?? '', answer: 'always' }]);
  await waiting;
  expect(openPermissions({ database }).permissions.grants()).toMatchObject([{ target: '/a', scope: 'always' }]);
});

test('an answer that covers another open question settles it too', async () => {
  const { permissions } = openPermissions();
  const who = asker();
  const waiting = permissions.ensure(who, [need('/docs/a.txt'), need('/docs')], never);
  const folder = (await questions({ permissions }, 2)).find(({ need: { target } }) => target === '/docs');
  await permissions.answer([{ requestId: folder?.id ?? '', answer: 'run' }]);
  await waiting;
  expect(permissions.pending()).toEqual([]);
  expect(permissions.grants()).toMatchObject([{ target: '/docs' }]);
});

test('when the audit log cannot be written nothing more is allowed', async () => {
  const { permissions, audit, database } = openPermissions();
  const { runId } = asker();
  await permissions.allow(runId, [need('/docs')]);
  database.exec(`CREATE TRIGGER full_disk BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'disk full'); END`);
  await expect(permissions.authorize(access(runId, '/docs/a'))).rejects.toThrow('disk full');
  await audit.settled();
  await expect(permissions.authorize(access(runId, '/docs/b'))).rejects.toThrow('disk full');
});
