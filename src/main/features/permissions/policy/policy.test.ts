import { describe, expect, test } from 'vitest';
import { defaultPolicy, type PolicySettings } from '../../../../contract/policy.ts';
import { openDatabase } from '../../../base/database.ts';
import { makeId, manifests, openPermissions } from './fixtures/open-permissions.ts';
import { agentPatternIssues, patternIssues } from './pattern-issues.ts';
import { previewPolicy } from './preview.ts';

const never = new AbortController().signal;

test('over the limit the error names it and when it frees, and a restart forgets nothing [SB-17]', async () => {
  const database = openDatabase({ file: ':memory:' });
  let now = 3_600_000 * 1000;
  const settings = () => ({ outsidePerHour: 3, effectsPerHour: 2 });
  const clock = () => now;
  const first = openPermissions({ database, settings, clock });
  const who = { runId: makeId('run') };
  await first.allow(who.runId, 'net', 'a.example');
  for (let count = 0; count < 3; count += 1) await first.reach(who, 'net', 'a.example');
  const second = openPermissions({ database, settings, clock });
  await expect(second.reach(who, 'net', 'a.example')).rejects.toMatchObject({
    code: 'limit-exceeded',
    message: expect.stringMatching(/^More than 3 requests to other machines within an hour.*1970-02-11T17:01:00/),
    details: { rule: 'rate limit' },
  });
  now += 3_660_000;
  await second.reach(who, 'net', 'a.example');
});

test('limits count what leaves the machine and what has effects: not files, not this machine', async () => {
  const { reach, allow, policy } = openPermissions({ settings: () => ({ effectsPerHour: 2 }) });
  const who = { runId: makeId('run') };
  await allow(who.runId, 'files.write', '/home/ada');
  await allow(who.runId, 'net', '127.0.0.1');
  await allow(who.runId, 'shell', '/usr/bin/ps');
  for (let count = 0; count < 100; count += 1)
    await reach(who, 'files.write', `/home/ada/${count}`, { action: 'send' });
  for (let count = 0; count < 10; count += 1) await reach(who, 'net', '127.0.0.1');
  await reach(who, 'shell', '/usr/bin/ps');
  expect(policy.state().use.map(({ used }) => used)).toEqual([0, 0]);
  await reach(who, 'shell', '/usr/bin/ps', { action: 'send' });
  await reach(who, 'net', '127.0.0.1', { action: 'wipe' });
  expect(policy.state().use).toMatchObject([
    { limit: 'effects', used: 2, allowed: 2, freeAt: expect.any(Number) },
    { used: 0 },
  ]);
  await expect(reach(who, 'shell', '/usr/bin/ps', { action: 'send' })).rejects.toMatchObject({
    code: 'limit-exceeded',
  });
});

test('what is said to come more than once is let through when there is room for all of it, and counts as it comes', async () => {
  let now = 3_600_000 * 1000;
  const { reach, allow, policy } = openPermissions({ settings: () => ({ effectsPerHour: 5 }), clock: () => now });
  const who = { runId: makeId('run') };
  await allow(who.runId, 'net', 'a.example');
  const send = (times?: number) => reach(who, 'net', 'a.example', { action: 'send', ...(times ? { times } : {}) });
  await send();
  await send(4);
  expect(policy.state().use).toMatchObject([{ limit: 'effects', used: 2 }, { used: 2 }]);
  await expect(send(4)).rejects.toMatchObject({
    code: 'limit-exceeded',
    message: expect.stringMatching(/^It takes 4 actions .* and 5 within an hour are the limit; .* at 1970-/),
  });
  await expect(send(6)).rejects.toMatchObject({ message: expect.stringMatching(/raise it in the policy/) });
  await send(3);
  now += 3_660_000;
  await send(5);
});

test('a grant for always opens to a step what the step named, and no more [SB-03]', async () => {
  const { permissions, reach } = openPermissions();
  const first = { runId: makeId('run'), unattended: false };
  const home = { capability: 'files.read', target: '/home/ada' } as const;
  const asked = permissions.ensure(first, [{ workerId: 'tools', action: 'look', taskIds: ['t1'], need: home }], never);
  await expect.poll(() => permissions.pending().length).toBe(1);
  await permissions.answer([{ requestId: permissions.pending()[0]!.id, answer: 'always' }]);
  await asked;

  const later = { runId: makeId('run'), unattended: true };
  const named = { capability: 'files.read', target: '/home/ada/docs' } as const;
  await permissions.ensure(later, [{ workerId: 'tools', action: 'look', taskIds: ['t1'], need: named }], never);
  await reach(later, 'files.read', '/home/ada/docs/a.txt');
  await expect(reach(later, 'files.read', '/home/ada/diary.txt')).rejects.toMatchObject({ code: 'permission-missing' });
  await expect(reach({ ...later, taskId: 't2' }, 'files.read', '/home/ada/docs/a.txt')).rejects.toMatchObject({
    code: 'permission-missing',
  });
});

