import type { AnyEvent } from '../../src/contract/events.ts';
import type { ScriptedAnswer } from '../../src/main/models/fixtures/transcript.ts';
import { inWorld, spread, type World } from './agent-world.ts';
import type { Figure } from './figure.ts';

/** Four characters are about a token: fifty of them a second, and the first after 600 ms, as hosted models write. */
const hosted = { delayMs: 600, pieceMs: 20, pieceLength: 4 };
const rounds = 8;

/** A question, a step, and a goal for an agent that calls twice: from the sentence to the whole answer in its conversation. */
export async function measureWholeTurns(): Promise<Figure[]> {
  return inWorld(answerAsHosted, async (world) => {
    await untilAnswered(world, 'What is a heron?');
    const took: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      for (const text of ['What is a heron?', 'Say good morning', 'Find out what it says']) {
        took.push((await untilAnswered(world, text)) / 1000);
      }
    }
    return spread('a whole turn with a model that writes 50 tokens a second', took, 's', {
      p50: '≤ 3.5 s',
      p95: '≤ 8 s',
    });
  });
}

const prose =
  'A heron is a long-legged wading bird. It stands still in shallow water, and takes fish with one stroke of its bill. ' +
  'It nests in trees, many pairs together, and flies with its neck drawn in.';

function answerAsHosted(asked: string): ScriptedAnswer {
  const { messages, tools } = JSON.parse(asked) as {
    messages: { role: string; content: unknown }[];
    tools?: unknown[];
  };
  if (tools) return { ...hosted, ...agentStep(messages.filter(({ role }) => role === 'tool').length) };
  const said = JSON.stringify(messages.at(-1)?.content);
  if (said.includes('good morning'))
    return { ...hosted, text: planText({ action: 'echo-node.say', input: { text: 'Good morning' } }) };
  if (said.includes('Find out')) {
    return { ...hosted, text: planText({ agent: { goal: 'Find out what it says', tools: ['echo-node.say'] } }) };
  }
  return { ...hosted, text: JSON.stringify({ answer: prose }) };
}

function agentStep(results: number): ScriptedAnswer {
  if (results === 2) return { text: 'It says what it is given, twice out of twice.' };
  return { text: '', calls: [{ name: 'echo-node__say', input: { text: `try ${results}` } }] };
}

function planText(task: object): string {
  return JSON.stringify({ version: 1, title: 'Say it', tasks: [{ id: 'say', ...task }] });
}

async function untilAnswered({ engine }: World, text: string): Promise<number> {
  const began = performance.now();
  const answered = Promise.withResolvers<void>();
  const conversations = new Set<string>();
  let mine: string | undefined;
  const heed = ({ type, payload, scope: { conversationId = '' } }: AnyEvent): void => {
    if (type !== 'message.added' || payload.message.role !== 'assistant') return;
    conversations.add(conversationId);
    if (conversationId === mine) answered.resolve();
  };
  const stop = engine.events.listen(heed);
  try {
    const sent = await engine.client.conversations.send({ text });
    mine = sent.conversationId;
    if (!conversations.has(mine)) await answered.promise;
    return performance.now() - began;
  } finally {
    stop();
  }
}
