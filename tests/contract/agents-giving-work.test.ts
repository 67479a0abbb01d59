import { expect, onTestFinished, test, vi } from 'vitest';
import type { AgentOutput } from '../../src/contract/agents.ts';
import type { AnyEvent, EventOf } from '../../src/contract/events.ts';
import { showLeft } from '../../src/main/headless/commands/models-left.ts';
import { recordingTerminal } from '../../src/main/headless/recording-terminal.ts';
import { type ScriptedModel, startScriptedModel } from '../../src/main/models/fixtures/start-scripted-model.ts';
import type { ScriptedAnswer, ScriptedReply } from '../../src/main/models/fixtures/transcript.ts';
import { openServedEngine, type ServedTestEngine } from './served-engine.ts';

vi.setConfig({ testTimeout: 120_000, expect: { poll: { timeout: 60_000 } } });

type World = ServedTestEngine & { server: ScriptedModel; seen: AnyEvent[] };

async function openWorld(...replies: ScriptedReply[]): Promise<World> {
  const server = await startScriptedModel({ replies });
  const served = await openServedEngine();
  const { client } = served.engine();
  await client.models.configure({ baseUrl: server.baseUrl, model: 'scripted', apiKey: '' });
  const named = [
    {
      name: 'researcher',
      description: 'finds things out',
      tools: ['text.*', 'clock.*'],
      pack: 'researcher',
      mostSteps: 9,
    },
    { name: 'writer', description: 'writes', tools: ['text.*'] },
  ];
  await client.settings.update({ agents: { named } });
  const seen: AnyEvent[] = [];
  served.engine().events.listen((event) => seen.push(event));
  onTestFinished(async () => {
    await served.close();
    await server.close();
  });
  return { ...served, server, seen };
}

const call = (name: string, input: object, more: Partial<ScriptedAnswer> = {}): ScriptedReply => ({
  ...{ text: '', calls: [{ name, input: input as never }] },
  ...more,
});
const forGoal = (goal: string, reply: ScriptedReply): ScriptedReply => ({ ...reply, when: `"content":"${goal}` });
const words = (text: string): ScriptedReply => ({ text });
const planned = (goal: string): ScriptedReply => ({
  text: JSON.stringify({
    plan: { title: goal, tasks: [{ id: 'work', agent: { goal, tools: ['clock.*', 'text.*', 'agents.*'] } }] },
  }),
  when: 'You are the planner of Heron',
});
const title: ScriptedReply = { text: 'Work', when: 'Give the conversation below a title', always: true };

async function said({ engine }: World, text: string) {
  const { client } = engine();
  const sent = await client.conversations.send({ text });
  const { messages } = await client.conversations.get({ conversationId: sent.conversationId });
  if (messages.some(({ text: shown }) => /go ahead|yes/i.test(shown)) && !sent.runId) {
    return client.conversations.send({ conversationId: sent.conversationId, text: 'yes' });
  }
  return sent;
}

test('an agent waits for one with a name, hands over to another, and the answer says who gives it [AG-01, AG-02, AG-16]', async () => {
  const world = await openWorld(
    title,
    planned('Write about noon'),
    forGoal('Write about noon', call('delegate', { goal: 'Find the noon', agent: 'researcher', tokens: 900 })),
    forGoal('Find the noon', call('clock__now', {})),
    forGoal('Find the noon', words('Noon is at 12.')),
    forGoal('Write about noon', call('handoff', { goal: 'Put it well', context: 'Noon is at 12.', agent: 'writer' })),
    forGoal('Put it well', words('At twelve the sun stands high.')),
  );
  const { runId = '', conversationId } = await said(world, 'write about noon');
  const run = await world.ended(runId);
  expect(run.tasks['work']?.output as AgentOutput).toMatchObject({
    text: 'At twelve the sun stands high.',
    by: 'writer',
  });
  const { client } = world.engine();
  await expect
    .poll(async () => (await client.conversations.get({ conversationId })).messages.at(-1))
    .toMatchObject({ runId, from: 'writer', text: 'At twelve the sun stands high.' });
  const [first, research, , again, written] = world.server.requests.filter(
    ({ text }) => !/planner of Heron|a title/.test(text),
  );
  const tools = (request = first): string[] =>
    (request?.body.tools ?? []).map((tool: { function: { name: string } }) => tool.function.name);
  expect(tools()).toEqual(expect.arrayContaining(['delegate', 'handoff', 'sessions_spawn', 'clock__now']));
  expect(tools(written).every((name) => name.startsWith('text__'))).toBe(true);
  expect(research?.text).not.toContain('Write about noon');
  expect(JSON.stringify(research?.body.messages[0])).toContain('You find things out');
  expect(again?.text).toContain('Noon is at 12.');
  expect(written?.text).not.toContain('Write about noon');
  expect(await client.runs.replay({ runId })).toMatchObject({ identical: true });
  const { tasks } = await client.timeline.tasks({ runId, paths: ['work/0', 'work/0/researcher'] });
  expect(tasks).toMatchObject([{ calls: ['researcher'] }, { agent: { as: 'researcher', goal: 'Find the noon' } }]);
});

