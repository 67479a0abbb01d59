import type { ProviderKind } from '../../contract/model-providers.ts';
import { loadAnthropic } from './providers/anthropic.ts';
import { loadCompatible } from './providers/compatible.ts';
import { loadOpenAi } from './providers/openai.ts';
import { loadOpenRouter } from './providers/openrouter.ts';
import type { LoadModel } from './providers/provider-model.ts';

const loaders: Partial<Record<ProviderKind, LoadModel>> = {
  openai: loadOpenAi,
  anthropic: loadAnthropic,
  openrouter: loadOpenRouter,
};

export const loadModel: LoadModel = (target, fetchFrom) => (loaders[target.kind] ?? loadCompatible)(target, fetchFrom);
