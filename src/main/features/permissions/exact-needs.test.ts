import { expect, test } from 'vitest';
import { Manifest } from '../../../contract/manifest.ts';
import type { PermissionNeed } from '../../../contract/permission-need.ts';
import type { WorkerNeed } from '../../orchestrator/execution.ts';
import type { AccessRequest } from '../../workers/broker/access.ts';
import { asker, makeId, never, openPermissions, questions } from './fixtures/open-permissions.ts';
import { permissionStore } from './store.ts';

const manifest = Manifest.parse({
  id: 'process',
  version: '1.0.0',
  engines: { heron: '*' },
  name: 'Processes',
  description: 'Runs programs.',
  tier: 'node',
  permissions: [
    { capability: 'shell', reason: 'It runs them.' },
    { capability: 'code', reason: 'It runs that too.' },
  ],
  limits: { memoryMb: 64, cpuMs: 1000, wallMs: 1000 },
  actions: {
    run: {
      title: 'Run',
      description: 'Runs a program.',
      input: { type: 'object', properties: {}, additionalProperties: false },
      output: { type: 'object', properties: {}, additionalProperties: false },
      risk: 'external',
      class: 'shell',
      repeatable: false,
      says: 'Done.',
    },
  },
});
const open = () => openPermissions({ manifest: () => manifest });

const command = (detail: string): PermissionNeed => ({ capability: 'shell', target: '/bin/sh', detail, exact: true });
const wanted = (detail: string): WorkerNeed => ({
  workerId: 'process',
  action: 'run',
  taskIds: ['t1'],
  need: command(detail),
});
const run = (runId: string, detail: string): AccessRequest => ({
  manifest,
  action: 'run',
  scope: { runId, taskId: 't1', attempt: 1, idempotencyKey: 'k', unattended: true },
  operation: 'shell.open',
  need: command(detail),
  signal: never,
});

test('a program that does whatever it is told is asked for command by command, and an answer holds for that command alone', async () => {
  const { permissions } = open();
  const who = asker();
  const waiting = permissions.ensure(who, [wanted('sh -c a'), wanted('sh -c b')], never);
  const asked = await questions({ permissions }, 2);
  await permissions.answer(asked.map(({ id }) => ({ requestId: id, answer: 'run' })));
  await waiting;
  await permissions.authorize(run(who.runId, 'sh -c a'));
  await expect(permissions.authorize(run(who.runId, 'sh -c c'))).rejects.toMatchObject({
    code: 'permission-missing',
  });
  await expect(permissions.authorize(run(makeId('run'), 'sh -c a'))).rejects.toMatchObject({
    code: 'permission-missing',
  });
});

test.each(['always', 'conversation'] as const)('it is never allowed for %s, and the question stays', async (answer) => {
  const { permissions } = open();
  const waiting = permissions.ensure(asker(), [wanted('sh -c a')], never);
  waiting.catch(() => {});
  const [question] = await questions({ permissions }, 1);
  await expect(permissions.answer([{ requestId: question?.id ?? '', answer }])).rejects.toMatchObject({
    code: 'invalid-input',
    message: expect.stringContaining('/bin/sh does whatever it is told'),
  });
  expect(permissions.pending()).toHaveLength(1);
  expect(permissions.grants()).toEqual([]);
});

test('a choice that would make it more than this command is none', async () => {
  const { permissions } = open();
  const waiting = permissions.ensure(asker(), [wanted('sh -c a')], never);
  waiting.catch(() => {});
  const [question] = await questions({ permissions }, 1);
  const requestId = question?.id ?? '';
  await expect(permissions.answer([{ requestId, answer: 'run', choice: { args: null } }])).rejects.toMatchObject({
    code: 'invalid-input',
    details: { path: 'args' },
  });
  await permissions.answer([{ requestId, answer: 'run', choice: { uses: 2 } }]);
  await waiting;
  expect(permissions.grants()).toMatchObject([{ detail: 'sh -c a', usesLeft: 2 }]);
});

test('a yes to code is one to this code, and to no other in the same language', async () => {
  const { permissions } = open();
  const who = asker();
  const code = (detail: string): PermissionNeed => ({ capability: 'code', target: 'python', detail, exact: true });
  const runCode = (detail: string): AccessRequest => ({
    ...run(who.runId, ''),
    operation: 'code.run',
    need: code(detail),
  });
  const waiting = permissions.ensure(who, [{ ...wanted(''), need: code('print(1)') }], never);
  const [question] = await questions({ permissions }, 1);
  const requestId = question?.id ?? '';
  await expect(permissions.answer([{ requestId, answer: 'always' }])).rejects.toMatchObject({
    code: 'invalid-input',
    message: 'Code can be allowed once or for this run, no longer',
  });
  await expect(permissions.answer([{ requestId, answer: 'run', choice: { args: null } }])).rejects.toMatchObject({
    details: { path: 'args' },
  });
  await permissions.answer([{ requestId, answer: 'run' }]);
  await waiting;
  expect(permissions.grants()).toMatchObject([{ capability: 'code', target: 'python', detail: 'print(1)' }]);
  await permissions.authorize(runCode('print(1)'));
  await expect(permissions.authorize(runCode('print(2)'))).rejects.toMatchObject({ code: 'permission-missing' });
});

test('it is not covered by what was allowed of the program before it was known as such', async () => {
  const { permissions, database } = open();
  const who = asker();
  const waiting = permissions.ensure(
    who,
    [{ workerId: 'process', action: 'run', taskIds: ['t1'], need: { capability: 'shell', target: '/bin/sh' } }],
    never,
  );
  const [question] = await questions({ permissions }, 1);
  await permissions.answer([{ requestId: question?.id ?? '', answer: 'always' }]);
  await waiting;
  await expect(permissions.authorize(run(who.runId, 'sh -c a'))).rejects.toMatchObject({
    code: 'permission-missing',
  });
  expect(permissionStore(database).grantsInForce()).toHaveLength(1);
});

test('it can be allowed by who starts a run: by name for whatever it is told, or with its command', async () => {
  const { permissions, database } = open();
  const [named, exact] = [makeId('run'), makeId('run')];
  await permissions.allow(named, [{ workerId: 'process', need: { capability: 'shell', target: '/bin/sh' } }]);
  await permissions.authorize(run(named, 'sh -c anything'));
  await permissions.allow(exact, [{ workerId: 'process', need: command('sh -c a') }]);
  await permissions.authorize(run(exact, 'sh -c a'));
  await expect(permissions.authorize(run(exact, 'sh -c b'))).rejects.toMatchObject({ code: 'permission-missing' });
  expect(permissionStore(database).grantsInForce()[0]).toMatchObject({ target: '/bin/sh', detail: 'sh -c a' });
});
