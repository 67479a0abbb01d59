import { describe, expect, test } from 'vitest';
import type { AnyEvent } from '../../../contract/events.ts';
import { HeronError } from '../../base/errors.ts';
import { conversationId, openWorld, requestOf, runId, way } from '../guards/fixtures/guarded-models.ts';
import type { ModelMessage, ModelRequest } from '../model-client.ts';
import { countRequest } from './count-tokens.ts';
import { forgetfulModel, type ForgetfulModel, textOf } from './fixtures/forgetful-model.ts';
import { roomIn } from './fit-window.ts';

const window = 4000;
const place = { scope: { conversationId }, context: { of: { conversationId } } };

function message(index: number): ModelMessage {
  const id = `msg_01JD00000000000000000000${String(index).padStart(2, '0')}`;
  const text =
    index === 0 ? 'The code of the blue door is 4711.' : `Message ${index}: ${'so it went on and on '.repeat(20)}`;
  return index % 2 === 0 ? { role: 'user', content: text, mark: id } : { role: 'assistant', text, mark: id };
}

const history = (length: number): ModelMessage[] => Array.from({ length }, (_, index) => message(index));
const asking = (length: number): Partial<ModelRequest> => ({
  ...place,
  messages: [...history(length), { role: 'user', content: 'What is the code of the blue door?' }],
});

function open(more: ForgetfulModel[] = [], options = {}) {
  const model = forgetfulModel('near/first', window);
  const world = openWorld([model, ...more], { windows: { 'near/first': window }, ...options });
  const events = (type: AnyEvent['type']): AnyEvent[] => world.log.list({ types: [type] });
  return { ...world, model, events };
}

