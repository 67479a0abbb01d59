import { expect, test } from 'vitest';
import type { ModelPart } from '../model-client.ts';
import { streamedAnswer, wholeAnswer } from './chat-answer.ts';

const head = { id: 'chatcmpl-1', created: 1, model: 'auto' };

async function* parts(): AsyncGenerator<ModelPart> {
  yield { type: 'reasoning', text: 'Nobody is told this.' };
  yield { type: 'text', text: 'Let me ' };
  yield { type: 'text', text: 'look.' };
  yield { type: 'call', id: 'c1', name: 'read', input: { path: 'a' }, text: '{"path":"a"}' };
  const usage = { inputTokens: 10, outputTokens: 7, reasoningTokens: 3 };
  yield { type: 'finish', reason: 'calls', usage, model: 'big/one', firstPartMs: 1, tookMs: 2 };
}

const call = { id: 'c1', type: 'function', function: { name: 'read', arguments: '{"path":"a"}' } };
const usage = {
  ...{ prompt_tokens: 10, completion_tokens: 7, total_tokens: 17 },
  completion_tokens_details: { reasoning_tokens: 3 },
};

test('an answer is one completion, with calls and tokens, and without what the model thought [MD-11]', async () => {
  const message = { role: 'assistant', content: 'Let me look.', tool_calls: [call] };
  expect(await wholeAnswer(parts(), head)).toEqual({
    ...{ ...head, object: 'chat.completion', model: 'big/one', usage },
    choices: [{ index: 0, message, finish_reason: 'tool_calls', logprobs: null }],
  });
});

test('or it comes piece by piece [MD-11]', async () => {
  const pieces = await Array.fromAsync(streamedAnswer(parts(), head, true));
  expect(pieces.map(({ choices }) => choices)).toEqual([
    [{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null }],
    [{ index: 0, delta: { content: 'Let me ' }, finish_reason: null }],
    [{ index: 0, delta: { content: 'look.' }, finish_reason: null }],
    [{ index: 0, delta: { tool_calls: [{ index: 0, ...call }] }, finish_reason: null }],
    [{ index: 0, delta: {}, finish_reason: 'tool_calls' }],
    [],
  ]);
  expect(pieces.at(-1)).toMatchObject({ usage });
  expect(JSON.stringify(pieces)).not.toContain('Nobody is told this');
});
