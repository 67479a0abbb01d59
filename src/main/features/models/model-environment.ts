import { kindOfAddress, type ProviderKind, providerInfo, providerKinds } from '../../../contract/model-providers.ts';
import { ModelInput } from '../../../contract/models.ts';
import { HeronError } from '../../base/errors.ts';
import { routeOf, type ModelSetup, type ProviderSetup } from '../../models/model-setup.ts';
import { placeOf } from '../../models/resolve-name.ts';
import type { StoredSetup } from './store.ts';

const variables = {
  provider: 'HERON_MODEL_PROVIDER',
  baseUrl: 'HERON_MODEL_BASE_URL',
  model: 'HERON_MODEL_NAME',
  apiKey: 'HERON_MODEL_API_KEY',
};

export type ModelEnvironment = { [Part in keyof typeof variables]: string | undefined };

/** What the environment says of the model; an empty variable says nothing. */
export function modelEnvironment(environment: NodeJS.ProcessEnv): ModelEnvironment {
  const read = (name: string): string | undefined => environment[name] || undefined;
  return {
    provider: read(variables.provider),
    baseUrl: read(variables.baseUrl),
    model: read(variables.model),
    apiKey: read(variables.apiKey),
  };
}

/** What is stored, with the one model that the environment decides on. Errors: `invalid-input` naming the variable. */
export function withEnvironment(stored: StoredSetup, given: ModelEnvironment): ModelSetup {
  if (!decidingVariable(given)) return stored;
  const provider = providerOf(stored, given);
  const model = given.model ?? plannersModel(stored, provider);
  if (!model) {
    throw new HeronError(
      'invalid-input',
      `${decidingVariable(given)} is set, but ${variables.model} is not, and no model of it is configured`,
    );
  }
  const others = stored.providers.filter(({ id }) => id !== provider.id);
  const models = [...new Set([model, ...provider.models])];
  return { ...stored, providers: [{ ...provider, models }, ...others], decided: `${provider.id}/${model}` };
}

/** The variable that decides the model; undefined when none does. */
export function decidingVariable(given: ModelEnvironment): string | undefined {
  if (given.baseUrl) return variables.baseUrl;
  if (given.model) return variables.model;
  return given.provider ? variables.provider : undefined;
}

/** Errors: `conflict` when what somebody stores would have no effect. */
export function refuseIfDecided(given: ModelEnvironment): void {
  const name = decidingVariable(given);
  if (name)
    throw new HeronError('conflict', `${name} in the environment decides the model; unset it to choose another here`);
}

function providerOf(stored: StoredSetup, given: ModelEnvironment): ProviderSetup {
  const baseUrl = addressIn(given);
  const known = given.provider === undefined ? undefined : stored.providers.find(({ id }) => id === given.provider);
  if (known) return baseUrl ? { ...known, baseUrl } : known;
  const kind = given.provider ?? (baseUrl && kindOfAddress(baseUrl));
  if (kind === undefined) {
    const first = plannersProvider(stored);
    if (first) return first;
    throw new HeronError(
      'invalid-input',
      `${variables.model} is set, but ${variables.baseUrl} is not, and no model is configured`,
    );
  }
  if (!isKind(kind)) {
    const names = [...new Set([...stored.providers.map(({ id }) => id), ...providerKinds])].join(', ');
    throw new HeronError(
      'invalid-input',
      `${variables.provider} is “${kind}”, which is no provider; there are: ${names}`,
    );
  }
  const address = baseUrl ?? providerInfo(kind).baseUrl;
  if (address === '') {
    throw new HeronError(
      'invalid-input',
      `${variables.provider} is ${kind}, which needs ${variables.baseUrl}, and that is not set`,
    );
  }
  return { id: 'environment', kind, baseUrl: address, options: {}, accounts: ['main'], models: [] };
}

function isKind(kind: string): kind is ProviderKind {
  return (providerKinds as string[]).includes(kind);
}

function addressIn({ baseUrl }: ModelEnvironment): string | undefined {
  if (baseUrl && !ModelInput.shape.baseUrl.safeParse(baseUrl).success) {
    throw new HeronError(
      'invalid-input',
      `${variables.baseUrl} is “${baseUrl}”, which is no address of a model's server; set it to one that begins with http:// or https://, such as http://127.0.0.1:1234/v1, or unset it`,
    );
  }
  return baseUrl;
}

/** Where one part is given, the other is that of the model that plans as it is set up. */
function plannersModel(stored: StoredSetup, provider: ProviderSetup): string | undefined {
  if (provider.models[0]) return provider.models[0];
  const name = plannersName(stored);
  return name === undefined ? undefined : placeOf(stored, name)?.model;
}

function plannersProvider(stored: StoredSetup): ProviderSetup | undefined {
  const name = plannersName(stored);
  return name === undefined ? undefined : placeOf(stored, name)?.provider;
}

function plannersName(stored: StoredSetup): string | undefined {
  const ruled = routeOf(stored, 'plan').flatMap((name) => stored.aliases[name] ?? [name]);
  const used = stored.providers.flatMap(({ id, models }) => models.map((model) => `${id}/${model}`));
  return [...ruled, ...used].find((name) => placeOf(stored, name));
}
