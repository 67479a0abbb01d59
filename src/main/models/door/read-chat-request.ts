import { z } from 'zod';
import { JsonObject } from '../../../contract/json.ts';
import { HeronError } from '../../base/errors.ts';
import { anyModel } from './any-model.ts';
import type { ContentPart, ModelMessage, ModelRequest, ToolCall } from '../model-client.ts';

const Text = z.object({ type: z.literal('text'), text: z.string() });
const Picture = z.object({ type: z.literal('image_url'), image_url: z.object({ url: z.string() }) });
const Content = z.union([z.string(), z.array(z.discriminatedUnion('type', [Text, Picture]))]);
const Call = z.object({
  id: z.string(),
  type: z.literal('function').optional(),
  function: z.object({ name: z.string(), arguments: z.string() }),
});

const Message = z.discriminatedUnion('role', [
  z.object({ role: z.literal(['system', 'developer']), content: Content }),
  z.object({ role: z.literal('user'), content: Content }),
  z.object({ role: z.literal('assistant'), content: Content.nullish(), tool_calls: z.array(Call).nullish() }),
  z.object({ role: z.literal('tool'), tool_call_id: z.string(), content: Content }),
]);

const Tool = z.object({
  type: z.literal('function'),
  function: z.object({ name: z.string(), description: z.string().nullish(), parameters: JsonObject.nullish() }),
});

/** What of OpenAI's chat completions is understood; the rest (temperature, seed …) is the model's own matter here. */
const ChatRequest = z.object({
  model: z.string().nullish(),
  messages: z.array(Message).min(1),
  stream: z.boolean().nullish(),
  stream_options: z.object({ include_usage: z.boolean().nullish() }).nullish(),
  tools: z.array(Tool).nullish(),
  tool_choice: z.unknown().optional(),
  n: z.literal(1).nullish(),
  max_tokens: z.int().min(1).nullish(),
  max_completion_tokens: z.int().min(1).nullish(),
  response_format: z.object({ type: z.string(), json_schema: z.object({ schema: JsonObject }).optional() }).nullish(),
});

export type ReadChat = {
  request: Omit<ModelRequest, 'scope' | 'signal'>;
  isStream: boolean;
  withUsage: boolean;
};

/** Errors: `invalid-input`, which names the field. */
export function readChatRequest(body: unknown): ReadChat {
  const parsed = ChatRequest.safeParse(body);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw invalid(issue?.path.join('.') ?? '', issue?.message ?? 'It cannot be read');
  }
  const { model, messages, tools, response_format: format, ...given } = parsed.data;
  const maxOutputTokens = given.max_completion_tokens ?? given.max_tokens;
  const offered = given.tool_choice === 'none' ? [] : (tools ?? []);
  const schema = format?.json_schema?.schema;
  const names = new Map<string, string>();
  return {
    isStream: given.stream === true,
    withUsage: given.stream_options?.include_usage === true,
    request: {
      choice: model && model !== anyModel ? { named: model } : { purpose: 'act' },
      instructions: messages
        .flatMap((each) => (each.role === 'system' || each.role === 'developer' ? [textOf(each.content)] : []))
        .join('\n\n'),
      messages: messages.flatMap((each, index) => readMessage(each, index, names)),
      ...(offered.length === 0 ? {} : { tools: offered.map(readTool) }),
      ...(schema ? { answerSchema: schema } : {}),
      ...(maxOutputTokens ? { maxOutputTokens } : {}),
    },
  };
}

function readMessage(message: z.infer<typeof Message>, index: number, names: Map<string, string>): ModelMessage[] {
  switch (message.role) {
    case 'user':
      return [{ role: 'user', content: contentOf(message.content, index) }];
    case 'assistant': {
      const calls = (message.tool_calls ?? []).map((call) => readCall(call, index));
      for (const { id, name } of calls) names.set(id, name);
      const text = textOf(message.content ?? '');
      return [{ role: 'assistant', text, ...(calls.length === 0 ? {} : { calls }) }];
    }
    case 'tool': {
      const name = names.get(message.tool_call_id);
      if (name === undefined) throw invalid(`messages.${index}.tool_call_id`, 'It answers no call before it');
      return [{ role: 'tool', callId: message.tool_call_id, name, output: textOf(message.content) }];
    }
    default:
      return [];
  }
}

function readCall({ id, function: { name, arguments: text } }: z.infer<typeof Call>, index: number): ToolCall {
  try {
    return { id, name, input: JsonObject.parse(JSON.parse(text)) };
  } catch {
    throw invalid(`messages.${index}.tool_calls`, `The arguments of ${name} are no JSON object`);
  }
}

function readTool({ function: { name, description, parameters } }: z.infer<typeof Tool>) {
  return { name, description: description ?? '', input: parameters ?? { type: 'object', properties: {} } };
}

function textOf(content: z.infer<typeof Content>): string {
  if (typeof content === 'string') return content;
  return content.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n');
}

function contentOf(content: z.infer<typeof Content>, index: number): string | ContentPart[] {
  if (typeof content === 'string') return content;
  return content.map((part) => {
    if (part.type === 'text') return part;
    const [, mediaType, base64] = /^data:(image\/[\w.+-]+);base64,([\w+/=]+)$/.exec(part.image_url.url) ?? [];
    if (mediaType === undefined || base64 === undefined) {
      throw invalid(`messages.${index}.content`, 'Pictures are taken as data: addresses only; nothing is fetched here');
    }
    return { type: 'image', mediaType, bytes: Buffer.from(base64, 'base64') };
  });
}

function invalid(path: string, message: string): HeronError {
  return new HeronError('invalid-input', `${path}: ${message}`, { path });
}
