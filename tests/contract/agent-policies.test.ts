import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { AgentProfile } from '../../src/contract/agents.ts';
import type { Failure } from '../../src/contract/errors.ts';
import type { Engine } from '../../src/main/engine.ts';
import { startScriptedModel } from '../../src/main/models/fixtures/start-scripted-model.ts';
import type { ScriptedReply } from '../../src/main/models/fixtures/transcript.ts';
import { openServedEngine } from './served-engine.ts';

vi.setConfig({ testTimeout: 120_000, expect: { poll: { timeout: 60_000 } } });

const keeper: AgentProfile = { name: 'keeper', description: 'keeps things', policy: { deny: ['clock.now'] } };
const said = 'clock.now is on the deny list of the agent keeper (clock.now)';

async function openWorld(...replies: ScriptedReply[]) {
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'heron-agents-')));
  const server = await startScriptedModel({ replies });
  const served = await openServedEngine({ home });
  const { client } = served.engine();
  onTestFinished(async () => {
    await served.close();
    await server.close();
    rmSync(home, { recursive: true });
  });
  await client.models.configure({ baseUrl: server.baseUrl, model: 'scripted', apiKey: '' });
  await client.settings.update({ agents: { named: [keeper, { name: 'free', description: 'may do all' }] } });
  return { ...served, server, client };
}

const call = (goal: string, name: string, input: object = {}): ScriptedReply => ({
  ...{ text: '', calls: [{ name, input: input as never }], when: `"content":"${goal}` },
});
const words = (goal: string, text: string): ScriptedReply => ({ text, when: `"content":"${goal}` });

const denied = expect.objectContaining({ code: 'permission-denied', message: expect.stringContaining(said) });

/** How the calls of the clock in a run ended. */
async function endsOf({ events }: Engine['client'], runId: string): Promise<[string, Failure | undefined][]> {
  const types = ['task.completed' as const, 'task.failed' as const];
  const list = await events.list({ scope: { runId }, types });
  return list.events.flatMap((event): [string, Failure | undefined][] => {
    const { taskId = '' } = event.scope;
    if (!taskId.includes('clock_now')) return [];
    return [[taskId, event.type === 'task.failed' ? event.payload.error : undefined]];
  });
}

test('an agent with a policy of its own is held to it, with all it gives work to [SB-12]', async () => {
  const world = await openWorld(
    call('Lead', 'clock__now'),
    call('Lead', 'delegate', { goal: 'Keep', agent: 'keeper' }),
    call('Keep', 'clock__now'),
    call('Keep', 'delegate', { goal: 'Below', agent: 'free' }),
    call('Below', 'clock__now'),
    words('Below', 'No clock below.'),
    words('Keep', 'No clock.'),
    call('Lead', 'handoff', { goal: 'Go on', agent: 'keeper' }),
    call('Go on', 'clock__now'),
    words('Go on', 'Still none.'),
  );
  const { client } = world;
  const task = { id: 'work', agent: { goal: 'Lead', tools: ['clock.*', 'agents.*'] } };
  const { runId } = await client.runs.start({ plan: { version: 1, title: 'Lead', tasks: [task] } });
  expect(await world.ended(runId)).toMatchObject({ tasks: { work: { output: { text: 'Still none.' } } } });
  expect(await endsOf(client, runId)).toEqual([
    ['work/0/clock_now', undefined],
    ['work/1/keeper/0/clock_now', denied],
    ['work/1/keeper/1/free/0/clock_now', denied],
    ['work/3/clock_now', denied],
  ]);
  expect(await client.runs.replay({ runId })).toMatchObject({ identical: true });
  const lines = await client.permissions.audit({ runId, decision: 'denied' });
  expect(lines.map(({ target, rule }) => [target, rule])).toEqual(
    Array.from({ length: 3 }, () => ['clock.now', 'deny list']),
  );
});

test('so it is when the engine begins anew in the middle of its work, and in a fork of that', async () => {
  const toKeeper = call('Lead', 'delegate', { goal: 'Keep', agent: 'keeper' });
  const ends = [words('Keep', 'No clock.'), words('Lead', 'None.')];
  const world = await openWorld(
    toKeeper,
    { ...call('Keep', 'clock__now'), delayMs: 100_000 },
    call('Keep', 'clock__now'),
    ...ends,
  );
  const tasks = [
    { id: 'ahead', value: 1 },
    { id: 'work', agent: { goal: 'Lead' }, after: ['ahead'] },
  ];
  const { runId } = await world.client.runs.start({ plan: { version: 1, title: 'Lead', tasks } });
  await expect.poll(() => world.server.requests.some(({ text }) => text.includes('"content":"Keep'))).toBe(true);
  await world.restart();
  const { client } = world.engine();
  await world.ended(runId);
  expect(await endsOf(client, runId)).toEqual([['work/0/keeper/0/clock_now', denied]]);
  world.server.script(toKeeper, call('Keep', 'clock__now'), ...ends);
  const forked = await client.runs.fork({ runId, from: 'work' });
  await world.ended(forked.runId);
  expect(await endsOf(client, forked.runId)).toEqual([['work/0/keeper/0/clock_now', denied]]);
});

test('what it spawns keeps to it in a run of its own', async () => {
  const world = await openWorld(
    call('Keep', 'sessions_spawn', { goal: 'Alone', agent: 'free' }),
    call('Alone', 'clock__now'),
    words('Alone', 'None.'),
    words('Keep', 'Begun.'),
  );
  const { client } = world;
  const { conversationId } = await client.conversations.send({ text: 'Keep', agent: 'keeper' });
  await expect
    .poll(async () => (await client.runs.list({ conversationId, limit: 5 })).map(({ status }) => status))
    .toEqual(['completed', 'completed']);
  const spawned = (await client.runs.list({ limit: 5 })).find(({ source }) => source === 'agent');
  const child = await client.runs.get({ runId: spawned?.id ?? '' });
  expect(child.plan.tasks[0]?.agent).toMatchObject({
    as: 'free',
    policies: [{ agent: 'keeper', deny: ['clock.now'] }],
  });
  const { events } = await client.events.list({ scope: { runId: child.id }, types: ['task.failed'] });
  expect(events.map(({ payload }) => payload)).toMatchObject([{ error: { message: expect.stringContaining(said) } }]);
});

test('a simulation of its call names the rule, and its settings what nobody has', async () => {
  const { client } = await openWorld();
  const asked = { worker: 'clock', action: 'now' };
  expect(await client.policy.simulate({ ...asked, agent: 'keeper' })).toMatchObject({
    ...{ decision: 'denied', rule: 'deny list' },
    call: { because: expect.arrayContaining([expect.objectContaining({ says: 'denied', text: said })]) },
  });
  expect(await client.policy.simulate({ ...asked, agent: 'free' })).toMatchObject({ decision: 'allowed' });
  await expect(client.policy.simulate({ ...asked, agent: 'nobody' })).rejects.toMatchObject({
    message: 'agent: There is no agent nobody',
  });
  expect(await client.policy.simulate({ ...asked, draft: { profile: 'minimal', deny: ['clock'] } })).toMatchObject({
    rule: 'deny list',
  });
  const lists = { ...keeper, policy: { deny: ['klock'] } };
  await expect(client.settings.update({ agents: { named: [lists] } })).rejects.toMatchObject({
    message: expect.stringContaining('agents.named.0.policy.deny.0: there is no worker klock'),
  });
});
