import { gunzipSync } from 'node:zlib';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import type { AnyEvent } from '../../src/contract/events.ts';
import type { ProviderKind } from '../../src/contract/model-providers.ts';
import { mostThinking } from '../../src/contract/thinking.ts';
import { type ScriptedModel, startScriptedModel } from '../../src/main/models/fixtures/start-scripted-model.ts';
import type { ScriptedAnswer, ScriptedReply } from '../../src/main/models/fixtures/transcript.ts';
import { call, openServedEngine, type ServedTestEngine } from './served-engine.ts';

vi.setConfig({ testTimeout: 120_000, expect: { poll: { timeout: 60_000 } } });

type World = ServedTestEngine & { server: ScriptedModel; seen: AnyEvent[] };
let world: World;
afterEach(async () => {
  await world.close();
  await world.server.close();
});

const title: ScriptedReply = { text: 'A talk', when: 'Give the conversation below a title', always: true };
const planner = 'You are the planner of Heron';

async function open(kind: ProviderKind): Promise<World> {
  const server = await startScriptedModel({ replies: [] });
  const served = await openServedEngine();
  const { client } = served.engine();
  const baseUrl = server.baseUrl;
  await client.models.keepProvider({ providerId: 'there', kind, baseUrl, models: ['scripted'] });
  await client.models.keepAccount({ providerId: 'there', accountId: 'main', apiKey: 'sk-canary-1f2e3d4c5b6a' });
  const seen: AnyEvent[] = [];
  const stop = served.engine().events.listen((event) => seen.push(event));
  onTestFinished(stop);
  return { ...served, server, seen };
}

const client = () => world.engine().client;
const show = (showThinking: boolean) => client().settings.update({ agents: { showThinking } });

/** Scripts an answer in words after a thought, asks for it, and gives the conversation with it. */
async function answered(answer: ScriptedAnswer, text = 'how are you') {
  world.server.script(title, { text: JSON.stringify({ answer: 'Well.' }), when: planner, ...answer });
  const { conversationId } = await client().conversations.send({ text });
  return conversationId;
}

/** Scripts a plan with an agent, each with a thought, and waits for the answer. */
async function worked(goal: string) {
  const agent = { goal, tools: ['clock.*'] };
  const tool = { name: 'clock__now', input: {} };
  world.server.script(
    title,
    {
      text: JSON.stringify({ plan: { title: goal, tasks: [{ id: 'work', agent }] } }),
      when: planner,
      reasoning: 'An agent fits.',
    },
    { calls: [tool], when: goal, reasoning: 'First the clock.' },
    { text: 'It is noon.', when: goal, reasoning: 'That is noon.', pieceMs: 2 },
  );
  const { runId = '', conversationId } = await client().conversations.send({ text: goal });
  await world.ended(runId);
  await expect.poll(() => lastMessage(conversationId)).toMatchObject({ text: 'It is noon.', runId });
  return { runId, conversationId };
}

const messages = async (conversationId: string) => (await client().conversations.get({ conversationId })).messages;
const lastMessage = async (conversationId: string) => (await messages(conversationId)).at(-1);
const exported = async (conversationId: string) =>
  (await client().conversations.export({ conversationId, form: 'json' })).text;
const stored = async () => JSON.stringify((await client().events.list({ limit: 1000 })).events);

async function reasoningOf(runId: string): Promise<unknown> {
  const headers = { authorization: `Bearer ${world.tokens().apiToken}` };
  const told = await call(`${await world.address()}/api/v1/tasks/${runId}`, { method: 'GET', headers });
  return JSON.parse(told.text).reasoning;
}

async function bundleOf(runId: string): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const { bytes } of await client().bundles.make({ runId, redaction: 'secrets', withFiles: false })) {
    pieces.push(Buffer.from(bytes, 'base64'));
  }
  return gunzipSync(Buffer.concat(pieces)).toString('utf8');
}

