export type ProviderId = 'aws' | 'azure' | 'gcp';

/** What is asked of a provider; `account` is a subscription of Azure, or a project of Google. */
export type ListInput = {
  provider: ProviderId;
  endpoint?: string;
  region: string;
  account?: string;
  secret?: string;
  tenant?: string;
  client?: string;
  tokenUrl?: string;
};
