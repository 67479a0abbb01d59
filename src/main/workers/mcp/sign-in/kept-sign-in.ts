import type { StoredOAuthClientInformation, StoredOAuthTokens } from '@modelcontextprotocol/client';

import type { Clock } from '../../../base/clock.ts';

/** What was given for one server, as the vault keeps it. */
export type KeptSignIn = {
  /** The address it was given for; for another one it is nothing. */
  url: string;
  tokens?: StoredOAuthTokens;
  /** When the tokens were given. */
  givenAt?: number;
  client?: StoredOAuthClientInformation;
  /** Where the page of the sign-in sends the answer; a client is registered for it. */
  redirectUrl?: string;
};

/** The vault, as far as sign-ins go. Its values are in no answer of any call, and no worker gets one. */
export type SignInVault = {
  read: (server: string) => string | undefined;
  /** Errors: `conflict` while the vault is shut. */
  write: (server: string, value: { host: string; value: string } | undefined) => Promise<void>;
};

export type SignInStore = {
  read: (server: string, url: string) => KeptSignIn | undefined;
  write: (server: string, kept: KeptSignIn) => Promise<void>;
  remove: (server: string) => Promise<void>;
};

/** `learn` is told each token before it can stand in any text. */
export function createSignInStore(
  vault: SignInVault,
  learn: (name: string, value: string) => void,
  clock: Clock,
): SignInStore {
  function teach(server: string, { tokens, client }: KeptSignIn): void {
    const values = [tokens?.access_token, tokens?.refresh_token, tokens?.id_token, client?.client_secret];
    for (const [index, value] of values.entries()) if (value) learn(`mcp-sign-in-${server} ${index + 1}`, value);
  }
  const read = new Map<string, { text: string; kept: KeptSignIn }>();

  /** Each request asks for it; what has not changed is known already. */
  function known(server: string): KeptSignIn | undefined {
    const text = vault.read(server);
    if (text === undefined) return undefined;
    const before = read.get(server);
    if (before?.text === text) return before.kept;
    const kept = JSON.parse(text) as KeptSignIn;
    teach(server, kept);
    read.set(server, { text, kept });
    return kept;
  }

  return {
    read(server, url) {
      const kept = known(server);
      return kept?.url === url ? kept : undefined;
    },
    async write(server, kept) {
      teach(server, kept);
      const before = known(server);
      const isSame = kept.tokens?.access_token === before?.tokens?.access_token;
      const givenAt = kept.tokens && (isSame ? before?.givenAt : clock());
      const value = JSON.stringify(givenAt === undefined ? kept : { ...kept, givenAt });
      await vault.write(server, { host: new URL(kept.url).host, value });
    },
    remove: (server) => vault.write(server, undefined),
  };
}
