import type { Json, JsonObject } from '../../../contract/json.ts';
import type { FinishReason, ModelPart, ModelUsage } from '../model-client.ts';

export type AnswerHead = { id: string; created: number; model: string };

const reasons: Record<FinishReason, string> = {
  stop: 'stop',
  calls: 'tool_calls',
  cut: 'length',
  refused: 'content_filter',
  other: 'stop',
};

/** An answer as one chat completion. What a model thinks to itself is not told. */
export async function wholeAnswer(parts: AsyncIterable<ModelPart>, head: AnswerHead): Promise<JsonObject> {
  let content = '';
  const calls: JsonObject[] = [];
  let end: JsonObject = {};
  let finish = 'stop';
  for await (const part of parts) {
    if (part.type === 'text') content += part.text;
    if (part.type === 'call') calls.push(callOf(part));
    if (part.type === 'finish') {
      finish = reasons[part.reason];
      end = { model: part.model, usage: usageOf(part.usage) };
    }
  }
  const message = { role: 'assistant', content: content || null, ...(calls.length > 0 ? { tool_calls: calls } : {}) };
  const choices = [{ index: 0, message, finish_reason: finish, logprobs: null }];
  return { ...head, object: 'chat.completion', ...end, choices };
}

/** The same, piece by piece. */
export async function* streamedAnswer(
  parts: AsyncIterable<ModelPart>,
  head: AnswerHead,
  withUsage: boolean,
): AsyncGenerator<JsonObject, void> {
  const chunk = (delta: JsonObject, finish: string | null = null): JsonObject => ({
    ...head,
    object: 'chat.completion.chunk',
    choices: [{ index: 0, delta, finish_reason: finish }],
  });
  yield chunk({ role: 'assistant', content: '' });
  let calls = 0;
  for await (const part of parts) {
    if (part.type === 'text') yield chunk({ content: part.text });
    if (part.type === 'call') {
      yield chunk({ tool_calls: [{ index: calls, ...callOf(part) }] });
      calls += 1;
    }
    if (part.type === 'finish') {
      yield chunk({}, reasons[part.reason]);
      if (withUsage) yield { ...head, object: 'chat.completion.chunk', choices: [], usage: usageOf(part.usage) };
    }
  }
}

function callOf({ id, name, text }: Extract<ModelPart, { type: 'call' }>) {
  return { id, type: 'function', function: { name, arguments: text } };
}

function usageOf({ inputTokens, outputTokens, reasoningTokens }: ModelUsage): Json {
  return {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
    completion_tokens_details: { reasoning_tokens: reasoningTokens },
  };
}