describe('a history that no longer fits [ME-03]', () => {
  test('is put into a summary before the call, and what was said early is still known', async () => {
    const { ask, model, events } = open();
    expect((await ask(asking(60))).text).toBe('I see: The code of the blue door is 4711.');
    expect(model.requests).toHaveLength(1);
    expect(countRequest(model.requests[0]!)).toBeLessThanOrEqual(roomIn(window));
    expect(textOf(model.requests[0]!.messages)).toMatch(/^\[Summary of \d+ earlier messages/);
    const [event] = events('context.compacted');
    if (event?.type !== 'context.compacted') throw new Error('no event');
    const { messages, lastMessageId, tokens, tokensAfter, because } = event.payload.checkpoint;
    expect(because).toBe('full');
    expect(lastMessageId).toBe(message(messages - 1).mark);
    expect(tokensAfter).toBeLessThan(tokens);
  });

  test('is not summarised again while the summary does, and rolls on when it does not', async () => {
    const { ask, model, events } = open();
    await ask(asking(60));
    const first = model.summaries.length;
    await ask(asking(61));
    expect(model.summaries).toHaveLength(first);
    for (let length = 62; length < 99; length += 3) {
      expect((await ask(asking(length))).text).toContain('4711');
    }
    expect(events('context.compacted').length).toBeGreaterThan(1);
    expect(textOf(model.summaries.at(-1)!.messages)).toMatch(/^<record>\n## Facts\nThe code of the blue door is 4711/);
    expect(model.requests.every((request) => countRequest(request) <= roomIn(window))).toBe(true);
    expect(events('context.cut')).toEqual([]);
  });

  test('that fits is neither summarised nor changed', async () => {
    const { ask, model } = open();
    const request = asking(6);
    await ask(request);
    expect(model.summaries).toEqual([]);
    expect(model.requests[0]?.messages).toEqual(request.messages);
  });

  test('keeps what is open and what is the goal, word for word', async () => {
    const { ask, model } = open();
    const messages = history(60).map((one, index): ModelMessage => (index === 4 ? { ...one, isPinned: true } : one));
    await ask({ ...place, messages });
    expect(textOf(model.requests[0]!.messages)).toContain(`Message 4: ${'so it went on and on '.repeat(20)}`);
  });

  test('is shown whole again when somebody takes the summary back', async () => {
    const { ask, model, guards, events } = open();
    await ask(asking(60));
    const [checkpoint] = guards.context.checkpoints(conversationId);
    expect(await guards.context.restore(conversationId, checkpoint!.id)).toEqual([checkpoint!.id]);
    expect(guards.context.checkpoints(conversationId)).toEqual([]);
    expect(events('context.restored')).toHaveLength(1);
    await ask(asking(8));
    expect(textOf(model.requests.at(-1)!.messages)).not.toContain('[Summary of');
    await expect(guards.context.restore(conversationId, checkpoint!.id)).rejects.toMatchObject({ code: 'not-found' });
  });

  test('is summarised when its person asks, also where it would still fit', async () => {
    const { guards } = open();
    const done = await guards.context.compact(conversationId, requestOf({ ...place, messages: history(10) }));
    expect(done.checkpoint).toMatchObject({ because: 'asked', model: 'near/first' });
    expect(await guards.context.compact(conversationId, requestOf({ ...place, messages: history(1) }))).toMatchObject({
      why: 'there is nothing older to summarise',
    });
  });

  test('of an agent keeps its goal, and is known again by the next engine', async () => {
    const { ask, model, guards } = open();
    const context = { of: { runId, path: 'work' } };
    const step = (index: number): ModelMessage[] => [
      {
        role: 'assistant',
        text: `step ${index} ${'and so on '.repeat(20)}`,
        calls: [{ id: 'c', name: 'read', input: {} }],
        mark: `${index}.0`,
      },
      {
        role: 'tool',
        callId: 'c',
        name: 'read',
        output: `The name of file ${index} is f${index}. ${'word '.repeat(120)}`,
        mark: `${index}.1`,
      },
    ];
    const messages: ModelMessage[] = [
      { role: 'user', content: 'Find the files', isPinned: true },
      ...Array.from({ length: 40 }, (_, index) => step(index)).flat(),
    ];
    const found = await ask({ scope: { runId, taskId: 'work/40' }, context, messages });
    expect(found.text).toContain('The name of file 0 is f0.');
    const shown = model.requests[0]!.messages;
    expect(shown[0]).toMatchObject({ role: 'user', content: 'Find the files' });
    const kept = shown.slice(2);
    expect(kept.map(({ role }) => role)).toEqual(kept.map((_, index) => (index % 2 === 0 ? 'assistant' : 'tool')));
    expect(guards.context.checkpoints(conversationId)).toEqual([]);
  });
});

describe('a request that its server finds too long [ME-03]', () => {
  test('is made smaller and asked again there; no other model takes its place', async () => {
    const second = forgetfulModel('far/second', 100_000);
    const { ask, model, events } = open([second], { windows: {} });
    // Nothing is known of its window, and 200 messages fit what is usual.
    expect(await ask(asking(90))).toMatchObject({ model: 'near/first' });
    expect(model.requests.length).toBeGreaterThan(1);
    expect(second.requests).toEqual([]);
    expect(events('model.fellBack')).toEqual([]);
    expect(events('context.compacted')[0]?.payload).toMatchObject({ checkpoint: { because: 'overflow' } });
    const before = model.requests.length;
    await ask(asking(91));
    expect(model.requests).toHaveLength(before + 1);
  });

  test('is not asked for ever', async () => {
    const never = way('near/never', { fails: new HeronError('provider', 'too long', { kind: 'context-overflow' }) });
    const { ask } = openWorld([never]);
    await expect(ask(asking(60))).rejects.toMatchObject({ details: { kind: 'context-overflow' } });
    // Those for a summary are among them.
    expect(never.asked).toBeLessThan(30);
  });

  test('is left alone where its program shortens what it says itself', async () => {
    const { ask, model } = open();
    const request = { messages: history(60) };
    await expect(ask(request)).rejects.toMatchObject({ details: { kind: 'context-overflow' } });
    expect(model.requests[0]?.messages).toBe(request.messages);
  });
});

describe('where nothing can be summarised', () => {
  test('because a hook minds, the oldest is left out of the request, and that is an event [RT-13]', async () => {
    const { ask, model, hooks, events } = open();
    const asked: unknown[] = [];
    hooks.compacting = async (measure) => (asked.push(measure), { reason: 'it is a record' });
    expect((await ask(asking(60))).text).toBe('I see: nothing');
    expect(asked).toMatchObject([{ conversationId, messages: 61 }]);
    expect(model.summaries).toEqual([]);
    expect(events('context.cut')[0]?.payload).toMatchObject({ model: 'near/first', because: 'it is a record' });
    expect(countRequest(model.requests[0]!)).toBeLessThanOrEqual(roomIn(window));
  });

  test('hooks hear of what was', async () => {
    const { ask, hooks } = open();
    const told: { messages: number; messagesAfter: number }[] = [];
    hooks.compacted = (measure) => void told.push(measure);
    await ask(asking(60));
    expect(told).toHaveLength(1);
    expect(told[0]!.messagesAfter).toBeLessThan(told[0]!.messages);
  });

  test('because the model that should fails, too', async () => {
    const { ask, model, events } = open();
    const { stream } = model.candidate.client;
    model.candidate.client.stream = (request) => {
      if ('purpose' in request.choice && request.choice.purpose === 'summary')
        throw new HeronError('provider', 'no', { kind: 'nonsense' });
      return stream(request);
    };
    expect((await ask(asking(60))).text).toBe('I see: nothing');
    expect(events('context.compacted')).toEqual([]);
    expect(events('context.cut')).toHaveLength(1);
  });
});
