import type { LoadModel } from './provider-model.ts';

/** By the responses interface, or by chat completions where the options say so. Nothing is stored there. */
export const loadOpenAi: LoadModel = async ({ baseUrl, apiKey, model, options }, fetch) => {
  const { createOpenAI } = await import('@ai-sdk/openai');
  const provider = createOpenAI({ baseURL: baseUrl, apiKey: apiKey ?? '', fetch });
  const openai = { strictJsonSchema: false, store: false };
  return {
    model: options['api'] === 'chat' ? provider.chat(model) : provider.responses(model),
    options: { openai },
  };
};
