import type { ProviderKind } from '../../contract/model-providers.ts';
import type { ModelRecord, OptionValues } from '../../contract/models.ts';

/** One model by one account of one provider: all that a request to it needs. */
export type ModelTarget = {
  providerId: string;
  kind: ProviderKind;
  baseUrl: string;
  options: OptionValues;
  account: string;
  apiKey: string | undefined;
  /** As the provider calls it. */
  model: string;
  record: ModelRecord;
};

export function nameOf({ providerId, model }: Pick<ModelTarget, 'providerId' | 'model'>): string {
  return `${providerId}/${model}`;
}
