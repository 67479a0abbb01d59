import type { ModelClient, ModelRequest, ModelUsage } from '../../models/model-client.ts';
import type { AskModel, ModelMessage, ModelReply } from './ask-model.ts';

/** The client of one server; a model that is named is asked there in the place of the configured one. */
export function serverClient(askOf: (model: string | undefined) => AskModel): ModelClient {
  const asks = new Map<string | undefined, AskModel>();
  const ask = (model: string | undefined): AskModel => {
    const made = asks.get(model) ?? askOf(model);
    asks.set(model, made);
    return made;
  };
  return {
    async *stream({ choice, messages, signal }) {
      const named = 'named' in choice ? choice.named : undefined;
      const began = performance.now();
      const { text, isCut, usage, model } = await ask(named)(messages.map(plainMessage), signal);
      const tookMs = Math.round(performance.now() - began);
      if (text !== '') yield { type: 'text', text };
      yield { type: 'finish', reason: isCut ? 'cut' : 'stop', usage, model, firstPartMs: tookMs, tookMs };
    },
  };
}

/** The planner says and hears texts alone. */
function plainMessage(message: ModelRequest['messages'][number]): ModelMessage {
  if (message.role === 'user' && typeof message.content === 'string') return { role: 'user', content: message.content };
  if (message.role === 'assistant') return { role: 'assistant', content: message.text };
  throw new Error(`A planner does not send messages of ${message.role} but texts`);
}

/** Asks through a client, and hears the answer to its end. */
export function askThrough(client: ModelClient, request: Omit<ModelRequest, 'messages' | 'signal'>): AskModel {
  return async (messages, signal) => {
    const reply: ModelReply = { text: '', isCut: false, usage: noUsage, model: '' };
    const asked = messages.map(toModelMessage);
    for await (const part of client.stream({ ...request, messages: asked, signal })) {
      if (part.type === 'text') reply.text += part.text;
      if (part.type === 'finish')
        Object.assign(reply, { isCut: part.reason === 'cut', usage: part.usage, model: part.model });
    }
    return reply;
  };
}

const noUsage: ModelUsage = { inputTokens: 0, outputTokens: 0, reasoningTokens: 0 };

function toModelMessage({ role, content }: ModelMessage): ModelRequest['messages'][number] {
  return role === 'user' ? { role, content } : { role, text: content };
}
