import type { OAuthClientProvider, OAuthDiscoveryState } from '@modelcontextprotocol/client';
import type { KeptSignIn } from './kept-sign-in.ts';

export type ProviderParts = {
  read: () => KeptSignIn | undefined;
  write: (kept: KeptSignIn) => Promise<void>;
  url: string;
  redirectUrl: string;
  /** Of a sign-in under way. */
  state: string;
  /** Given by who runs the server, for those that let nobody register. */
  client: { client_id: string; client_secret?: string } | undefined;
  /** Shows the page. Errors: where nobody is there to see it. */
  show: (page: URL) => void;
};

/** One server's sign-in, as the official package drives it: what was given is in the vault, what is under way in memory. */
export function oauthProvider(parts: ProviderParts): OAuthClientProvider {
  const { redirectUrl, url } = parts;
  let verifier = '';
  let discovered: OAuthDiscoveryState | undefined;
  const change = async (news: Partial<KeptSignIn>): Promise<void> => {
    const { tokens, client } = { ...parts.read(), ...news };
    await parts.write({ url, redirectUrl, ...(tokens ? { tokens } : {}), ...(client ? { client } : {}) });
  };
  return {
    redirectUrl,
    clientMetadata: {
      client_name: 'Heron',
      redirect_uris: [redirectUrl],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: parts.client?.client_secret === undefined ? 'none' : 'client_secret_post',
    },
    state: () => parts.state,
    clientInformation: () => parts.client ?? parts.read()?.client,
    saveClientInformation: async (client) => {
      if (!parts.client) await change({ client });
    },
    tokens: () => parts.read()?.tokens,
    saveTokens: (tokens) => change({ tokens }),
    redirectToAuthorization: (page) => parts.show(page),
    saveCodeVerifier: (text) => void (verifier = text),
    codeVerifier: () => verifier,
    saveDiscoveryState: (state) => void (discovered = state),
    discoveryState: () => discovered,
    async invalidateCredentials(scope) {
      if (scope === 'verifier') verifier = '';
      if (scope === 'discovery' || scope === 'all') discovered = undefined;
      const { tokens, client } = parts.read() ?? {};
      const isGone = (what: 'client' | 'tokens'): boolean => scope === 'all' || scope === what;
      if (!isGone('client') && !isGone('tokens')) return;
      await parts.write({
        ...{ url, redirectUrl },
        ...(tokens && !isGone('tokens') ? { tokens } : {}),
        ...(client && !isGone('client') ? { client } : {}),
      });
    },
  };
}
