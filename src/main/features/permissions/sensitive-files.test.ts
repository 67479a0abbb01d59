import { expect, test } from 'vitest';
import type { GrantChoice } from '../../../contract/permissions.ts';
import type { WorkerNeed } from '../../orchestrator/execution.ts';
import { makeId, openPermissions, type Who } from './policy/fixtures/open-permissions.ts';

const env = '/home/ada/shop/.env';
const never = new AbortController().signal;

type Opened = ReturnType<typeof openPermissions>;

const wanted = (target = env, capability: 'files.read' | 'files.write' = 'files.read'): WorkerNeed => ({
  workerId: 'tools',
  action: 'look',
  taskIds: ['t1'],
  need: { capability, target },
});
const run = (more: Partial<Who> = {}) => ({ runId: makeId('run'), taskId: 't1', unattended: false, ...more });
const read = ({ reach }: Opened, who: Who, target = env) => reach(who, 'files.read', target, { isSensitive: true });

/** A step names it; gives the question. */
async function ask({ permissions }: Opened, who: ReturnType<typeof run>, need = wanted()) {
  const waiting = permissions.ensure(who, [need], never);
  waiting.catch(() => {});
  await expect.poll(() => permissions.pending().length).toBe(1);
  const [question] = permissions.pending();
  return { waiting, question, requestId: question?.id ?? '' };
}

/** A step has named it, and somebody has allowed it for the run. */
async function allowed(opened: Opened, who: ReturnType<typeof run>) {
  const { waiting, requestId } = await ask(opened, who);
  await opened.permissions.answer([{ requestId, answer: 'run' }]);
  await waiting;
}

test('the question tells that it is sensitive, and it can be allowed once or for the run', async () => {
  const opened = openPermissions();
  const { question, requestId } = await ask(opened, run());
  expect(question?.need).toMatchObject({
    target: env,
    kind: 'file',
    exact: true,
    detail: 'may hold passwords or keys',
  });
  for (const answer of ['always', 'conversation'] as const) {
    await expect(opened.permissions.answer([{ requestId, answer }])).rejects.toMatchObject({
      message: `${env} may hold passwords or keys, so it can be allowed once or for this run, no longer`,
    });
  }
});

test.each<[string, GrantChoice]>([
  ['match', { match: 'below' }],
  ['match', { target: '/home/ada/**/.env', match: 'pattern' }],
  ['target', { target: '/home/ada/shop' }],
])('it can be allowed by its own name only: not with another %s, as %j', async (path, choice) => {
  const opened = openPermissions();
  const { requestId } = await ask(opened, run());
  await expect(opened.permissions.answer([{ requestId, answer: 'run', choice }])).rejects.toMatchObject({
    code: 'invalid-input',
    details: { path },
  });
  expect(opened.permissions.grants()).toEqual([]);
});

test('a yes is one to this file, to what was asked, in this run', async () => {
  const opened = openPermissions();
  const who = run();
  await allowed(opened, who);
  await read(opened, who);
  expect(opened.permissions.grants()).toMatchObject([{ target: env, match: 'exact', scope: 'run' }]);
  const refused = { code: 'permission-denied', details: { rule: 'sensitive file' } };
  await expect(read(opened, who, '/home/ada/other/.env')).rejects.toMatchObject(refused);
  await expect(opened.reach(who, 'files.write', env, { isSensitive: true })).rejects.toMatchObject(refused);
  await expect(read(opened, run())).rejects.toMatchObject(refused);
});

test('what a worker comes upon in a folder that it may read is refused, and nobody is asked', async () => {
  const opened = openPermissions();
  const who = run();
  await opened.allow(who.runId, 'files.read', '/home/ada/shop');
  await expect(read(opened, who)).rejects.toMatchObject({
    code: 'permission-denied',
    message: `${env} is sensitive`,
    details: { rule: 'sensitive file' },
  });
  expect(opened.permissions.pending()).toEqual([]);
  expect(opened.permissions.lacking(who.runId, [wanted('/home/ada/shop/a.txt'), wanted()])).toMatchObject([
    { need: { target: env } },
  ]);
});

test('a folder that is called like one is refused', async () => {
  const folder = wanted();
  await expect(
    openPermissions().permissions.ensure(run(), [{ ...folder, need: { ...folder.need, kind: 'folder' } }], never),
  ).rejects.toMatchObject({ details: { rule: 'sensitive file' } });
});

test('who starts a run can allow it by its name; and where nobody is there, it is missing else', async () => {
  const opened = openPermissions();
  const who = run({ unattended: true });
  await opened.allow(who.runId, 'files.read', env);
  await opened.permissions.ensure(who, [wanted()], never);
  await read(opened, who);
  await expect(opened.permissions.ensure(run({ unattended: true }), [wanted()], never)).rejects.toMatchObject({
    code: 'permission-missing',
  });
});

test('it is asked about also where nothing else is, and never allowed ahead', async () => {
  const opened = openPermissions({ settings: () => ({ elevated: 'full' }) });
  const who = run();
  await opened.permissions.ensure(who, [wanted('/home/ada/shop/a.txt')], never);
  expect((await ask(opened, who)).question?.need.target).toBe(env);
  const ahead = { workerId: 'tools', need: { capability: 'files.read', target: env } } as const;
  await expect(opened.permissions.allowAhead([ahead])).rejects.toMatchObject({ details: { rule: 'sensitive file' } });
});

test('who has read it is asked before anything leaves, told why; and can read it again', async () => {
  const opened = openPermissions();
  const who = run();
  await opened.allow(who.runId, 'net', 'page.example');
  await allowed(opened, who);
  await opened.reach(who, 'net', 'page.example');
  await read(opened, who);
  expect(opened.tainted()).toEqual([`the sensitive file ${env}`]);
  await read(opened, who);
  expect(opened.permissions.pending()).toEqual([]);
  const sending = opened.reach(who, 'net', 'page.example');
  await expect.poll(() => opened.permissions.pending()).toMatchObject([{ taint: [`the sensitive file ${env}`] }]);
  const [question] = opened.permissions.pending();
  await opened.permissions.answer([{ requestId: question?.id ?? '', answer: 'deny' }]);
  await expect(sending).rejects.toMatchObject({ code: 'permission-denied' });
});
