import type { LoadModel } from './provider-model.ts';

export const loadAnthropic: LoadModel = async ({ baseUrl, apiKey, model }, fetch) => {
  const { createAnthropic } = await import('@ai-sdk/anthropic');
  const provider = createAnthropic({ baseURL: baseUrl, apiKey: apiKey ?? '', fetch });
  return { model: provider(model), options: {} };
};
