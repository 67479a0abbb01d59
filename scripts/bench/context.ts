import { startScriptedModel } from '../../src/main/models/fixtures/start-scripted-model.ts';
import type { ScriptedAnswer } from '../../src/main/models/fixtures/transcript.ts';
import { type BenchEngine, openBenchEngine, secondsOfPlan } from './bench-engine.ts';
import { type Figure, figure, quantile } from './figure.ts';

const facts = 20;
/** Summaries after which the facts are asked for. */
const after = [1, 3, 6];
const latencyMs = 20;
const turns = 60;
const steps = 20;

const nameOf = (fact: number): string => `door ${fact} of the north wing`;
const codeOf = (fact: number): number => 4000 + fact * 37;
const planted = /The code of door \d+ of the north wing is \d+\./g;
const answerJson = (answer: string): string => JSON.stringify({ answer });

/**
 * Long conversations with a model that knows nothing but what a request holds: facts that are told at the beginning are asked
 * for after so many summaries. It writes perfect summaries, so what is measured is that Heron loses nothing on the way.
 */
export async function measureContext(): Promise<Figure[]> {
  return [...(await measureFacts()), ...(await measureOverhead())];
}

async function measureFacts(): Promise<Figure[]> {
  const largest = { tokens: 0 };
  const server = await startScriptedModel({
    models: ['bench'],
    replies: [
      {
        answer: (asked) => ({ text: `## Facts and wishes\n${seen(asked)}` }),
        when: 'You keep the record',
        always: true,
      },
      { text: 'NOTHING', when: 'Older messages between a person', always: true },
      { text: 'Doors', when: 'Give the conversation below a title', always: true },
      { answer: (asked) => ({ text: answerJson(replyTo(asked, largest)), usage: usageOf(asked) }), always: true },
    ],
  });
  const bench = await openBenchEngine(undefined, { HERON_MODEL_BASE_URL: server.baseUrl, HERON_MODEL_NAME: 'bench' });
  try {
    const conversationId = await plant(bench);
    const figures: Figure[] = [];
    let said = 0;
    for (const summaries of after) {
      while ((await summariesIn(bench, conversationId)) < summaries && said < 600) {
        said += 1;
        await say(bench, conversationId, `Remark ${said}: ${'and so the day went on. '.repeat(180)}`);
      }
      const known = await askAll(bench, conversationId);
      figures.push(
        figure(`facts told at the beginning that are answered after ${summaries} summaries`, '%', [known], {
          goal: { text: '100 %', isMet: (share) => share === 100 },
        }),
      );
    }
    return [
      ...figures,
      figure('the largest request of that conversation, by four characters a token', 'tokens', [largest.tokens], {
        goal: { text: '≤ 32,768', isMet: (tokens) => tokens <= 32_768 },
      }),
    ];
  } finally {
    await bench.close();
    await server.close();
  }
}

async function plant(bench: BenchEngine): Promise<string> {
  const first = await bench.engine.client.conversations.send({ text: 'I tell you codes of doors.' });
  for (let fact = 1; fact <= facts; fact += 1) {
    await say(bench, first.conversationId, `The code of ${nameOf(fact)} is ${codeOf(fact)}.`);
  }
  return first.conversationId;
}

async function askAll(bench: BenchEngine, conversationId: string): Promise<number> {
  let known = 0;
  for (let fact = 1; fact <= facts; fact += 1) {
    const answer = await say(bench, conversationId, `Which code has ${nameOf(fact)}?`);
    if (answer.includes(`The code of ${nameOf(fact)} is ${codeOf(fact)}.`)) known += 1;
  }
  return (known / facts) * 100;
}

/** Says something, and gives the answer. */
async function say({ engine }: BenchEngine, conversationId: string, text: string): Promise<string> {
  await engine.client.conversations.send({ conversationId, text });
  const { messages } = await engine.client.conversations.get({ conversationId });
  return messages.at(-1)?.text ?? '';
}

async function summariesIn({ engine }: BenchEngine, conversationId: string): Promise<number> {
  return (await engine.client.context.checkpoints({ conversationId })).length;
}

function usageOf(asked: string): { input: number; output: number } {
  return { input: Math.ceil(asked.length / 4), output: 10 };
}

/** The facts a request holds. */
function seen(asked: string): string {
  return [...new Set(asked.match(planted) ?? [])].join(' ');
}

/** A question is answered with what the request holds of it; its own earlier answers say no fact again. */
function replyTo(asked: string, largest: { tokens: number }): string {
  largest.tokens = Math.max(largest.tokens, Math.ceil(asked.length / 4));
  const wanted = asked.match(/Which code has (door \d+ of the north wing)\?/g)?.at(-1);
  const isLast = wanted !== undefined && asked.lastIndexOf(wanted) > asked.lastIndexOf('Remark ');
  if (!isLast) return 'Noted.';
  const name = wanted.slice('Which code has '.length, -1);
  return (
    seen(asked)
      .split(/(?<=\.) /)
      .find((fact) => fact.includes(`${name} is`)) ?? 'I do not know.'
  );
}

async function measureOverhead(): Promise<Figure[]> {
  let asked = 0;
  const step = (): ScriptedAnswer => {
    asked += 1;
    if (asked > steps) return { text: 'Done.', delayMs: latencyMs };
    return { text: '', calls: [{ name: 'echo-node__say', input: { text: `step ${asked}` } }], delayMs: latencyMs };
  };
  const server = await startScriptedModel({
    models: ['bench'],
    replies: [
      { text: 'Talk', when: 'Give the conversation below a title', always: true },
      { text: answerJson('Noted.'), delayMs: latencyMs, when: 'You are the planner of Heron', always: true },
      { answer: step, always: true },
    ],
  });
  const bench = await openBenchEngine(undefined, { HERON_MODEL_BASE_URL: server.baseUrl, HERON_MODEL_NAME: 'bench' });
  try {
    const { conversationId } = await bench.engine.client.conversations.send({ text: 'hello' });
    const took: number[] = [];
    for (let turn = 0; turn < turns; turn += 1) {
      const began = performance.now();
      await bench.engine.client.conversations.send({ conversationId, text: `turn ${turn}` });
      took.push(performance.now() - began - latencyMs);
    }
    // The worker's process is there before.
    await secondsOfPlan(bench, {
      version: 1,
      title: 'Say',
      tasks: [{ id: 'say', action: 'echo-node.say', input: { text: 'a' } }],
    });
    const agent = { goal: 'Say it', tools: ['echo-node.say'], mostSteps: steps + 5 };
    const seconds = await secondsOfPlan(bench, { version: 1, title: 'Say', tasks: [{ id: 'work', agent }] });
    const sorted = took.toSorted((a, b) => a - b);
    return [
      figure(`a turn besides the ${latencyMs} ms of its model`, 'ms', took, {
        goal: { text: '≤ 60 ms', isMet: (ms) => ms <= 60 },
      }),
      figure('the same, the slowest of twenty', 'ms', [quantile(sorted, 0.95)], {
        goal: { text: '≤ 60 ms', isMet: (ms) => ms <= 60 },
      }),
      figure(
        `a step of an agent besides its model, over ${steps}`,
        'ms',
        [(seconds * 1000) / (steps + 1) - latencyMs],
        {
          goal: { text: '≤ 30 ms', isMet: (ms) => ms <= 30 },
        },
      ),
    ];
  } finally {
    await bench.close();
    await server.close();
  }
}
