import { oc } from '@orpc/contract';
import { z } from 'zod';
import { defineEvent } from './event.ts';
import { providerKinds, providers } from './model-providers.ts';
import { Sorted } from './routing.ts';
import { baseHash, StateHash } from './state-hash.ts';
import { strictObject } from './strict-object.ts';

const Address = z.url({ protocol: /^https?$/ });
const Name = z
  .string()
  .max(24)
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'expected lower-case letters and digits, with single - between them');

export const ProviderId = Name;
export const AccountId = Name;
export const ModelAlias = Name;
/** `provider/model`; the model's own name may have strokes too. */
export const ModelName = z.string().regex(/^[a-z][a-z0-9-]{0,23}\/.+$/, 'expected provider/model');
/** An alias or a model. */
export const ModelNaming = z.string().min(1).max(300);

/** What a model is asked for. */
export const modelPurposes = ['plan', 'act', 'answer', 'code', 'title', 'summary', 'route'] as const;
export const ModelPurpose = z.enum(modelPurposes);
export type ModelPurpose = z.infer<typeof ModelPurpose>;

/** The model that plans. The key is never given back. */
export const ModelConfiguration = strictObject(() => ({
  baseUrl: Address,
  model: z.string().min(1),
  hasKey: z.boolean(),
}));
export type ModelConfiguration = z.infer<typeof ModelConfiguration>;

/** With `apiKey` absent a kept key stays, unless it was for another server; an empty one removes it. */
export const ModelInput = strictObject(() => ({
  baseUrl: Address,
  model: z.string().min(1),
  apiKey: z.string().optional(),
}));
export type ModelInput = z.infer<typeof ModelInput>;

/** Where servers of models on a machine of one's own usually listen. */
export const usualServers = Object.entries(providers)
  .filter(([kind, { isLocal }]) => isLocal && kind !== 'local')
  .map(([, { title, baseUrl }]) => ({ name: title, baseUrl }));

/** A server of models that answers on this machine. */
export const FoundServer = strictObject(() => ({ name: z.string(), baseUrl: z.string(), models: z.array(z.string()) }));
export type FoundServer = z.infer<typeof FoundServer>;

/** What a model can do. */
export const ModelRecord = strictObject(() => ({
  /** Tokens of question and answer together. */
  context: z.int().positive().optional(),
  tools: z.boolean(),
  vision: z.boolean(),
  /** Whether it takes one; some models only know their own. */
  temperature: z.boolean(),
  /** Whether it takes a seed beside it; what is not said is tried, where its provider has one. */
  seed: z.boolean().optional(),
  /** US dollars for a million tokens. */
  price: z.strictObject({ input: z.number().nonnegative(), output: z.number().nonnegative() }).optional(),
}));
export type ModelRecord = z.infer<typeof ModelRecord>;

/** What a person says of a model; the rest is as it is known. */
export type OwnRecord = Partial<ModelRecord>;

export const OptionValues = z.record(z.string(), z.union([z.boolean(), z.number(), z.string()]));
export type OptionValues = z.infer<typeof OptionValues>;

/** Who serves models, as it is set up. Its accounts are tried in their order. */
export const ModelProvider = strictObject(() => ({
  id: ProviderId,
  kind: z.enum(providerKinds),
  baseUrl: Address,
  options: OptionValues,
  accounts: z.array(z.strictObject({ id: AccountId, hasKey: z.boolean() })),
  /** The names of those of its models that are in use. */
  models: z.array(z.string().min(1)),
  /** Variables alone name it: it is changed there. */
  isOfEnvironment: z.literal(true).optional(),
}));
export type ModelProvider = z.infer<typeof ModelProvider>;

/** How a model did lately: a share of answers, and milliseconds until the first piece. */
export const ModelStanding = strictObject(() => ({ answers: z.int(), success: z.number(), firstPartMs: z.number() }));
export type ModelStanding = z.infer<typeof ModelStanding>;

export const UsedModel = strictObject(() => ({
  name: ModelName,
  record: ModelRecord,
  /** What the person says of it, before what is known of it. */
  own: ModelRecord.partial(),
  standing: ModelStanding.optional(),
}));
export type UsedModel = z.infer<typeof UsedModel>;

