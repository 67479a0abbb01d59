import type {
  FoundServer,
  ModelConfiguration,
  ModelInput,
  ModelProvider,
  ModelPurpose,
  ModelRecord,
  ModelsOverview,
  OwnRecord,
  UsageWindow,
  UsedModel,
} from '../../../contract/models.ts';
import type { FindCandidates } from '../../models/model-client.ts';
import type { ModelTarget } from '../../models/model-target.ts';
import type { ProviderChange } from './changes.ts';

type Tried = { tookMs: number; text: string };

/** Where a change names the hash of what it was made from, it is refused as a `conflict` when that is another one by now. */
export type ModelService = {
  /** The model that plans; null if no model is set. Errors: `storage`, `invalid-input`. */
  get(): ModelConfiguration | null;
  /** Errors: `invalid-input`, `storage`, and `conflict` when the environment decides. */
  configure(input: ModelInput, baseHash?: string): Promise<ModelConfiguration>;
  /** Errors: `not-found` naming the known ones, and `conflict` when the environment decides. */
  setDefault(model: string, baseHash?: string): Promise<ModelConfiguration>;
  /** Errors: `network`, `provider`; both name the address. */
  available(request: { baseUrl: string; apiKey?: string | undefined }): Promise<string[]>;
  /** Servers on this machine. */
  find(): Promise<FoundServer[]>;
  /** Errors: as `available`, and `timeout`. */
  test(input: ModelInput): Promise<Tried>;
  overview(): ModelsOverview;
  try(request: { model: string; accountId?: string | undefined }): Promise<Tried & { model: string }>;
  /** Without an account the first one's key is shown. */
  listOf(providerId: string, accountId?: string, timeLimitMs?: number): Promise<string[]>;
  keepProvider(change: ProviderChange, baseHash?: string): Promise<ModelProvider>;
  removeProvider(providerId: string, baseHash?: string): Promise<void>;
  /** These are used no more, and a provider that has no others goes. It is one without a key. */
  letGo(models: readonly string[]): Promise<void>;
  keepAccount(change: { providerId: string; accountId: string; apiKey?: string | undefined }): Promise<ModelProvider>;
  removeAccount(one: { providerId: string; accountId: string }): Promise<ModelProvider>;
  keepAlias(alias: string, models: readonly string[], baseHash?: string): Promise<void>;
  keepRoute(purpose: ModelPurpose, models: readonly string[], baseHash?: string): Promise<void>;
  describe(model: string, own: OwnRecord, baseHash?: string): Promise<UsedModel>;
  /** What is known of a model by its name. */
  recordOf(model: string): ModelRecord;
  /** The model that is asked first; undefined where there is none for it. Errors: as `get`. */
  firstFor(purpose: ModelPurpose): string | undefined;
  /** What providers said last of their limits. */
  windows(): UsageWindow[];
  findCandidates: FindCandidates;
  /** Where a model is asked by its name, by the first account, for what is no conversation. Errors: `not-found`. */
  targetOf(model: string): ModelTarget;
  /** Ends what runs model files. */
  close(): void;
};
