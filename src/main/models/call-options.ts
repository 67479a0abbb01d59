import type { ModelMessage, ModelRequest } from './model-client.ts';
import type { CallOptions } from './providers/provider-model.ts';
import { withToolsInText } from './tools-in-text.ts';

/** What servers do not all take. */
export type Taken = { temperature: boolean; seed: boolean; schema: boolean; tools: boolean; streaming: boolean };

/** Any number does, as long as it is always the same; 0 and less mean chance to some servers. */
const theSeed = 1;

const withoutChance = new Set(['plan', 'act', 'title', 'route']);

/** A request in the library's words, without what the server refuses. */
export function callOptions(asked: ModelRequest, taken: Taken): CallOptions {
  const request = taken.tools ? asked : withToolsInText(asked);
  const { instructions, messages, tools = [], answerSchema, maxOutputTokens, signal } = request;
  return {
    prompt: [{ role: 'system', content: instructions }, ...messages.map(toLibrary)],
    abortSignal: signal,
    ...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
    ...(taken.temperature && isDeterministic(asked) ? { temperature: 0 } : {}),
    // The library leaves it out where the wire format has none: Anthropic's, and OpenAI's responses.
    ...(taken.seed && isDeterministic(asked) ? { seed: theSeed } : {}),
    ...(tools.length === 0
      ? {}
      : {
          tools: tools.map(({ name, description, input }) => ({
            type: 'function' as const,
            name,
            description,
            inputSchema: input,
          })),
        }),
    ...(answerSchema && taken.schema
      ? { responseFormat: { type: 'json' as const, schema: answerSchema, name: 'answer' } }
      : {}),
  };
}

/** The same question gets the same answer, as far as the model can. */
export function isDeterministic({ choice, tools, answerSchema }: ModelRequest): boolean {
  if ((tools?.length ?? 0) > 0 || answerSchema) return true;
  return 'purpose' in choice && withoutChance.has(choice.purpose);
}

function toLibrary(message: ModelMessage): CallOptions['prompt'][number] {
  if (message.role === 'user') {
    const parts =
      typeof message.content === 'string' ? [{ type: 'text' as const, text: message.content }] : message.content;
    return {
      role: 'user',
      content: parts.map((part) =>
        part.type === 'text'
          ? { type: 'text', text: part.text }
          : { type: 'file', mediaType: part.mediaType, data: { type: 'data', data: part.bytes } },
      ),
    };
  }
  if (message.role === 'assistant') {
    const calls = (message.calls ?? []).map(
      ({ id, name, input }) => ({ type: 'tool-call', toolCallId: id, toolName: name, input }) as const,
    );
    return {
      role: 'assistant',
      content: [...(message.text === '' ? [] : [{ type: 'text' as const, text: message.text }]), ...calls],
    };
  }
  const { callId, name, output, isError } = message;
  const type = isError ? ('error-text' as const) : ('text' as const);
  return {
    role: 'tool',
    content: [{ type: 'tool-result', toolCallId: callId, toolName: name, output: { type, value: output } }],
  };
}
