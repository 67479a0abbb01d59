import { expect, onTestFinished, test } from 'vitest';
import { usualRouting } from '../../../contract/routing.ts';
import { openDatabase } from '../../base/database.ts';
import { createEventLog } from '../../base/event-log.ts';
import { createIds } from '../../base/ids.ts';
import type { ModelClient, ModelPurpose, ModelRequest } from '../model-client.ts';
import { createRouter } from './router.ts';
import { sortedStore } from './sorted-store.ts';

const conversationId = 'cnv_01JD0000000000000000000000';

/** A router with a small model that says these, one after the other; `undefined`: it never says anything. */
function open(replies: (string | undefined)[], models: Partial<Record<ModelPurpose, string>> = {}) {
  const database = openDatabase({ file: ':memory:' });
  onTestFinished(() => void database.close());
  const time = { now: 1_000_000 };
  const clock = (): number => time.now;
  const log = createEventLog({ database, makeId: createIds(), clock });
  const asked: ModelRequest[] = [];
  const client: ModelClient = {
    async *stream(request) {
      asked.push(request);
      const text = replies[asked.length - 1];
      // What does not even hear that it is to stop.
      if (text === undefined) await new Promise(() => undefined);
      yield { type: 'text', text: text ?? '' };
      const usage = { inputTokens: 1, outputTokens: 1, reasoningTokens: 0 };
      yield { type: 'finish', reason: 'stop', usage, model: 'home/tiny', firstPartMs: 1, tookMs: 1 };
    },
  };
  const first: Record<string, string> = {
    plan: 'far/large',
    code: 'far/large',
    answer: 'far/quick',
    route: 'home/tiny',
    ...models,
  };
  const settings = { ...usualRouting, mostMs: 50 };
  const chosen: Record<string, string> = {};
  const store = sortedStore(database, clock);
  const firstFor = (purpose: ModelPurpose): string | undefined =>
    Object.entries(first).find(([name]) => name === purpose)?.[1];
  const parts = { settings: () => settings, firstFor, chosenIn: (id: string) => chosen[id], client, store, log, clock };
  const routed = () => log.list({ types: ['model.routed'] }).map(({ payload }) => payload);
  return { router: createRouter(parts), parts, asked, routed, settings, chosen, time, models: first };
}

test('rules come first and ask nobody; what they do not know a small model says, once [MD-16]', async () => {
  const { router, asked, routed, parts } = open(['{"kind": "question"}']);
  expect(await router.purposeFor('What is a heron?', { conversationId })).toBe('answer');
  expect(await router.purposeFor('zip the folder notes')).toBe('plan');
  expect(await router.purposeFor('fix the bug')).toBe('code');
  expect(asked).toEqual([]);
  expect(await router.purposeFor('plan my week', { conversationId })).toBe('answer');
  expect(asked).toMatchObject([{ choice: { purpose: 'route' }, maxOutputTokens: 200, scope: { conversationId } }]);
  // Also in another life of the engine.
  expect(await createRouter(parts).purposeFor(' Plan my  week')).toBe('answer');
  expect(asked).toHaveLength(1);
  expect(routed()).toMatchObject([
    { kind: 'question', by: 'rule', rule: 4, model: 'far/quick' },
    { kind: 'steps', by: 'rule', rule: 3, model: 'far/large' },
    { kind: 'edit', by: 'rule', rule: 1 },
    { kind: 'question', by: 'model', asked: 'home/tiny' },
    { kind: 'question', by: 'kept' },
  ]);
});

test('a small model that is late or talks nonsense holds nothing up, and is left alone for a while [MD-16]', async () => {
  const { router, asked, routed, time } = open([undefined, 'Either a question or steps', '{"kind":"question"}']);
  expect(await router.purposeFor('plan my week')).toBe('plan');
  expect(await router.purposeFor('plan my day')).toBe('plan');
  expect(await router.purposeFor('plan my month')).toBe('plan');
  expect(asked).toHaveLength(2);
  expect(asked[0]?.signal.aborted).toBe(true);
  expect(routed().map((each) => ('because' in each ? each.because : undefined))).toEqual([
    'home/tiny: gave no answer within 50 ms',
    'home/tiny: said no kind',
    'home/tiny rests',
  ]);
  time.now += 300_000;
  expect(await router.purposeFor('plan my month')).toBe('answer');
});

test('another small model is asked though the one before it rests, and a wrong word is forgotten [MD-16]', async () => {
  const { router, asked, models } = open([undefined, undefined, '{"kind":"edit"}', '{"kind":"question"}']);
  for (const text of ['plan my week', 'plan my day', 'plan my month'])
    expect(await router.purposeFor(text)).toBe('plan');
  expect(asked).toHaveLength(2);
  models['route'] = 'home/other';
  expect(await router.purposeFor('plan my month')).toBe('code');
  expect(await router.purposeFor('plan my month')).toBe('code');
  expect(router.forget(' Plan my  month')).toBe(true);
  expect(await router.purposeFor('plan my month')).toBe('answer');
  expect(router.forget('never said')).toBe(false);
});

test('a person who stops waits for no small model', async () => {
  const { router } = open([undefined]);
  const stop = new AbortController();
  const sorting = router.purposeFor('plan my week', { signal: stop.signal });
  stop.abort(new Error('stopped'));
  await expect(sorting).rejects.toThrow('stopped');
});

test('nobody is asked and nothing recorded where it makes no difference, a person chose, or it is off [MD-16]', async () => {
  const same = open(['{"kind":"question"}'], { answer: 'far/large' });
  expect(await same.router.purposeFor('plan my week')).toBe('plan');
  const { router, asked, chosen, settings, routed } = open(['{"kind":"question"}']);
  chosen[conversationId] = 'far/other';
  expect(await router.purposeFor('plan my week', { conversationId })).toBe('plan');
  settings.isOn = false;
  expect(await router.purposeFor('what is a heron')).toBe('plan');
  Object.assign(settings, { isOn: true, asksModel: false });
  expect(await router.purposeFor('plan my week')).toBe('plan');
  expect([asked, same.asked, same.routed()]).toEqual([[], [], []]);
  expect(routed()).toMatchObject([{ by: 'usual', kind: 'steps' }]);
});
