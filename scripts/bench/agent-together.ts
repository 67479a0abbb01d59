import type { AnyEvent } from '../../src/contract/events.ts';
import type { ScriptedAnswer } from '../../src/main/models/fixtures/transcript.ts';
import { goalOf, type World } from './agent-world.ts';
import { type Figure, figure, quantile } from './figure.ts';

const together = 200;
const latencyMs = 20;
const longMs = 300;
/** The turns before those that wait end one after the other, so that what is measured is no queue for the processor. */
const firstEndMs = 4000;
const apartMs = 60;

/** Says how long it takes in the sentence it answers: `wait 300`. */
export function answerInTime(asked: string): ScriptedAnswer {
  const { messages } = JSON.parse(asked) as { messages: { content: unknown }[] };
  const told = /wait (\d+)/.exec(JSON.stringify(messages.at(-1)?.content))?.[1];
  return { text: JSON.stringify({ answer: 'Noted.' }), delayMs: Number(told ?? latencyMs) };
}

/** Of two that are said at the same moment the second waits for nobody; nor does any of two hundred. */
export async function measureTogether(world: World): Promise<Figure[]> {
  const { engine } = world;
  await engine.client.settings.update({ lanes: { conversations: together }, concurrency: { model: 64 } });
  await engine.client.conversations.send({ text: 'hello' });
  return [...(await measurePairs(world)), ...(await measureMany(world)), ...(await measureWaiting(world))];
}

/** In turns: one alone, and two at once. */
async function measurePairs({ engine }: World): Promise<Figure[]> {
  const [alone, pair]: [number[], number[]] = [[], []];
  for (let round = 0; round < 12; round += 1) {
    const said = async (name: string): Promise<unknown> =>
      engine.client.conversations.send({ text: `wait ${longMs}, ${name} of round ${round}` });
    const began = performance.now();
    await said('alone');
    const middle = performance.now();
    await Promise.all([said('first'), said('second')]);
    alone.push(middle - began);
    pair.push(performance.now() - middle);
  }
  return [
    figure(`two prompts at once, each ${longMs} ms of its model`, 'ms', pair, {
      floor: { name: 'one alone', values: alone },
      // One after the other would take twice as long.
      goal: { text: '≤ 1.3 × one alone', isMet: (ms) => ms <= 1.3 * (alone.toSorted((a, b) => a - b)[6] ?? 0) },
    }),
  ];
}

async function measureMany({ engine, server }: World): Promise<Figure[]> {
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
      const newConversationId = idOf('a', number);
      saidAt.set(newConversationId, performance.now());
      return engine.client.conversations.send({ text: `one of many ${number}`, newConversationId });
    }),
  );
  stop();
  const took = performance.now() - began;
  const sorted = waits.toSorted((a, b) => a - b);
  return [
    figure(`${together} conversations at once: said → its turn has begun, p50`, 'ms', [quantile(sorted, 0.5)]),
    figure('the same, p99', 'ms', [quantile(sorted, 0.99)], { goal: goalOf('≤ 50 ms') }),
    figure('all of them answered', 'ms', [took]),
    figure('requests to the model for them, titles too', '', [server.requests.length - asked]),
  ];
}

/** One more in each of two hundred conversations that are at work: from the end of what it waits for to its own turn. */
async function measureWaiting({ engine }: World): Promise<Figure[]> {
  const freeAt = new Map<string, number>();
  const waits: number[] = [];
  const [begun, all] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let under = 0;
  const heed = ({ type, payload, scope: { conversationId = '' } }: AnyEvent): void => {
    if (type !== 'message.added') return;
    const { role, text } = payload.message;
    if (role === 'assistant') freeAt.set(conversationId, performance.now());
    else if (text.startsWith('wait')) {
      under += 1;
      if (under === together) begun.resolve();
    }
    if (text.startsWith('and then')) {
      waits.push(performance.now() - (freeAt.get(conversationId) ?? Number.NaN));
      if (waits.length === together) all.resolve();
    }
  };
  const stop = engine.events.listen(heed);
  const busy = Array.from({ length: together }, (_, number) =>
    engine.client.conversations.send({
      text: `wait ${firstEndMs + number * apartMs}`,
      newConversationId: idOf('b', number),
    }),
  );
  await begun.promise;
  await Promise.all(
    busy.map((_, number) =>
      engine.client.conversations.send({ text: `and then ${number}`, conversationId: idOf('b', number) }),
    ),
  );
  await Promise.all(busy);
  await all.promise;
  stop();
  const sorted = waits.toSorted((a, b) => a - b);
  return [
    figure(`one that waits in each of ${together}: free → its turn has begun, p50`, 'ms', [quantile(sorted, 0.5)]),
    figure('the same, p99', 'ms', [quantile(sorted, 0.99)], { goal: goalOf('≤ 50 ms') }),
  ];
}

function idOf(kind: 'a' | 'b', number: number): string {
  return `cnv_01JD00000000000000${kind.toUpperCase()}${String(number).padStart(7, '0')}`;
}