/** What a provider said last of what is left of one of its own limits, to an account. */
export const UsageWindow = strictObject(() => ({
  providerId: ProviderId,
  accountId: AccountId,
  /** `percent`: of a subscription, whose size nobody says. */
  unit: z.enum(['requests', 'tokens', 'input tokens', 'output tokens', 'percent', 'money']),
  /** How long the window is, `5 hours`, where that is said. */
  per: z.string().optional(),
  atMost: z.number().optional(),
  left: z.number(),
  resetsAt: z.int().optional(),
  /** When it was said. */
  at: z.int(),
  /** Not the provider said it: it is what Heron itself used, beside what a person says of the plan. */
  isCounted: z.literal(true).optional(),
}));
export type UsageWindow = z.infer<typeof UsageWindow>;

/** `38,000 of 40,000 input tokens left`, `63 % of 5 hours left`. */
export function windowText({ unit, left, atMost, per }: UsageWindow): string {
  const number = (amount: number): string => Math.round(amount).toLocaleString('en');
  if (unit === 'percent') return `${number(left)} % of ${per ?? 'the subscription'} left`;
  const amount = unit === 'money' ? (dollars: number) => `$${dollars.toFixed(2)}` : number;
  const of = atMost === undefined ? '' : ` of ${amount(atMost)}`;
  if (unit === 'money') return `${amount(left)}${of} left${per === undefined ? '' : ` of ${per}`}`;
  return `${number(left)}${of} ${unit} left${per === undefined ? '' : ` of ${per}`}`;
}

const Namings = z.array(ModelNaming).max(20);

export const ModelsOverview = strictObject(() => ({
  providers: z.array(ModelProvider),
  /** Models of one alias are equals: the one that does best goes first. */
  aliases: z.array(z.strictObject({ alias: ModelAlias, models: z.array(ModelName) })),
  /** For each purpose the first that fits; after them come all other models. */
  routes: z.array(
    z.strictObject({ purpose: ModelPurpose, models: Namings, isOwn: z.boolean(), first: ModelName.optional() }),
  ),
  models: z.array(UsedModel),
  /** Of accounts that were used lately, where their provider says it. */
  windows: z.array(UsageWindow),
  /** The variable of the environment that decides which model is used. */
  decidedBy: z.string().optional(),
  /** Of all that is set up here. */
  hash: StateHash,
}));
export type ModelsOverview = z.infer<typeof ModelsOverview>;

export const modelsChanged = defineEvent('models.changed', () =>
  /** `what` was changed, in words. */
  z.strictObject({ configuration: ModelConfiguration.nullable(), what: z.string().optional() }),
);

const Nothing = strictObject(() => ({}));
const Tried = strictObject(() => ({ tookMs: z.int(), text: z.string() }));

