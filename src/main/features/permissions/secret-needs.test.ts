import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { Manifest } from '../../../contract/manifest.ts';
import { systemClock } from '../../base/clock.ts';
import { openDatabase } from '../../base/database.ts';
import { createEventLog } from '../../base/event-log.ts';
import { createIds } from '../../base/ids.ts';
import { createAuditLog } from './audit-log.ts';
import { openTestPolicy } from './policy/fixtures/open-policy.ts';
import { createPermissions } from './service.ts';
import { permissionStore } from './store.ts';

const manifest = Manifest.parse({
  id: 'caller',
  version: '1.0.0',
  engines: { heron: '*' },
  name: 'Caller',
  description: 'Calls.',
  tier: 'isolate',
  permissions: [{ capability: 'secrets', reason: 'It signs in.' }],
  secrets: [{ name: 'token', reason: 'To sign in.', hosts: ['a.example', 'b.example'] }],
  limits: { memoryMb: 64, cpuMs: 1000, wallMs: 1000 },
  actions: {},
});
const logger = { debug() {}, info() {}, warn() {}, error() {}, setLevel() {}, from: () => logger };

test('who is asked for a secret sees the hosts it goes to; one that the manifest does not name is refused', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'heron-permissions-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const database = openDatabase({ file: ':memory:' });
  const makeId = createIds();
  const parts = { database, makeId, clock: systemClock, logger };
  const events = createEventLog(parts);
  const permissions = createPermissions({
    ...parts,
    store: permissionStore(database),
    audit: createAuditLog({ ...parts, headFile: join(folder, 'audit-head.json') }),
    events,
    policy: openTestPolicy({ database, events }),
    answerTimes: () => ({ attendedMs: 300_000, unattendedMs: 0 }),
    manifestOf: () => manifest,
    canonicalTarget: ({ target }) => target,
    refusalOf: () => undefined,
    madeByRun: () => [],
  });
  const who = { runId: makeId('run'), unattended: false };
  const never = new AbortController().signal;
  const need = (target: string) => {
    const wanted = { capability: 'secrets', target, detail: 'trust me' } as const;
    return { workerId: 'caller', taskIds: ['t1'], action: 'sign-in', need: wanted };
  };
  const waiting = permissions.ensure(who, [need('token')], never);
  await expect.poll(() => permissions.pending()).toHaveLength(1);
  const [question] = permissions.pending();
  expect(question).toMatchObject({
    reason: 'It signs in.',
    need: { capability: 'secrets', target: 'token', detail: 'to send it to a.example, b.example' },
  });
  await permissions.answer([{ requestId: question?.id ?? '', answer: 'always' }]);
  await waiting;
  await expect(permissions.ensure(who, [need('other')], never)).rejects.toMatchObject({ code: 'not-declared' });
});
