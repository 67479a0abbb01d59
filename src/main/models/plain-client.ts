import { z } from 'zod';
import type { Json } from '../../contract/json.ts';
import { HeronError } from '../base/errors.ts';
import type { FinishReason, ModelClient, ModelMessage, ModelPart, ModelRequest } from './model-client.ts';

export type PlainAccess = { baseUrl: string; model: string; apiKey: string | undefined };

const Completion = z.object({
  model: z.string().nullish(),
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullish(),
        message: z.object({
          content: z.string().nullish(),
          tool_calls: z
            .array(
              z.object({ id: z.string().nullish(), function: z.object({ name: z.string(), arguments: z.unknown() }) }),
            )
            .nullish(),
        }),
      }),
    )
    .min(1),
  usage: z.object({ prompt_tokens: z.int().nullish(), completion_tokens: z.int().nullish() }).nullish(),
});

/** Asks the one server that is set, in whole answers, without routing or a second try. */
export function createPlainClient(access: () => PlainAccess | undefined, clock: () => number): ModelClient {
  return {
    async *stream(request) {
      const found = access();
      if (!found) throw new HeronError('unsupported', 'No model is set');
      const model = 'named' in request.choice ? request.choice.named : found.model;
      const began = clock();
      const answer = await post(found, bodyOf(request, model), request.signal);
      const [choice] = answer.choices;
      const tookMs = Math.max(0, clock() - began);
      yield* partsOf(choice?.message);
      const { prompt_tokens: inputTokens, completion_tokens: outputTokens } = answer.usage ?? {};
      const usage = { inputTokens: inputTokens ?? 0, outputTokens: outputTokens ?? 0, reasoningTokens: 0 };
      const reason = reasonOf(choice?.finish_reason, choice?.message.tool_calls?.length ?? 0);
      yield { type: 'finish', reason, usage, model: answer.model ?? model, firstPartMs: tookMs, tookMs };
    },
  };
}

type Message = z.infer<typeof Completion>['choices'][number]['message'];

function* partsOf(message: Message | undefined): Generator<ModelPart> {
  if (message?.content) yield { type: 'text', text: message.content };
  for (const [index, call] of (message?.tool_calls ?? []).entries()) {
    const { name, arguments: given } = call.function;
    const text = typeof given === 'string' ? given : (JSON.stringify(given) ?? '');
    yield { type: 'call', id: call.id ?? `call_${index + 1}`, name, input: parsed(text), text };
  }
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function reasonOf(finish: string | null | undefined, calls: number): FinishReason {
  if (finish === 'length') return 'cut';
  if (finish === 'content_filter') return 'refused';
  return calls > 0 ? 'calls' : finish === 'stop' ? 'stop' : 'other';
}

function bodyOf({ instructions, messages, tools = [], maxOutputTokens }: ModelRequest, model: string): object {
  return {
    model,
    messages: [{ role: 'system', content: instructions }, ...messages.map(toWire)],
    ...(tools.length > 0
      ? {
          tools: tools.map(({ name, description, input }) => ({
            type: 'function',
            function: { name, description, parameters: input },
          })),
        }
      : {}),
    ...(maxOutputTokens === undefined ? {} : { max_tokens: maxOutputTokens }),
  };
}

function toWire(message: ModelMessage): object {
  switch (message.role) {
    case 'user':
      return { role: 'user', content: typeof message.content === 'string' ? message.content : textIn(message.content) };
    case 'tool':
      return { role: 'tool', tool_call_id: message.callId, content: message.output };
    case 'assistant': {
      const calls = message.calls?.map(({ id, name, input }) => ({
        ...{ id, type: 'function' },
        function: { name, arguments: JSON.stringify(input) },
      }));
      return { role: 'assistant', content: message.text, ...(calls ? { tool_calls: calls } : {}) };
    }
  }
}

function textIn(parts: Extract<ModelMessage, { role: 'user' }>['content'] & object): string {
  return parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n');
}

async function post(access: PlainAccess, body: object, signal: AbortSignal): Promise<z.infer<typeof Completion>> {
  const url = `${access.baseUrl.replace(/\/+$/, '')}/chat/completions`;
  const { status, text } = await sent(url, access, body, signal);
  if (status < 200 || status > 299) {
    const message = `The model's server at ${url} answered with status ${status}: ${text.slice(0, 500)}`;
    throw new HeronError('provider', message, { url, status });
  }
  try {
    return Completion.parse(JSON.parse(text));
  } catch (error) {
    const message = `The model's server at ${url} answered, but not as a model does`;
    throw new HeronError('provider', message, { url, kind: 'nonsense' }, { cause: error });
  }
}

async function sent(url: string, { apiKey }: PlainAccess, body: object, signal: AbortSignal) {
  try {
    const response = await fetch(url, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...(apiKey ? { authorization: `Bearer ${apiKey}` } : {}) },
      signal,
    });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    signal.throwIfAborted();
    const reason = error instanceof Error ? error.message : String(error);
    throw new HeronError(
      'network',
      `The model's server at ${url} cannot be reached: ${reason}`,
      { url },
      { cause: error },
    );
  }
}
