import { expect, test } from 'vitest';
import type { ScriptedReply } from '../../src/main/models/fixtures/transcript.ts';
import { openTalkingEngine } from './talking-engine.ts';

const asPlanner = 'You are the planner of Heron';
const answer = (text: string): { text: string } => ({ text: JSON.stringify({ answer: text }) });

test('two prompts at once: while a model makes one of them wait, the other is asked and answered [OR-18]', async () => {
  const gate = Promise.withResolvers<void>();
  const slow: ScriptedReply = { ...answer('Late.'), until: gate.promise, when: 'the slow one' };
  const { engine, server } = await openTalkingEngine(slow, { ...answer('At once.'), when: asPlanner, always: true });
  const { client } = engine();
  const last = async (conversationId: string) => (await client.conversations.get({ conversationId })).messages.at(-1);
  const asked = (): number => server.requests.filter(({ text }) => text.includes(asPlanner)).length;

  const ids = { slow: `cnv_${'A'.repeat(26)}`, quick: `cnv_${'B'.repeat(26)}` };
  const answered = client.conversations.send({ newConversationId: ids.slow, text: 'the slow one' });
  await expect.poll(asked).toBe(1);
  await client.conversations.send({ newConversationId: ids.quick, text: 'the quick one' });
  await expect.poll(() => last(ids.quick)).toMatchObject({ role: 'assistant', text: 'At once.' });
  expect(await last(ids.slow)).toMatchObject({ role: 'person', text: 'the slow one' });
  gate.resolve();
  await answered;
  await expect.poll(() => last(ids.slow)).toMatchObject({ role: 'assistant', text: 'Late.' });
});

test('one prompt after the other is asked over the same connections [OR-18]', async () => {
  const { engine, server } = await openTalkingEngine({ ...answer('Noted.'), when: asPlanner, always: true });
  const { client } = engine();
  const { conversationId } = await client.conversations.send({ text: 'number 0' });
  for (let number = 1; number < 8; number += 1) {
    await client.conversations.send({ conversationId, text: `number ${number}` });
    const { messages } = await client.conversations.get({ conversationId });
    expect(messages.at(-1)).toMatchObject({ role: 'assistant', text: 'Noted.' });
  }
  expect(server.requests.length).toBeGreaterThanOrEqual(9);
  // The conversation is named beside what is said in it.
  expect(server.connections()).toBeLessThanOrEqual(3);
});
