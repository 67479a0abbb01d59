import type { OpenAICompatibleProvider } from '@ai-sdk/openai-compatible';
import type { JsonObject } from '../../../contract/json.ts';
import type { ModelTarget } from '../model-target.ts';

/** The interface that the AI SDK's providers share; its package is a part of theirs. */
export type LanguageModel = ReturnType<OpenAICompatibleProvider['languageModel']>;
export type CallOptions = Parameters<LanguageModel['doStream']>[0];
export type StreamPart =
  Awaited<ReturnType<LanguageModel['doStream']>>['stream'] extends ReadableStream<infer Part> ? Part : never;
export type Generated = Awaited<ReturnType<LanguageModel['doGenerate']>>;

export type ProviderModel = {
  model: LanguageModel;
  /** Sent with each request, by the name of the provider in the library. */
  options: Record<string, JsonObject>;
};

/** Loads what speaks with a provider, when it is first needed and never at the start. */
export type LoadModel = (target: ModelTarget, fetchFrom: typeof fetch) => Promise<ProviderModel>;