export const models = {
  /** null: no model; the rules plan. */
  get: oc
    .route({ method: 'GET', path: '/models', summary: 'The model that plans' })
    .input(Nothing)
    .output(ModelConfiguration.nullable()),
  configure: oc
    .route({ method: 'PUT', path: '/models', summary: 'Set the model that plans' })
    .input(ModelInput.extend({ baseHash }))
    .output(ModelConfiguration),
  /** A model that is set up plans and acts from now on: the alias `smart` stands for it. Errors: `not-found` naming the known ones, `conflict` when the environment decides. */
  setDefault: oc
    .route({ method: 'PUT', path: '/models/default', summary: 'Choose the default model' })
    .input(strictObject(() => ({ model: ModelNaming, baseHash })))
    .output(ModelConfiguration),
  /** Asks the server which models it has. Errors: `provider`, `network`. */
  available: oc
    .route({ method: 'POST', path: '/models/available', summary: 'Ask a server for its models' })
    .input(strictObject(() => ({ baseUrl: Address, apiKey: z.string().optional() })))
    .output(z.array(z.string())),
  /** Asks this machine alone, at the usual ports. */
  find: oc
    .route({ method: 'GET', path: '/models/servers', summary: 'Servers of models on this machine' })
    .input(Nothing)
    .output(z.array(FoundServer)),
  /** Has the model answer a short question; nothing is kept. Errors: `provider`, `network`, `timeout`. */
  test: oc
    .route({ method: 'POST', path: '/models/test', summary: 'Try a model with a real question' })
    .input(ModelInput)
    .output(Tried),
  overview: oc
    .route({
      method: 'GET',
      path: '/models/overview',
      summary: 'Providers, aliases, routing rules and what is known of each model',
    })
    .input(Nothing)
    .output(ModelsOverview),
  /** The same of a model that is set up, by its name or an alias. Errors: `not-found`, and those of `test`. */
  try: oc
    .route({ method: 'POST', path: '/models/try', summary: 'Try a model that is set up' })
    .input(strictObject(() => ({ model: ModelNaming, accountId: AccountId.optional() })))
    .output(Tried.extend({ model: ModelName })),
  /** Which model a sentence would go to, and why; where no rule says so a small model may be asked. */
  sort: oc
    .route({ method: 'POST', path: '/models/sort', summary: 'Say which model a sentence goes to, and why' })
    .input(strictObject(() => ({ text: z.string().trim().min(1).max(10_000) })))
    .output(Sorted),
  /** Drops what a small model once said of a sentence, so that it is asked again. */
  forgetSorted: oc
    .route({ method: 'POST', path: '/models/sort/forget', summary: 'Forget what a small model said of a sentence' })
    .input(strictObject(() => ({ text: z.string().trim().min(1).max(10_000) })))
    .output(strictObject(() => ({ isForgotten: z.boolean() }))),
  /** Adds a provider, or changes what is given of one. Errors: `invalid-input` for an option that it does not take. */
  keepProvider: oc
    .route({ method: 'PUT', path: '/models/providers/{providerId}', summary: 'Add or change a provider of models' })
    .input(
      strictObject(() => ({
        providerId: ProviderId,
        kind: z.enum(providerKinds).optional(),
        baseUrl: Address.optional(),
        options: OptionValues.optional(),
        models: z.array(z.string().min(1)).max(200).optional(),
        baseHash,
      })),
    )
    .output(ModelProvider),
  /** With its accounts and their keys. Errors: `not-found`. */
  removeProvider: oc
    .route({ method: 'DELETE', path: '/models/providers/{providerId}', summary: 'Remove a provider of models' })
    .input(strictObject(() => ({ providerId: ProviderId, baseHash })))
    .output(Nothing),
  /** Asks a provider that is set up. Errors: `not-found`, `provider`, `network`. */
  listOf: oc
    .route({ method: 'GET', path: '/models/providers/{providerId}/models', summary: 'Ask a provider for its models' })
    .input(strictObject(() => ({ providerId: ProviderId })))
    .output(z.array(z.string())),
  /** An absent key stays, an empty one is removed. */
  keepAccount: oc
    .route({
      method: 'PUT',
      path: '/models/providers/{providerId}/accounts/{accountId}',
      summary: 'Add an account, or change its key',
    })
    .input(
      strictObject(() => ({ providerId: ProviderId, accountId: AccountId, apiKey: z.string().max(10_000).optional() })),
    )
    .output(ModelProvider),
  removeAccount: oc
    .route({
      method: 'DELETE',
      path: '/models/providers/{providerId}/accounts/{accountId}',
      summary: 'Remove an account and its key',
    })
    .input(strictObject(() => ({ providerId: ProviderId, accountId: AccountId })))
    .output(ModelProvider),
  /** Without models the alias is removed. Errors: `not-found` naming the known ones. */
  keepAlias: oc
    .route({ method: 'PUT', path: '/models/aliases/{alias}', summary: 'Say what an alias means' })
    .input(strictObject(() => ({ alias: ModelAlias, models: Namings, baseHash })))
    .output(Nothing),
  /** Without models the rule is the usual one again. Errors: `not-found` naming the known ones. */
  keepRoute: oc
    .route({ method: 'PUT', path: '/models/routes/{purpose}', summary: 'Say which models a purpose uses' })
    .input(strictObject(() => ({ purpose: ModelPurpose, models: Namings, baseHash })))
    .output(Nothing),
  /** What is given goes before what is known; an empty record takes it back. Errors: `not-found`. */
  describe: oc
    .route({ method: 'PUT', path: '/models/record', summary: 'Say what a model can do' })
    .input(strictObject(() => ({ model: ModelName, own: ModelRecord.partial(), baseHash })))
    .output(UsedModel),
};
