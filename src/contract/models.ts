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

export const modelsChanged = defineEvent('models.changed', () =>
  z.strictObject({ configuration: ModelConfiguration.nullable() }),
);

export const models = {
  /** null: no model; the rules plan. */
  get: oc
    .route({ method: 'GET', path: '/models', summary: 'The model that plans' })
    .input(z.strictObject({}))
    .output(ModelConfiguration.nullable()),
  configure: oc
    .route({ method: 'PUT', path: '/models', summary: 'Set the model that plans' })
    .input(ModelInput)
    .output(ModelConfiguration),
  clear: oc
    .route({ method: 'DELETE', path: '/models', summary: 'Plan without a model' })
    .input(z.strictObject({}))
    .output(z.strictObject({})),
  /** Asks the server which models it has. Errors: `provider`, `network`. */
  available: oc
    .route({ method: 'POST', path: '/models/available', summary: 'Ask a server for its models' })
    .input(strictObject(() => ({ baseUrl: z.url({ protocol: /^https?$/ }), apiKey: z.string().optional() })))
    .output(z.array(z.string())),
};
