import { HeronError } from '../../base/errors.ts';
import type { ModelClient, ModelRequest, ModelUsage } from '../../models/model-client.ts';
import {
  type AskModel,
  type AskParts,
  createAskModel,
  type ModelMessage,
  type ModelReply,
  nothingRefused,
  type Refused,
} from './ask-model.ts';

/** The client of one server; a model that is named is asked there in the place of the configured one. */
export function serverClient(parts: Omit<AskParts, 'instructions' | 'schema' | 'refused'>): ModelClient {
  const refusedBy = new Map<string, Refused>();
  return {
    async *stream({ choice, instructions, messages, tools = [], answerSchema, signal }) {
      if (tools.length > 0) throw new HeronError('unsupported', 'The configured model is not given tools');
      const model = 'named' in choice ? choice.named : parts.access.model;
      const refused = refusedBy.get(model) ?? nothingRefused();
      refusedBy.set(model, refused);
      const access = { ...parts.access, model };
      const ask = createAskModel({ ...parts, access, instructions, schema: answerSchema, refused });
      const began = performance.now();
      const { text, isCut, usage } = await ask(messages.map(plainMessage), signal);
      const tookMs = Math.round(performance.now() - began);
      if (text !== '') yield { type: 'text', text };
      yield { type: 'finish', reason: isCut ? 'cut' : 'stop', usage, model, firstPartMs: tookMs, tookMs };
    },
  };
}

/** Texts are all that is said there. */
function plainMessage(message: ModelRequest['messages'][number]): ModelMessage {
  if (message.role === 'user' && typeof message.content === 'string') return { role: 'user', content: message.content };
  if (message.role === 'assistant' && !message.calls) return { role: 'assistant', content: message.text };
  throw new HeronError('unsupported', 'The configured model is given texts alone');
}

/** Asks through a client, and hears the answer to its end. */
export function askThrough(client: ModelClient, request: Omit<ModelRequest, 'messages' | 'signal'>): AskModel {
  return async (messages, signal) => {
    const reply: ModelReply = { text: '', isCut: false, usage: noUsage };
    const asked = messages.map(toModelMessage);
    for await (const part of client.stream({ ...request, messages: asked, signal })) {
      if (part.type === 'text') reply.text += part.text;
      if (part.type === 'finish') Object.assign(reply, { isCut: part.reason === 'cut', usage: part.usage });
    }
    return reply;
  };
}

const noUsage: ModelUsage = { inputTokens: 0, outputTokens: 0, reasoningTokens: 0 };

function toModelMessage({ role, content }: ModelMessage): ModelRequest['messages'][number] {
  return role === 'user' ? { role, content } : { role, text: content };
}