test('a spawned agent holds nobody up, reports in the conversation and to who spawned it, and is stopped with it [AG-02, SQ-04]', async () => {
  const world = await openWorld(
    title,
    planned('Watch the sky'),
    forGoal('Watch the sky', call('sessions_spawn', { goal: 'Count stars', agent: 'researcher' })),
    forGoal('Count stars', { text: 'Nine {{ stars }}.', delayMs: 300 }),
    forGoal('Watch the sky', call('clock__now', {}, { delayMs: 1500 })),
    forGoal('Watch the sky', words('Nine, I am told.')),
  );
  const { runId = '', conversationId } = await said(world, 'watch the sky');
  const run = await world.ended(runId);
  const { client } = world.engine();
  const spawned = (await client.runs.list({ limit: 5 })).find(({ source }) => source === 'agent');
  const child = await world.ended(spawned?.id ?? '');
  expect(child).toMatchObject({
    spawnedBy: { runId, path: 'work/0/agents_spawn' },
    conversationId,
    status: 'completed',
  });
  expect(child.plan.tasks[0]?.budget).toEqual({ tokens: 200_000 });
  const { events } = await client.events.list({ scope: { runId }, types: ['agent.reported', 'task.steered'] });
  expect(events.map(({ type }) => type)).toEqual(['agent.reported', 'task.steered']);
  expect((events[1] as EventOf<'task.steered'>).payload.heard[0]?.text).toContain(
    'researcher that you spawned reports',
  );
  expect(world.server.requests.at(-1)?.text).toContain('Nine {{ stars }}.');
  const { messages } = await client.conversations.get({ conversationId });
  expect(messages.filter(({ from }) => from === 'researcher')).toMatchObject([
    { runId: child.id, text: 'Nine {{ stars }}.' },
  ]);
  for (const id of [runId, child.id])
    expect(await client.runs.replay({ runId: id })).toMatchObject({ identical: true });
  expect(run.tasks['work']?.output as AgentOutput).toMatchObject({ ended: 'answer' });

  world.server.script(
    title,
    planned('Wait for it'),
    forGoal('Wait for it', call('sessions_spawn', { goal: 'Sleep long' })),
    { misbehave: 'stay silent', when: 'Sleep long' },
    { misbehave: 'stay silent', when: 'Wait for it' },
  );
  const second = await said(world, 'wait for it');
  await expect
    .poll(() => world.server.requests.filter(({ text }) => text.includes('Sleep long')).length)
    .toBeGreaterThan(0);
  const [sleeping] = (await client.runs.list({ limit: 2 })).filter(({ source }) => source === 'agent');
  await client.runs.cancel({ runId: second.runId ?? '' });
  expect((await world.ended(sleeping?.id ?? '')).status).toBe('cancelled');
});

test('work is given away so often and so deep as the settings say, and to nobody who could do more [AG-02]', async () => {
  const world = await openWorld(title, planned('Ask all'));
  const { client } = world.engine();
  await client.settings.update({ agents: { perAgent: 1, levels: 1, spawned: 0 } });
  const delegate = (goal: string, more: object = {}) => ({ name: 'delegate', input: { goal, ...more } as never });
  world.server.script(
    title,
    planned('Ask all'),
    forGoal('Ask all', {
      text: '',
      calls: [delegate('One', { tools: ['files.*'] }), delegate('Two', { agent: 'nobody' })],
    }),
    forGoal('Ask all', { text: '', calls: [delegate('Three'), delegate('Four')] }),
    forGoal('Three', words('3')),
    forGoal('Ask all', words('Three said 3.')),
  );
  const { runId = '' } = await said(world, 'ask all');
  const run = await world.ended(runId);
  expect(run.tasks['work']?.output as AgentOutput).toMatchObject({ text: 'Three said 3.' });
  const { events } = await client.events.list({ scope: { runId }, types: ['task.modelAnswered'] });
  const calls = events.flatMap((event) => (event.type === 'task.modelAnswered' ? event.payload.calls : []));
  expect(calls.map(({ error }) => error?.message)).toEqual([
    'tools: It could call nothing of what you may call',
    'There is no agent nobody; there are researcher, writer',
    undefined,
    '1 pieces of work were given away, and no more may be; do the rest yourself',
  ]);
  const three = world.server.requests.find(({ text }) => text.includes('"content":"Three'));
  expect(three?.text).not.toContain('"delegate"');
});

