import { expect, test } from 'vitest';
import { usualRouting } from '../../src/contract/routing.ts';
import { sortSentence } from '../../src/main/headless/commands/models.ts';
import { recordingTerminal } from '../../src/main/headless/recording-terminal.ts';
import { openTalkingEngine } from './talking-engine.ts';

const sorting = 'Say what kind the sentence is';

test('questions go to the quick model, programs to the thorough one, and a small one says where no rule does [MD-16]', async () => {
  const { engine, server } = await openTalkingEngine(
    { text: '{"kind":"question"}', when: sorting, always: true },
    { text: JSON.stringify({ answer: 'A bird.' }), always: true },
  );
  const { client } = engine();
  const [provider] = (await client.models.overview({})).providers;
  const { id: providerId = '' } = provider ?? {};
  await client.models.keepProvider({ providerId, models: ['large', 'quick', 'tiny'] });
  for (const [alias, model] of Object.entries({ smart: 'large', fast: 'quick', local: 'tiny' })) {
    await client.models.keepAlias({ alias, models: [`${providerId}/${model}`] });
  }
  // Nothing here is about how long it may take.
  await client.settings.update({ routing: { mostMs: 10_000 } });
  const asked = async (text: string): Promise<string[]> => {
    const before = server.requests.length;
    const { conversationId } = await client.conversations.send({ text });
    await expect
      .poll(async () => (await client.conversations.get({ conversationId })).messages.at(-1)?.role, { timeout: 20_000 })
      .toBe('assistant');
    const own = server.requests.slice(before).filter(({ text: sent }) => !sent.includes('Give the conversation below'));
    return own.map(({ text: sent, body }) => `${sent.includes(sorting) ? 'sorts ' : ''}${body.model}`);
  };
  expect(await asked('What is a heron?')).toEqual(['quick']);
  expect(await asked('fix the bug in the parser')).toEqual(['large']);
  expect(await asked('plan my week')).toEqual(['sorts tiny', 'quick']);
  // It is remembered.
  expect(await asked('plan my week')).toEqual(['quick']);
  const terminal = recordingTerminal({});
  const openEngine = async () => ({ client: async () => client, isRemote: true, close: async () => undefined });
  await sortSentence({ terminal, openEngine }, 'what is a heron', {});
  expect(terminal.outLines).toEqual([`${providerId}/quick: a question, by rule 4`]);
  // The rules are a person's to change.
  const rules = [{ kind: 'edit' as const, begins: ['what is'] }, ...usualRouting.rules];
  await client.settings.update({ routing: { rules } });
  expect(await client.models.sort({ text: 'What is a heron?' })).toMatchObject({ kind: 'edit', by: 'rule', rule: 1 });
  expect(await asked('What is a heron?')).toEqual(['large']);
  await client.settings.update({ routing: { isOn: false } });
  expect(await asked('thanks')).toEqual(['large']);
});
