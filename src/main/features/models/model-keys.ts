import type { ModelSetup } from '../../models/model-setup.ts';
import { placeOf } from '../../models/resolve-name.ts';
import type { ModelEnvironment } from './model-environment.ts';

/** A key, and the one server it is for: it is sent nowhere else. */
export type ModelKey = { origin: string; key: string };

/** The vault's part of it, by account; the key of no account is what an older Heron kept. */
export type KeyStore = {
  read(account?: string): ModelKey | undefined;
  write(account: string | undefined, key: ModelKey | undefined): Promise<void>;
};

export function originOf(baseUrl: string): string {
  return URL.parse(baseUrl)?.origin ?? baseUrl;
}

/** Ids have no two strokes in a row, so that no two accounts share a name. */
export const accountName = (providerId: string, account: string): string => `${providerId}--${account}`;

type Server = { id: string; baseUrl: string };

export function createModelKeys(store: KeyStore, given: ModelEnvironment) {
  function kept({ id, baseUrl }: Server, account: string): string | undefined {
    return [store.read(accountName(id, account)), store.read()].find((key) => key?.origin === originOf(baseUrl))?.key;
  }
  return {
    kept,
    /** The environment's key is for the provider it decides on, or for the only one there is, and for nobody else. */
    of(setup: ModelSetup, providerId: string, account: string): string | undefined {
      const provider = setup.providers.find(({ id }) => id === providerId);
      if (!provider) return undefined;
      const meant = setup.decided === undefined ? undefined : placeOf(setup, setup.decided)?.provider;
      const isMeant = meant ? meant.id === providerId : setup.providers.length === 1;
      return (isMeant && account === provider.accounts[0] ? given.apiKey : undefined) ?? kept(provider, account);
    },
    /** An empty key removes the one that is kept; so does a new one with what an older Heron kept for the same server. */
    async write({ id, baseUrl }: Server, account: string, apiKey: string): Promise<void> {
      const origin = originOf(baseUrl);
      await store.write(accountName(id, account), apiKey === '' ? undefined : { origin, key: apiKey });
      if (store.read()?.origin === origin) await store.write(undefined, undefined);
    },
  };
}

export type ModelKeys = ReturnType<typeof createModelKeys>;