test('what an agent writes streams, without what it thinks unless that is wanted, and stays marked when it is stopped', async () => {
  const thinking: ScriptedAnswer = { text: 'It is noon.', reasoning: 'Let me think.', pieceLength: 4 };
  const world = await openWorld(title, planned('Tell it'), forGoal('Tell it', thinking));
  const { client } = world.engine();
  const wrote = (): EventOf<'agent.wrote'>['payload'][] =>
    world.seen.flatMap((event) => (event.type === 'agent.wrote' ? [event.payload] : []));
  await world.ended((await said(world, 'tell it')).runId ?? '');
  expect(
    wrote()
      .map(({ text }) => text)
      .join(''),
  ).toBe('It is noon.');
  expect(wrote().length).toBeGreaterThan(2);

  await client.settings.update({ agents: { showThinking: true } });
  world.server.script(title, planned('Tell it'), forGoal('Tell it', { ...thinking, stallAfter: 6 }));
  world.seen.length = 0;
  const { runId = '', conversationId } = await said(world, 'tell it');
  await expect.poll(() => wrote().some(({ isThinking }) => !isThinking)).toBe(true);
  expect(wrote().some(({ isThinking }) => isThinking)).toBe(true);
  await client.runs.cancel({ runId });
  await expect
    .poll(async () => (await client.conversations.get({ conversationId })).messages.at(-1)?.text)
    .toMatch(/^It is?.*…\n\n\*Stopped, as you asked\.\*$/);
});

test('a spawned agent that has time waits for room in the limits of the model, and its run says so [MD-17, AG-02]', async () => {
  const reset = 3 * 3_600_000;
  const headers = {
    'x-ratelimit-limit-requests': '100',
    'x-ratelimit-remaining-requests': '40',
    'x-ratelimit-reset-requests': `${reset}ms`,
  };
  // What is said with the first answers counts for the spawned one.
  const world = await openWorld(
    title,
    { ...planned('Watch the sky'), headers },
    forGoal('Watch the sky', { ...call('sessions_spawn', { goal: 'Count stars', background: true }), headers }),
    forGoal('Watch the sky', { text: 'I go on.', headers }),
    forGoal('Count stars', { text: 'Nine.', headers }),
  );
  const { runId = '' } = await said(world, 'watch the sky');
  const run = await world.ended(runId);
  expect(run.tasks['work']?.output as AgentOutput).toMatchObject({ text: 'I go on.' });
  const { client } = world.engine();
  const spawned = (await client.runs.list({ limit: 5 })).find(({ source }) => source === 'agent');
  const childId = spawned?.id ?? '';
  const held = () => world.seen.filter((event) => event.type === 'model.heldBack');
  await expect.poll(() => held().length).toBe(1);
  expect(held()[0]).toMatchObject({ scope: { runId: childId, taskId: 'work/0' }, payload: { window: { left: 40 } } });
  const { accounts } = await client.spending.left({});
  expect(accounts).toMatchObject([{ background: { may: false, because: { unit: 'requests', left: 40 } } }]);
  const terminal = recordingTerminal({});
  const openEngine = async () => ({ client: async () => client, isRemote: true, close: async () => undefined });
  await showLeft({ terminal, openEngine }, {});
  expect(terminal.outLines.join('\n')).toMatch(
    /40 of 100 requests left +until .+\n +work in the background waits until/,
  );
  // Agents and plans ask the same.
  const plan = { version: 1 as const, title: 'Ask', tasks: [{ id: 'left', action: 'model-limits.left', input: {} }] };
  const asked = await world.ended((await client.runs.start({ plan, allow: 'plan', unattended: true })).runId);
  expect(asked.tasks['left']).toMatchObject({ status: 'completed', output: { accounts: [{ may: false }] } });
  expect(world.server.requests.some(({ text }) => text.includes('"content":"Count stars'))).toBe(false);
  await client.settings.update({ pacing: { share: 90 } });
  const child = await world.ended(childId);
  expect(child.tasks['work']?.output as AgentOutput).toMatchObject({ text: 'Nine.' });
  expect(child.spawnedBy).toMatchObject({ isBackground: true });
  expect(await client.runs.replay({ runId: childId })).toMatchObject({ identical: true });
});
