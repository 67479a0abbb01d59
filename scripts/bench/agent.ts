import type { AnyEvent } from '../../src/contract/events.ts';
import type { Plan } from '../../src/contract/plan.ts';
import { type ScriptedModel, startScriptedModel } from '../../src/main/models/fixtures/start-scripted-model.ts';
import type { ScriptedAnswer } from '../../src/main/models/fixtures/transcript.ts';
import { type BenchEngine, openBenchEngine, secondsOfPlan } from './bench-engine.ts';
import { type Figure, figure, quantile } from './figure.ts';

const latencyMs = 20;
const turns = 100;
const steps = 60;
const together = 200;
const pieces = 4000;

type World = BenchEngine & { server: ScriptedModel };

const goalOf = (text: string): { text: string; isMet: (value: number) => boolean } => {
  const most = Number(/[\d.]+/.exec(text)?.[0]);
  return { text, isMet: (value) => value <= most };
};

/** What Heron adds to a model that takes the same time for every answer. */
export async function measureAgent(): Promise<Figure[]> {
  return [
    ...(await inWorld(answersOf(), measureTurns)),
    ...(await inWorld(stepsOf(), measureSteps)),
    ...(await inWorld(answersOf(), measureTogether)),
    ...(await inWorld(streamOf(), measureStream)),
  ];
}

async function inWorld(answer: (asked: string) => ScriptedAnswer, measure: (world: World) => Promise<Figure[]>) {
  const server = await startScriptedModel({
    models: ['bench'],
    replies: [
      { text: 'Talk', when: 'Give the conversation below a title', always: true },
      { answer, always: true },
    ],
  });
  const environment = { HERON_MODEL_BASE_URL: server.baseUrl, HERON_MODEL_NAME: 'bench' };
  const bench = await openBenchEngine(undefined, environment);
  try {
    return await measure({ ...bench, server });
  } finally {
    await bench.close();
    await server.close();
  }
}

function answersOf(): () => ScriptedAnswer {
  return () => ({ text: JSON.stringify({ answer: 'Noted.' }), delayMs: latencyMs });
}

async function measureTurns({ engine }: World): Promise<Figure[]> {
  const { conversationId } = await engine.client.conversations.send({ text: 'hello' });
  const took: number[] = [];
  const before = residentMb();
  for (let turn = 0; turn < turns; turn += 1) {
    const began = performance.now();
    await engine.client.conversations.send({ conversationId, text: `turn ${turn}` });
    took.push(performance.now() - began - latencyMs);
  }
  return [
    ...spread(`a turn besides the ${latencyMs} ms of its model`, took, '≤ 60 ms'),
    figure(`memory after ${turns} turns, the model's server in the same process`, 'MB', [residentMb()], {
      goal: goalOf('≤ 200 MB'),
    }),
    figure(`of that since the first of them`, 'MB', [residentMb() - before]),
  ];
}

function stepsOf(): () => ScriptedAnswer {
  let asked = 0;
  return () => {
    asked += 1;
    if (asked > steps) return { text: 'Done.', delayMs: latencyMs };
    const input = { text: `step ${asked}` };
    return { text: '', calls: [{ name: 'echo-node__say', input }], delayMs: latencyMs };
  };
}

/** From one answer of the model to the next request that reaches it. */
async function measureSteps(world: World): Promise<Figure[]> {
  const say = { id: 'say', action: 'echo-node.say', input: { text: 'a' } };
  // The worker's process is there before.
  await secondsOfPlan(world, planOf([say]));
  const at: number[] = [];
  const stop = world.engine.events.listen((event: AnyEvent) => {
    if (event.type === 'task.opened' && /^work\/\d+$/.test(event.scope.taskId ?? '')) at.push(performance.now());
  });
  const agent = { goal: 'Say it', tools: ['echo-node.say'], mostSteps: steps + 5 };
  await secondsOfPlan(world, planOf([{ id: 'work', agent }]));
  stop();
  const took = at.slice(1).map((each, index) => each - (at[index] ?? each) - latencyMs);
  // The first ones still compile what they run.
  return spread('a step of an agent besides its model', took.slice(10), '≤ 30 ms');
}

function planOf(tasks: Plan['tasks']): Plan {
  return { version: 1, title: 'Say', tasks };
}

/** Of two that are said at the same moment the second waits for nobody; nor does any of two hundred. */
async function measureTogether({ engine, server }: World): Promise<Figure[]> {
  await engine.client.settings.update({ lanes: { conversations: together }, concurrency: { model: 64 } });
  await engine.client.conversations.send({ text: 'hello' });
  const pair: number[] = [];
  for (let round = 0; round < 20; round += 1) {
    const began = performance.now();
    await Promise.all([0, 1].map((each) => engine.client.conversations.send({ text: `both ${round} ${each}` })));
    pair.push((performance.now() - began) / latencyMs);
  }
  const saidAt = new Map<string, number>();
  const waits: number[] = [];
  const stop = engine.events.listen(({ type, scope: { conversationId = '' } }) => {
    const at = saidAt.get(conversationId);
    if (type !== 'message.added' || at === undefined) return;
    waits.push(performance.now() - at);
    saidAt.delete(conversationId);
  });
  const asked = server.requests.length;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: together }, (_, number) => {
      const newConversationId = `cnv_01JD00000000000000000${String(number).padStart(5, '0')}`;
      saidAt.set(newConversationId, performance.now());
      return engine.client.conversations.send({ text: `one of many ${number}`, newConversationId });
    }),
  );
  stop();
  const sorted = waits.toSorted((a, b) => a - b);
  return [
    figure('two prompts at once, in times of one answer of the model', 'x', pair),
    figure(`${together} conversations at once: said → under way, p50`, 'ms', [quantile(sorted, 0.5)]),
    figure('the same, p99', 'ms', [quantile(sorted, 0.99)], { goal: goalOf('≤ 50 ms') }),
    figure('all of them answered', 'ms', [performance.now() - began]),
    figure('requests to the model for them, titles too', '', [server.requests.length - asked]),
  ];
}

function streamOf(): () => ScriptedAnswer {
  const words = Array.from({ length: pieces }, (_, index) => `w${index % 10} `).join('');
  return () => ({ text: JSON.stringify({ answer: words }), pieceLength: 3 });
}

/** Pieces of a model that writes as fast as it can, until the listeners of a screen have them. */
async function measureStream({ engine }: World): Promise<Figure[]> {
  const rates: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const at: number[] = [];
    const stop = engine.events.listen(({ type }) => {
      if (type === 'message.delta') at.push(performance.now());
    });
    await engine.client.conversations.send({ text: `write ${round}` });
    stop();
    rates.push((at.length / ((at.at(-1) ?? 0) - (at[0] ?? 0))) * 1000);
  }
  return [figure('pieces of an answer from the model to who follows events', '1/s', rates, { isRate: true })];
}

function spread(name: string, took: number[], goal: string): Figure[] {
  const sorted = took.toSorted((a, b) => a - b);
  return [
    figure(`${name}, p50`, 'ms', took, { goal: goalOf(goal) }),
    figure('the same, p95', 'ms', [quantile(sorted, 0.95)], { goal: goalOf(goal) }),
  ];
}

function residentMb(): number {
  return process.memoryUsage.rss() / 1e6;
}
