import { expect, test } from 'vitest';
import type { ModelMessage, ModelPart, ModelClient, ModelRequest } from '../models/model-client.ts';
import { createRemembering } from '../models/context/remember.ts';
import { summarise } from '../models/context/summarise.ts';
import { makeTitle } from '../models/make-title.ts';
import { askKind } from '../models/routing/ask-kind.ts';
import { openDatabase } from '../base/database.ts';
import { createEventLog } from '../base/event-log.ts';
import { createIds } from '../base/ids.ts';
import { agentInstructions } from '../features/agents/instructions.ts';
import { smallCatalogue } from '../features/plans/fixtures/small-catalogue.ts';
import { firstRequest } from '../features/plans/plan-by-model.ts';
import { plannerText, repairRequest } from '../features/plans/prompt.ts';

/**
 * What models are told, word for word. A change shows here as a difference that somebody has to want: `vitest run -u` writes it anew.
 */
const conversationId = 'cnv_01JD0000000000000000000000';
const signal = new AbortController().signal;
const places = { baseFolder: '/home/ada', homeFolder: '/home/ada' };
const scope = { conversationId };
const talk: ModelMessage[] = [
  { role: 'user', content: 'I never eat meat.', mark: 'msg_1' },
  { role: 'assistant', text: 'Noted.', calls: [{ id: 'c1', name: 'files__read', input: { path: '~/menu.txt' } }] },
  { role: 'tool', callId: 'c1', name: 'files__read', output: 'Soup, steak.', mark: 'msg_2' },
  { role: 'user', content: 'What can I have?', mark: 'msg_3' },
];

/** A model that says this, and what it was asked. */
function listening(says: string): { client: ModelClient; asked: ModelRequest[] } {
  const asked: ModelRequest[] = [];
  async function* stream(request: ModelRequest): AsyncGenerator<ModelPart> {
    asked.push(request);
    yield { type: 'text', text: says };
    const usage = { inputTokens: 1, outputTokens: 1, reasoningTokens: 0 };
    yield { type: 'finish', reason: 'stop', usage, model: 'm', firstPartMs: 1, tookMs: 1 };
  }
  return { client: { stream }, asked };
}

/** All of a request that a model reads. */
function written({ instructions, messages, answerSchema, maxOutputTokens }: ModelRequest): string {
  const said = messages.map((message) => {
    const { mark: _, ...shown } = message;
    return JSON.stringify(shown, undefined, 2).replaceAll(String.raw`\n`, '\n');
  });
  const rest = JSON.stringify({ answerSchema, maxOutputTokens }, undefined, 2);
  return `${[instructions, ...said, rest].join('\n\n---\n\n')}\n`;
}

async function isGolden(name: string, text: string): Promise<void> {
  await expect(text).toMatchFileSnapshot(`fixtures/prompts/${name}.txt`);
}

test('the planner is told this, and this of a plan that cannot run [OB-07]', async () => {
  const catalogue = smallCatalogue();
  const asked = { history: talk, catalogue, places, manner: 'Speak formally.', conversationId };
  await isGolden('plan', written(firstRequest({ ...asked, text: 'zip photos', purpose: 'plan' }, signal)));
  const small = { ...firstRequest({ ...asked, text: 'zip photos', purpose: 'plan' }, signal) };
  await isGolden('plan-small', written({ ...small, ...small.sized?.(2000) }));
  const used = catalogue.action('archive.create');
  const issues = [{ path: 'tasks.0.input.source', message: 'expected a text' }];
  await isGolden('plan-repair', `${repairRequest(issues, used ? [used] : [])}\n`);
  // The same catalogue gives the same bytes, so that a provider can keep what it has read.
  const told = () => plannerText({ catalogue, baseFolder: '/home/ada', manner: '', says: 'zip photos' }).instructions;
  expect(told()).toBe(told());
});

test('an agent is told this, with and without others to give work to [OB-07]', async () => {
  const alone = { baseFolder: '/home/ada', manner: '', givesAway: false };
  await isGolden('agent', `${agentInstructions(alone)}\n`);
  await isGolden('agent-that-gives-work', `${agentInstructions({ ...alone, manner: 'Be brief.', givesAway: true })}\n`);
});

test('who sorts sentences and who finds titles is told this [OB-07]', async () => {
  const sorter = listening('{"kind":"question"}');
  const asking = { mostMs: 20_000, scope, signal };
  expect(await askKind(sorter.client, 'plan my week', asking)).toEqual({ kind: 'question', model: 'm' });
  const namer = listening('A menu');
  const wanted = { conversationId, question: 'What can I have?', answer: 'Soup.', signal };
  expect(await makeTitle(namer.client, wanted)).toBe('A menu');
  for (const [name, { asked }] of [
    ['sort', sorter],
    ['title', namer],
  ] as const) {
    expect(asked).toHaveLength(1);
    await isGolden(name, asked.map(written).join(''));
  }
});

test('who sums up, and who notes what must outlast that, is told this [OB-07]', async () => {
  const writer = listening('## Facts\n- No meat');
  const summing = { client: writer.client, window: 8000, most: 500, scope, signal };
  await summarise(summing, '## Facts\n- Lives in Ghent', talk);
  await isGolden('summary', writer.asked.map(written).join(''));
  const database = openDatabase({ file: ':memory:' });
  const log = createEventLog({ database, makeId: createIds(), clock: Date.now });
  const noter = listening('- Eats no meat');
  const kept: string[] = [];
  const keep = async ({ text }: { text: string }): Promise<void> => void kept.push(text);
  const remember = createRemembering({ log, client: noter.client, isOn: () => true, keep });
  await remember({ of: { conversationId }, scope, after: undefined, older: talk, room: 4000, signal });
  expect(kept).toEqual(['- Eats no meat']);
  await isGolden('note', noter.asked.map(written).join(''));
  await log.close();
  database.close();
});