test.each<ProviderKind>(['compatible', 'anthropic'])(
  'what a model thinks is counted and kept nowhere, unless it is shown: then it streams, and stays with the answer over a restart (%s) [GW-05]',
  async (kind) => {
    world = await open(kind);
    const quiet = await answered({ reasoning: 'A quiet thought of several pieces.' });
    const plain = await lastMessage(quiet);
    expect(plain?.text).toBe('Well.');
    expect(plain).not.toHaveProperty('thinking');
    const alone = await worked('Tell the hour');
    expect(await reasoningOf(alone.runId)).toBe('[redacted]');
    expect(world.seen.some(({ type }) => type === 'message.thought')).toBe(false);
    expect(await stored()).not.toMatch(/quiet thought|First the clock|An agent fits/);

    await show(true);
    world.seen.length = 0;
    const shown = await answered({ reasoning: 'A shown thought of several pieces.', pieceMs: 2 });
    const thinking = { text: 'A shown thought of several pieces.', tookMs: expect.toSatisfy((ms: number) => ms > 0) };
    const message = await lastMessage(shown);
    expect(message).toMatchObject({ text: 'Well.', thinking });
    const pieces = world.seen.flatMap((event) => (event.type === 'message.thought' ? [event.payload] : []));
    expect(pieces.length).toBeGreaterThan(1);
    expect(pieces.map(({ text }) => text).join('')).toBe('A shown thought of several pieces.');
    expect(new Set(pieces.map(({ messageId }) => messageId))).toEqual(new Set([message?.id]));

    const { runId, conversationId } = await worked('Tell the noon');
    const thoughts = ['An agent fits.', 'First the clock.', 'That is noon.'].join('\n\n');
    expect(await lastMessage(conversationId)).toMatchObject({ thinking: { text: thoughts } });
    expect(await reasoningOf(runId)).toBe('First the clock.\n\nThat is noon.');
    expect(await client().runs.replay({ runId })).toMatchObject({ identical: true });
    expect(await bundleOf(runId)).toContain('First the clock.');

    await world.restart();
    expect(await lastMessage(shown)).toMatchObject({ thinking: { text: 'A shown thought of several pieces.' } });
    expect(await lastMessage(conversationId)).toMatchObject({ thinking: { text: thoughts } });
    expect(await exported(shown)).toContain('A shown thought');
    // No model is shown what one thought before.
    world.server.script(title, { text: JSON.stringify({ answer: 'Still well.' }), when: planner });
    await client().conversations.send({ conversationId: shown, text: 'and now' });
    expect(world.server.requests.at(-1)?.text).not.toContain('shown thought');
    expect(world.server.requests.map(({ text }) => text).join('')).not.toMatch(/First the clock|An agent fits/);

    await show(false);
    expect(await lastMessage(conversationId)).not.toHaveProperty('thinking');
    expect(await exported(shown)).not.toContain('A shown thought');
    expect(await reasoningOf(runId)).toBe('[redacted]');
    expect(await bundleOf(runId)).not.toContain('First the clock.');
    expect(world.logText()).not.toMatch(/shown thought|First the clock/);
  },
);

test('of a long thought head and tail are kept, without the values of secrets [GW-05]', async () => {
  world = await open('compatible');
  await show(true);
  await client().secrets.set({ name: 'deploy', value: 'hunter2-canary-0042' });
  // The value lies where the text is cut.
  const before = 'a'.repeat(mostThinking * 0.7 - 6);
  const reasoning = `${before}hunter2-canary-0042${'b'.repeat(mostThinking)}the end`;
  const conversationId = await answered({ reasoning, pieceLength: 5000 });
  const { text = '' } = (await lastMessage(conversationId))?.thinking ?? {};
  expect(text.length).toBeLessThan(mostThinking + 60);
  expect(text).toMatch(/^a{1000}.*characters left out.*the end$/s);
  expect(text).not.toContain('hunter');
});
