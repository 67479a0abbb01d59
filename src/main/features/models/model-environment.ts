import { ModelInput } from '../../../contract/models.ts';
import { HeronError } from '../../base/errors.ts';
import type { StoredModel } from './store.ts';

const variables = { baseUrl: 'HERON_MODEL_BASE_URL', model: 'HERON_MODEL_NAME', apiKey: 'HERON_MODEL_API_KEY' };

export type ModelEnvironment = { baseUrl: string | undefined; model: string | undefined; apiKey: string | undefined };

/** What the environment says of the model; an empty variable says nothing. */
export function modelEnvironment(environment: NodeJS.ProcessEnv): ModelEnvironment {
  return {
    baseUrl: environment[variables.baseUrl] || undefined,
    model: environment[variables.model] || undefined,
    apiKey: environment[variables.apiKey] || undefined,
  };
}

/** The model that plans: each part from the environment, else from the store. Errors: `invalid-input` naming the variable. */
export function chosenModel(
  given: ModelEnvironment,
  readStored: () => StoredModel | undefined,
): StoredModel | undefined {
  if (!given.baseUrl && !given.model) return readStored();
  if (given.baseUrl && !ModelInput.shape.baseUrl.safeParse(given.baseUrl).success) {
    throw new HeronError(
      'invalid-input',
      `${variables.baseUrl} is “${given.baseUrl}”, which is no address of a model's server; set it to one that begins with http:// or https://, such as http://127.0.0.1:1234/v1, or unset it`,
    );
  }
  const stored = given.baseUrl && given.model ? undefined : readStored();
  const [baseUrl, model] = [given.baseUrl ?? stored?.baseUrl, given.model ?? stored?.model];
  if (!baseUrl || !model) {
    const [set, missing] = given.baseUrl ? [variables.baseUrl, variables.model] : [variables.model, variables.baseUrl];
    throw new HeronError('invalid-input', `${set} is set, but ${missing} is not, and no model is configured`);
  }
  return { baseUrl, model };
}

/** Errors: `conflict` when what somebody stores would have no effect. */
export function refuseIfDecided(given: ModelEnvironment): void {
  const name = given.baseUrl ? variables.baseUrl : given.model ? variables.model : undefined;
  if (name)
    throw new HeronError('conflict', `${name} in the environment decides the model; unset it to choose another here`);
}
