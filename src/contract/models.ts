import { oc } from '@orpc/contract';
import { z } from 'zod';
import { defineEvent } from './event.ts';
import { strictObject } from './strict-object.ts';

/** An OpenAI-compatible server (LM Studio, llama.cpp, vLLM, Ollama, OpenRouter, OpenAI …). The key is never given back. */
export const ModelConfiguration = strictObject(() => ({
  baseUrl: z.url({ protocol: /^https?$/ }),
  model: z.string().min(1),
  hasKey: z.boolean(),
}));
export type ModelConfiguration = z.infer<typeof ModelConfiguration>;

/** With `apiKey` absent a kept key stays, unless it was for another server; an empty one removes it. */
export const ModelInput = strictObject(() => ({
  baseUrl: z.url({ protocol: /^https?$/ }),
  model: z.string().min(1),
  apiKey: z.string().optional(),
}));
export type ModelInput = z.infer<typeof ModelInput>;

/** Where servers of models on a machine of one's own usually listen. */
export const usualServers = [
  { name: 'LM Studio', baseUrl: 'http://127.0.0.1:1234/v1' },
  { name: 'Ollama', baseUrl: 'http://127.0.0.1:11434/v1' },
  { name: 'llama.cpp', baseUrl: 'http://127.0.0.1:8080/v1' },
  { name: 'vLLM', baseUrl: 'http://127.0.0.1:8000/v1' },
  { name: 'SGLang', baseUrl: 'http://127.0.0.1:30000/v1' },
] as const;

/** A server of models that answers on this machine. */
export const FoundServer = strictObject(() => ({ name: z.string(), baseUrl: z.string(), models: z.array(z.string()) }));
export type FoundServer = z.infer<typeof FoundServer>;

export const modelsChanged = defineEvent('models.changed', () =>
  z.strictObject({ configuration: ModelConfiguration.nullable() }),
);

export const models = {
  /** null: no model; the rules plan. */
  get: oc
    .route({ method: 'GET', path: '/models', summary: 'The model that plans' })
    .input(strictObject(() => ({})))
    .output(ModelConfiguration.nullable()),
  configure: oc
    .route({ method: 'PUT', path: '/models', summary: 'Set the model that plans' })
    .input(ModelInput)
    .output(ModelConfiguration),
  clear: oc
    .route({ method: 'DELETE', path: '/models', summary: 'Plan without a model' })
    .input(strictObject(() => ({})))
    .output(strictObject(() => ({}))),
  /** Asks the server which models it has. Errors: `provider`, `network`. */
  available: oc
    .route({ method: 'POST', path: '/models/available', summary: 'Ask a server for its models' })
    .input(strictObject(() => ({ baseUrl: z.url({ protocol: /^https?$/ }), apiKey: z.string().optional() })))
    .output(z.array(z.string())),
  /** Asks this machine alone, at the usual ports. */
  find: oc
    .route({ method: 'GET', path: '/models/servers', summary: 'Servers of models on this machine' })
    .input(strictObject(() => ({})))
    .output(z.array(FoundServer)),
  /** Has the model answer a short question; nothing is kept. Errors: `provider`, `network`. */
  test: oc
    .route({ method: 'POST', path: '/models/test', summary: 'Try a model with a real question' })
    .input(ModelInput)
    .output(strictObject(() => ({ tookMs: z.int(), text: z.string() }))),
};
