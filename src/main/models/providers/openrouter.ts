import type { LoadModel } from './provider-model.ts';

/** The price of each answer is asked for: only OpenRouter knows who served it. */
export const loadOpenRouter: LoadModel = async ({ baseUrl, apiKey, model }, fetch) => {
  const { createOpenRouter } = await import('@openrouter/ai-sdk-provider');
  const provider = createOpenRouter({
    baseURL: baseUrl,
    apiKey: apiKey ?? '',
    compatibility: 'strict',
    fetch,
    appName: 'Heron',
  });
  return { model: provider.chat(model, { usage: { include: true } }), options: {} };
};
