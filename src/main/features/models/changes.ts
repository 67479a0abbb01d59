import { kindOfAddress, providerInfo } from '../../../contract/model-providers.ts';
import type { ModelPurpose, OwnRecord } from '../../../contract/models.ts';
import { HeronError } from '../../base/errors.ts';
import type { ProviderSetup } from '../../models/model-setup.ts';
import { usualAliases } from '../../models/model-setup.ts';
import { placeOf, resolveName } from '../../models/resolve-name.ts';
import { checkOptions } from './check-provider.ts';
import { originOf } from './model-keys.ts';
import type { StoredSetup } from './store.ts';

export type ProviderChange = { providerId: string } & {
  [Part in 'kind' | 'baseUrl' | 'options' | 'models']?: ProviderSetup[Part] | undefined;
};

/** Errors: `not-found`. */
export function findProvider(setup: StoredSetup, id: string): ProviderSetup {
  const found = setup.providers.find((provider) => provider.id === id);
  if (found) return found;
  const known = setup.providers.map((provider) => provider.id).join(', ');
  throw new HeronError('not-found', `There is no provider ${id}${known === '' ? '' : `; there are: ${known}`}`, { id });
}

/** Adds a provider, or changes what is given of it. Errors: `invalid-input`. */
export function withProvider(setup: StoredSetup, { providerId: id, ...change }: ProviderChange): StoredSetup {
  const before = setup.providers.find((provider) => provider.id === id);
  const kind = change.kind ?? before?.kind;
  if (!kind)
    throw new HeronError('invalid-input', `kind: ${id} is no provider yet; say which kind it is`, { path: 'kind' });
  const usual = providerInfo(kind).baseUrl;
  const baseUrl = change.baseUrl ?? (before?.kind === kind ? before.baseUrl : usual);
  if (baseUrl === '') {
    throw new HeronError('invalid-input', 'baseUrl: type the address of the server', { path: 'baseUrl' });
  }
  const options = change.options ?? (before?.kind === kind ? before.options : {});
  checkOptions(kind, options);
  const models = [...new Set(change.models ?? before?.models ?? [])];
  return replaceProvider(setup, { id, kind, baseUrl, options, accounts: before?.accounts ?? ['main'], models });
}

export function replaceProvider(setup: StoredSetup, provider: ProviderSetup): StoredSetup {
  const isThere = setup.providers.some(({ id }) => id === provider.id);
  const providers = isThere
    ? setup.providers.map((one) => (one.id === provider.id ? provider : one))
    : [...setup.providers, provider];
  return { ...setup, providers };
}

export function withoutProvider(setup: StoredSetup, id: string): StoredSetup {
  findProvider(setup, id);
  const providers = setup.providers.filter((provider) => provider.id !== id);
  return naming({ ...setup, providers }, (name) => !name.startsWith(`${id}/`));
}

/** A provider that is left with no model goes, too. */
export function withoutModels(setup: StoredSetup, gone: readonly string[]): StoredSetup {
  const stays = (name: string): boolean => !gone.includes(name);
  const providers = setup.providers.flatMap((provider) => {
    const models = provider.models.filter((model) => stays(`${provider.id}/${model}`));
    return models.length === 0 && provider.models.length > 0 ? [] : [{ ...provider, models }];
  });
  return naming({ ...setup, providers }, stays);
}

/** Nothing goes on naming what is gone. */
function naming(setup: StoredSetup, stays: (name: string) => boolean): StoredSetup {
  const aliases = Object.entries(setup.aliases).map(([alias, models]) => [alias, models.filter(stays)] as const);
  const routes = Object.entries(setup.routes).map(([purpose, models]) => [purpose, models.filter(stays)] as const);
  return {
    providers: setup.providers,
    aliases: Object.fromEntries(aliases.filter(([, models]) => models.length > 0)),
    routes: Object.fromEntries(routes.filter(([, models]) => models.length > 0)),
    records: Object.fromEntries(Object.entries(setup.records).filter(([name]) => stays(name))),
  };
}

/** Errors: `not-found` naming the known ones, `invalid-input`. */
export function withAlias(setup: StoredSetup, alias: string, models: readonly string[]): StoredSetup {
  const meant = [...new Set(models.flatMap((name) => resolveName(setup, name)))];
  const { [alias]: before, ...aliases } = setup.aliases;
  if (meant.length > 0) return { ...setup, aliases: { ...setup.aliases, [alias]: meant } };
  if (!before) resolveName(setup, alias);
  return { ...setup, aliases };
}

/** Without models the rule is the usual one again. Errors: `not-found` naming the known ones. */
export function withRoute(setup: StoredSetup, purpose: ModelPurpose, names: readonly string[]): StoredSetup {
  const { [purpose]: _, ...routes } = setup.routes;
  if (names.length === 0) return { ...setup, routes };
  for (const name of names) if (!(usualAliases as readonly string[]).includes(name)) resolveName(setup, name);
  return { ...setup, routes: { ...routes, [purpose]: [...new Set(names)] } };
}

/** Errors: `not-found`. */
export function withRecord(setup: StoredSetup, model: string, own: OwnRecord): StoredSetup {
  if (!placeOf(setup, model)) resolveName(setup, model);
  const { [model]: _, ...records } = setup.records;
  return { ...setup, records: Object.keys(own).length === 0 ? records : { ...records, [model]: own } };
}

/** The model plans from now on: it is what `smart` means, at the provider that has its address. */
export function withPlanner(
  setup: StoredSetup,
  baseUrl: string,
  model: string,
): { setup: StoredSetup; providerId: string } {
  const kind = kindOfAddress(baseUrl);
  const known = setup.providers.find((one) => originOf(one.baseUrl) === originOf(baseUrl));
  const id = known?.id ?? freeId(setup, kind === 'compatible' ? 'server' : kind);
  const others = (known?.models ?? []).filter((one) => one !== model);
  const changed = withProvider(setup, {
    ...{ providerId: id, kind: known?.kind ?? kind, baseUrl, models: [model, ...others] },
  });
  return { setup: withDefault(changed, `${id}/${model}`), providerId: id };
}

/** What is usual for plans and work is `smart`: it stands for this one, and no rule leads past it. Errors: `not-found` naming the known ones. */
export function withDefault(setup: StoredSetup, model: string): StoredSetup {
  const { plan: _, act: __, ...routes } = setup.routes;
  return withAlias({ ...setup, routes }, 'smart', [model]);
}

function freeId(setup: StoredSetup, wanted: string): string {
  const taken = new Set(setup.providers.map(({ id }) => id));
  for (let number = 2; ; number += 1) {
    if (!taken.has(wanted)) return wanted;
    if (!taken.has(`${wanted}-${number}`)) return `${wanted}-${number}`;
  }
}
