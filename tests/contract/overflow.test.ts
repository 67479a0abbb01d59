import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { countText } from '../../src/main/models/context/count-tokens.ts';
import { startScriptedModel } from '../../src/main/models/fixtures/start-scripted-model.ts';
import type { ScriptedReply } from '../../src/main/models/fixtures/transcript.ts';
import { openServedEngine } from './served-engine.ts';

vi.setConfig({ testTimeout: 120_000, expect: { poll: { timeout: 60_000 } } });

const always = (when: string, text: string): ScriptedReply => ({ text, when, always: true });
const planner = 'You are the planner of Heron';
const notes = 'Older messages between a person';
const summary = 'You keep the record';

/** A server that says it has no room, with another model beside it that would have answered. */
async function openOverflowing(replies: (notesFolder: string) => ScriptedReply[]) {
  const served = await openServedEngine();
  const folder = join(served.folder, 'prompts', 'memory');
  const server = await startScriptedModel({ models: ['large', 'small'], replies: replies(folder) });
  onTestFinished(async () => {
    await served.close();
    await server.close();
  });
  const { client } = served.engine();
  await client.models.configure({ baseUrl: server.baseUrl, model: 'large', apiKey: '' });
  const { providers } = await client.models.overview({});
  const [provider] = providers;
  if (!provider) throw new Error('There is no provider');
  const { id: providerId, kind, baseUrl } = provider;
  await client.models.keepProvider({ providerId, kind, baseUrl, models: ['large', 'small'] });
  for (const purpose of ['plan', 'act', 'summary'] as const) {
    await client.models.keepRoute({ purpose, models: ['server/large', 'server/small'] });
  }
  /** Which of them was asked for what, in order; titles come when they come. */
  const asked = () =>
    server.requests.flatMap(({ text, body }) => {
      const what = [planner, notes, summary].find((words) => text.includes(words));
      return what === undefined ? [] : [`${(body as { model: string }).model}: ${what}`];
    });
  return { served, client, server, folder, asked };
}

test('a server that finds a request too long: what has to last is noted, then older messages are summarised, and no other model is asked [ME-04]', async () => {
  const notedBefore: boolean[] = [];
  const { client, server, folder, asked } = await openOverflowing((place) => [
    always('Give the conversation below a title', 'Talk'),
    always(notes, '- Never eats meat'),
    {
      answer: () => {
        notedBefore.push(existsSync(place) && /Never eats meat/.test(read(place)));
        return { text: '## Facts\nNever eats meat.' };
      },
      when: summary,
      always: true,
    },
    always(planner, JSON.stringify({ answer: 'Noted.' })),
  ]);
  const { conversationId } = await client.conversations.send({ text: 'I never eat meat.' });
  for (let said = 0; said < 6; said += 1) {
    await client.conversations.send({
      conversationId,
      text: `Remark ${said}: ${'and so the day went on. '.repeat(160)}`,
    });
  }
  const before = asked().length;
  server.script(
    { fault: 'context-overflow', when: planner },
    always('Give the conversation below a title', 'Talk'),
    always(notes, '- Never eats meat'),
    {
      answer: () => {
        notedBefore.push(existsSync(folder) && /Never eats meat/.test(read(folder)));
        return { text: '## Facts\nNever eats meat.' };
      },
      when: summary,
      always: true,
    },
    always(planner, JSON.stringify({ answer: 'A salad.' })),
  );
  await client.conversations.send({ conversationId, text: 'What shall I cook?' });
  const { messages } = await client.conversations.get({ conversationId });
  expect(messages.at(-1)?.text).toBe('A salad.');
  // The summary is written in as many pieces as its model has room for.
  const inTurn = asked()
    .slice(before)
    .filter((one, index, all) => one !== all[index - 1]);
  expect(inTurn).toEqual([planner, notes, summary, planner].map((what) => `large: ${what}`));
  expect(new Set(notedBefore)).toEqual(new Set([true]));
  const { events } = await client.events.list({
    scope: { conversationId },
    types: ['memory.noted', 'context.compacted', 'model.fellBack', 'planner.fellBack'],
  });
  expect(events.map(({ type }) => type)).toEqual(['memory.noted', 'context.compacted']);
  expect(events[1]).toMatchObject({ payload: { checkpoint: { because: 'overflow' } } });
  // It is found afterwards, where it is of.
  const { found } = await client.memory.search({ query: 'eats meat', scope: 'own' });
  expect(found.map(({ kind }) => kind)).toContain('note');
});

test('a model is told as much of what Heron can do as its window has room for, and one whose server says it has less is told less at once [OR-02]', async () => {
  const { client, server } = await openOverflowing(() => [
    always('Give the conversation below a title', 'Talk'),
    always(planner, JSON.stringify({ answer: 'Which folder?' })),
  ]);
  const told = async (context: number): Promise<string[]> => {
    await client.models.describe({ model: 'server/large', own: { context } });
    const before = server.requests.length;
    const { conversationId } = await client.conversations.send({
      text: 'zip the folder ~/photos and compare two texts for me',
    });
    const { messages } = await client.conversations.get({ conversationId });
    expect(messages.at(-1)?.text).toBe('Which folder?');
    return server.requests.slice(before).flatMap(({ text }) => (text.includes(planner) ? [text] : []));
  };
  const sizes: number[] = [];
  for (const window of [4096, 8192, 32_768, 200_000]) {
    const [text = '', ...more] = await told(window);
    expect(more).toEqual([]);
    expect(countText(text)).toBeLessThan(window * 0.75);
    expect(text).toContain('archive.create');
    sizes.push(text.length);
  }
  expect(sizes).toEqual(sizes.toSorted((one, other) => one - other));
  server.script(
    {
      when: planner,
      status: 400,
      body: JSON.stringify({
        error: { message: 'the request exceeds the available context size (4096 tokens), try increasing it' },
      }),
    },
    always('Give the conversation below a title', 'Talk'),
    always(planner, JSON.stringify({ answer: 'Which folder?' })),
  );
  const [refused = '', taken = '', ...more] = await told(32_768);
  expect(more).toEqual([]);
  expect(countText(refused)).toBeGreaterThan(4096);
  expect(countText(taken)).toBeLessThan(3200);
});

test('so is it in an agent that a server has no room for [ME-04]', async () => {
  const { served, client, asked } = await openOverflowing(() => [
    always(notes, 'NOTHING'),
    always(summary, '## Done\nIt looked at the clock.'),
    ...Array.from({ length: 4 }, (_, step): ScriptedReply => ({
      text: `Step ${step}: ${'I look again and again. '.repeat(60)}`,
      calls: [{ name: 'clock__now', input: {} }],
      when: 'Look at the clock',
    })),
    { fault: 'context-overflow', when: 'Look at the clock' },
    { text: 'It is late.', when: 'Look at the clock' },
  ]);
  const agent = { goal: 'Look at the clock', tools: ['clock.now'] };
  const { runId } = await client.runs.start({
    plan: { version: 1, title: 'Look', tasks: [{ id: 'work', agent }] },
  });
  const run = await served.ended(runId);
  expect(run.tasks['work']?.output).toMatchObject({ text: 'It is late.' });
  const [first, ...others] = asked();
  expect(first).toBe(`large: ${notes}`);
  expect(new Set(others)).toEqual(new Set([`large: ${summary}`]));
  const { events } = await client.events.list({
    scope: { runId },
    types: ['memory.noted', 'context.compacted', 'model.fellBack'],
  });
  expect(events.map(({ type }) => type)).toEqual(['memory.noted', 'context.compacted']);
});

function read(folder: string): string {
  return readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n');
}
