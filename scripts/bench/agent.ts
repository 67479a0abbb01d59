import type { Page } from 'playwright';
import type { AnyEvent } from '../../src/contract/events.ts';
import type { Plan } from '../../src/contract/plan.ts';
import type { ScriptedAnswer } from '../../src/main/models/fixtures/transcript.ts';
import { answerInTime, measureTogether } from './agent-together.ts';
import { measureWholeTurns } from './agent-turns.ts';
import { type Answering, inWorld, spread, type World } from './agent-world.ts';
import { secondsOfPlan } from './bench-engine.ts';
import { type Figure, figure } from './figure.ts';
import { openBrowser } from './frames.ts';
import { serveBuiltPage } from './open-page.ts';

const latencyMs = 20;
const turns = 100;
const steps = 60;
const pieces = 4000;

/** What Heron adds to a model that takes the same time for every answer. What its engine weighs is measured by `memory`. */
export async function measureAgent(): Promise<Figure[]> {
  return [
    ...(await inWorld(answersOf(), measureTurns)),
    ...(await inWorld(stepsOf(), measureSteps)),
    ...(await measureWholeTurns()),
    ...(await inWorld(answerInTime, measureTogether)),
    ...(await inWorld(streamOf(), measureStream)),
    ...(await inWorld(streamOf(), measureScreen)),
  ];
}

function answersOf(): Answering {
  return () => ({ text: JSON.stringify({ answer: 'Noted.' }), delayMs: latencyMs });
}

async function measureTurns({ engine }: World): Promise<Figure[]> {
  const { conversationId } = await engine.client.conversations.send({ text: 'hello' });
  const took: number[] = [];
  for (let turn = 0; turn < turns; turn += 1) {
    const began = performance.now();
    await engine.client.conversations.send({ conversationId, text: `turn ${turn}` });
    took.push(performance.now() - began - latencyMs);
  }
  const most = '≤ 60 ms';
  return spread(`a turn besides the ${latencyMs} ms of its model`, took, 'ms', { p50: most, p95: most });
}

function stepsOf(): Answering {
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
  const most = '≤ 30 ms';
  return spread('a step of an agent besides its model', took.slice(10), 'ms', { p50: most, p95: most });
}

function planOf(tasks: Plan['tasks']): Plan {
  return { version: 1, title: 'Say', tasks };
}

function streamOf(): Answering {
  const words = Array.from({ length: pieces }, (_, index) => `w${index % 10} `).join('');
  return (): ScriptedAnswer => ({ text: JSON.stringify({ answer: words }), pieceLength: 3 });
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

/** The same until they stand in the page: the built one in a browser, on the gateway's socket. */
async function measureScreen(world: World): Promise<Figure[]> {
  const gateway = serveBuiltPage(world);
  const browser = await openBrowser();
  try {
    const { conversationId } = await world.engine.client.conversations.send({ text: 'dance with me' });
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(await gateway.createLink());
    await page.getByRole('textbox', { name: 'Message' }).waitFor();
    await page.evaluate((hash) => (location.hash = hash), `#/chat/${conversationId}`);
    await page.getByText('dance with me').first().waitFor();
    const rates: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      const growing = await watchWords(page);
      await world.engine.client.conversations.send({ conversationId, text: `write ${round}` });
      const { words, ms } = await growing();
      rates.push((words / ms) * 1000);
    }
    return [figure('the same to the screen', '1/s', rates, { isRate: true })];
  } finally {
    await browser.close();
    await gateway.close();
  }
}

type Growth = { words: number; ms: number };

/** From the first of the words that appear in the page to the last of them. Each piece of the model is one. */
async function watchWords(page: Page): Promise<() => Promise<Growth>> {
  await page.evaluate((expected) => {
    const count = (): number => document.querySelector('main')?.textContent?.match(/w\d /g)?.length ?? 0;
    const before = count();
    let first: { at: number; words: number } | undefined;
    const growth = new Promise<{ words: number; ms: number }>((resolve) => {
      const observer = new MutationObserver(() => {
        const words = count() - before;
        if (words > 0) first ??= { at: performance.now(), words };
        // The last one has no space after it once the whole stands there.
        if (!first || words < expected - 1) return;
        observer.disconnect();
        resolve({ words: words - first.words, ms: performance.now() - first.at });
      });
      observer.observe(document.body, { subtree: true, childList: true, characterData: true });
    });
    Reflect.set(window, 'growth', growth);
  }, pieces);
  return () => page.evaluate(() => Reflect.get(window, 'growth') as Promise<{ words: number; ms: number }>);
}