test('a call that the policy leaves out is refused before anything is asked, and audited', async () => {
  let policy: Partial<PolicySettings> = { deny: ['tools.look'] };
  const { permissions, events } = openPermissions({ settings: () => policy });
  const who = { runId: makeId('run'), unattended: false };
  const need = { capability: 'net', target: 'a.example' } as const;
  const calls = [{ workerId: 'tools', action: 'look', taskIds: ['t1'] }];
  const ensure = () =>
    permissions.ensure(who, [{ workerId: 'tools', action: 'send', taskIds: ['t2'], need }], never, calls);
  await expect(ensure()).rejects.toMatchObject({
    code: 'permission-denied',
    message: expect.stringContaining('tools.look'),
  });
  expect(events.list({ types: ['permission.requested'] })).toEqual([]);
  await expect
    .poll(() => permissions.audit({ limit: 5 }))
    .toMatchObject([{ operation: 'call', target: 'tools.look', decision: 'denied', rule: 'deny list', taskId: 't1' }]);
  policy = { profile: 'minimal' };
  await expect(ensure()).rejects.toMatchObject({ message: expect.stringContaining('profile minimal of the default') });
  const scope = { runId: who.runId, taskId: 't1', attempt: 1, idempotencyKey: 'k', unattended: true };
  const admit = () => permissions.admit({ manifest: manifests.tools, action: 'look', scope });
  expect(admit).toThrow(/profile minimal/);
  policy = {};
  expect(admit).not.toThrow();
});

test('a conversation has lists and a mode of its own; a run may have its own mode [SB-13]', async () => {
  const conversationId = makeId('cnv');
  const settings = () => ({ conversations: { [conversationId]: { deny: ['group:net'] } } });
  const { reach, allow, policy, events } = openPermissions({ settings });
  const here = { runId: makeId('run'), conversationId };
  const elsewhere = { runId: makeId('run') };
  for (const { runId } of [here, elsewhere]) await allow(runId, 'files.read', '/home/ada');
  await expect(reach(here, 'files.read', '/home/ada/x')).rejects.toMatchObject({
    code: 'permission-denied',
    details: { rule: 'deny list' },
  });
  await reach(elsewhere, 'files.read', '/home/ada/x');
  await expect(reach(elsewhere, 'net', 'a.example')).rejects.toMatchObject({ code: 'permission-missing' });
  await policy.setMode({ runId: elsewhere.runId }, 'full', 'owner');
  await reach(elsewhere, 'net', 'a.example');
  await expect(reach(elsewhere, 'net', 'a.example', { action: 'wipe' })).rejects.toMatchObject({
    code: 'permission-missing',
  });
  expect(events.list({ types: ['elevation.changed'] })).toMatchObject([
    { scope: { runId: elsewhere.runId }, payload: { mode: 'full', sender: 'owner' } },
  ]);
});

test('off denies without a question what nothing allows [SB-13]', async () => {
  const { reach, permissions } = openPermissions({ settings: () => ({ elevated: 'off' }) });
  await expect(reach({ unattended: false }, 'net', 'a.example')).rejects.toMatchObject({
    code: 'permission-denied',
    details: { rule: 'elevated off' },
  });
  expect(permissions.pending()).toEqual([]);
});

test('only listed senders elevate, and who was struck off has elevated nothing', async () => {
  let elevatedSenders = ['owner', 'ada@chat'];
  const { policy } = openPermissions({ settings: () => ({ elevatedSenders }) });
  const conversationId = makeId('cnv');
  await policy.setMode({ conversationId }, 'full', 'ada@chat');
  expect(policy.state(conversationId).elevated).toBe('full');
  await expect(policy.setMode({ conversationId }, 'full', 'eve@chat')).rejects.toMatchObject({
    code: 'permission-denied',
    message: expect.stringContaining('eve@chat'),
  });
  elevatedSenders = ['owner'];
  expect(policy.state(conversationId).elevated).toBe('ask');
});

test('lists that name what nobody has are refused with the place', () => {
  const known = Object.values(manifests);
  const issues = patternIssues(
    {
      ...defaultPolicy,
      allow: ['group:net', 'tools'],
      deny: ['*', 'tolls', 'tools.lok'],
      conversations: { cnv_1: { deny: ['x.y'] } },
    },
    known,
  );
  expect(issues).toEqual([
    { path: 'policy.deny.1', message: 'there is no worker tolls; there are tools, stranger' },
    { path: 'policy.deny.2', message: 'tools has no action lok; it has look, change, send, wipe' },
    { path: 'policy.conversations.cnv_1.deny.0', message: 'there is no worker x; there are tools, stranger' },
  ]);
});

