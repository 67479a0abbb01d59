import type { LoadModel } from './provider-model.ts';

/** Any server that speaks OpenAI's chat completions. */
export const loadCompatible: LoadModel = async ({ baseUrl, apiKey, model }, fetch) => {
  const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible');
  const provider = createOpenAICompatible({
    name: 'model',
    baseURL: baseUrl,
    ...(apiKey ? { apiKey } : {}),
    supportsStructuredOutputs: true,
    includeUsage: true,
    fetch,
  });
  return { model: provider(model), options: { model: { strictJsonSchema: false } } };
};
