import type { ProviderKind } from '../../contract/model-providers.ts';
import type { ModelPurpose, OwnRecord, OptionValues } from '../../contract/models.ts';

/** Who serves models, without the keys. */
export type ProviderSetup = {
  id: string;
  kind: ProviderKind;
  baseUrl: string;
  options: OptionValues;
  /** In the order in which they are tried. */
  accounts: string[];
  /** Those of its models that are in use. */
  models: string[];
};

/** All that routing goes by. */
export type ModelSetup = {
  providers: ProviderSetup[];
  /** The models of an alias are equals. */
  aliases: Record<string, string[]>;
  /** Only those that a person changed. */
  routes: Partial<Record<ModelPurpose, string[]>>;
  records: Record<string, OwnRecord>;
  /** The one model that the environment decides on; it is the only one for every purpose. */
  decided?: string;
};

export const emptySetup: ModelSetup = { providers: [], aliases: {}, routes: {}, records: {} };

/** Aliases that the usual rules name; what they mean a person says. */
export const usualAliases = ['fast', 'smart', 'local'] as const;

const thorough = ['smart', 'fast', 'local'];
const quick = ['fast', 'smart', 'local'];
const small = ['local', 'fast', 'smart'];

/** Quality where it matters; what is said at once fast; small jobs where they cost nothing. */
export const usualRoutes: Record<ModelPurpose, readonly string[]> = {
  plan: thorough,
  act: thorough,
  answer: quick,
  code: thorough,
  title: small,
  summary: small,
  // A sentence waits for it, and it is to cost nothing.
  route: ['local'],
};

export function routeOf({ routes }: ModelSetup, purpose: ModelPurpose): readonly string[] {
  return routes[purpose] ?? usualRoutes[purpose];
}

/** All models in use, by provider. */
export function usedModels({ providers }: ModelSetup): string[] {
  return providers.flatMap(({ id, models }) => models.map((model) => `${id}/${model}`));
}