test('the same of the lists of named agents', () => {
  const named = [{}, { policy: { allow: ['tools'], deny: ['tools.lok'] } }];
  expect(agentPatternIssues(named, Object.values(manifests))).toEqual([
    { path: 'agents.named.1.policy.deny.0', message: 'tools has no action lok; it has look, change, send, wipe' },
  ]);
});

test('a preview of a conversation or an agent narrows what the default leaves', () => {
  const { policy } = openPermissions({ settings: () => ({ deny: ['tools.wipe'] }) });
  const parts = { policy, manifests: () => Object.values(manifests) };
  const found = (of: 'conversation' | 'agent') =>
    previewPolicy(parts, { deny: ['tools.send'] }, of).leftOut.map(({ text }) => text);
  expect(found('conversation')).toEqual([
    'tools.send is on the deny list of this conversation (tools.send)',
    'tools.wipe is on the deny list of the default (tools.wipe)',
  ]);
  expect(found('agent')).toEqual([
    'tools.send is on the deny list of this agent (tools.send)',
    'tools.wipe is on the deny list of the default (tools.wipe)',
  ]);
});

test('a preview names what lists would leave out and by which rule, and sets nothing [SB-12]', () => {
  const { policy } = openPermissions({ settings: () => ({ deny: ['tools.wipe'] }) });
  const parts = { policy, manifests: () => Object.values(manifests) };
  const all = Object.values(manifests).reduce((sum, { actions }) => sum + Object.keys(actions).length, 0);
  const now = previewPolicy(parts, {});
  expect(now).toMatchObject({ actions: all, leftOut: [{ action: 'tools.wipe', rule: 'deny list' }] });
  const other = previewPolicy(parts, { deny: ['tools.send'] });
  expect(other.leftOut.map(({ action, rule }) => [action, rule])).toEqual([['tools.send', 'deny list']]);
  const coding = previewPolicy(parts, { profile: 'coding' });
  expect(coding.leftOut).toContainEqual(expect.objectContaining({ action: 'stranger.look', rule: 'profile' }));
  expect(previewPolicy(parts, { allow: ['tools.look'] }).leftOut).toContainEqual({
    action: 'tools.send',
    rule: 'allow list',
    text: 'The allow list of the default leaves tools.send out',
  });
  expect(previewPolicy(parts, {})).toEqual(now);
});

describe('a grant for always of a host [SB-03]', () => {
  const opened = async () => {
    const at = openPermissions();
    const who = { runId: makeId('run'), taskId: 'before', unattended: false };
    const need = { capability: 'net', target: 'b.example' } as const;
    const waiting = at.permissions.ensure(
      who,
      [{ workerId: 'tools', action: 'look', taskIds: ['before'], need }],
      never,
    );
    await expect.poll(() => at.permissions.pending().length).toBe(1);
    await at.permissions.answer([{ requestId: at.permissions.pending()[0]!.id, answer: 'always' }]);
    await waiting;
    const later = { runId: makeId('run') };
    at.policy.steps.name(later.runId, [
      { workerId: 'tools', action: 'look', taskIds: ['t1'], need: { capability: 'net', target: 'a.example' } },
    ]);
    return { ...at, later };
  };

  test('does nothing for a step that named another', async () => {
    const { reach, later } = await opened();
    await expect(reach(later, 'net', 'b.example')).rejects.toMatchObject({ code: 'permission-missing' });
  });

  test('holds where the host that was named sends the request on to', async () => {
    const { reach, later } = await opened();
    await reach(later, 'net', 'b.example', { operation: 'net.redirect' });
    await expect(reach(later, 'net', 'c.example', { operation: 'net.redirect' })).rejects.toMatchObject({
      code: 'permission-missing',
    });
  });

  test.each(['shell', 'socket', 'mcp', 'code'] as const)(
    'and one of %s does nothing for another target',
    async (capability) => {
      const { permissions, policy, reach } = openPermissions();
      const first = { runId: makeId('run'), unattended: false };
      const needOf = (target: string) => ({
        workerId: 'tools',
        action: 'look',
        taskIds: ['t1'],
        need: { capability, target },
      });
      const waiting = permissions.ensure(first, [needOf('/usr/bin/b')], never);
      await expect.poll(() => permissions.pending().length).toBe(1);
      await permissions.answer([{ requestId: permissions.pending()[0]!.id, answer: 'always' }]);
      await waiting;
      const later = { runId: makeId('run') };
      policy.steps.name(later.runId, [needOf('/usr/bin/a')]);
      await expect(reach(later, capability, '/usr/bin/b')).rejects.toMatchObject({ code: 'permission-missing' });
      policy.steps.name(later.runId, [needOf('/usr/bin/b')]);
      await reach(later, capability, '/usr/bin/b');
    },
  );
});
