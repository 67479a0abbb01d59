import { createPrivateKey, type KeyObject } from 'node:crypto';
import type { OAuthClientProvider } from '@modelcontextprotocol/client';
import { HeronError } from '../../../base/errors.ts';
import type { KeptSignIn } from './kept-sign-in.ts';

type Tokens = NonNullable<KeptSignIn['tokens']>;
type Client = { clientId: string; secret: string; how: 'secret' | 'key' };

/** Signs in as the client itself (RFC 6749 §4.4), with its secret or with what its key signs (RFC 7523). Errors: `invalid-input`. */
export async function aloneProvider(
  { clientId, secret, how }: Client,
  keep: (tokens: Tokens) => Promise<void>,
): Promise<OAuthClientProvider> {
  const { createPrivateKeyJwtAuth } = await import('@modelcontextprotocol/client');
  const named = { issuer: clientId, subject: clientId };
  const byKey =
    how === 'key' ? createPrivateKeyJwtAuth({ ...named, privateKey: secret, alg: algorithmOf(secret) }) : undefined;
  return {
    redirectUrl: undefined,
    clientMetadata: {
      client_name: 'Heron',
      redirect_uris: [],
      grant_types: ['client_credentials'],
      token_endpoint_auth_method: byKey ? 'private_key_jwt' : 'client_secret_basic',
    },
    clientInformation: () => ({ client_id: clientId, ...(byKey ? {} : { client_secret: secret }) }),
    // What ran out is asked for anew, and never renewed by another token.
    tokens: () => undefined,
    saveTokens: keep,
    redirectToAuthorization: () => undefined,
    saveCodeVerifier: () => undefined,
    codeVerifier: () => '',
    // It holds nothing that could be wrong but the secret, which only a person changes.
    invalidateCredentials: () => undefined,
    prepareTokenRequest: (scope) =>
      new URLSearchParams({ grant_type: 'client_credentials', ...(scope === undefined ? {} : { scope }) }),
    ...(byKey ? { addClientAuthentication: byKey } : {}),
  };
}

const curves: Record<string, string> = { prime256v1: 'ES256', secp384r1: 'ES384', secp521r1: 'ES512' };

function algorithmOf(pem: string): string {
  const key = readKey(pem);
  if (key.asymmetricKeyType === 'rsa') return 'RS256';
  if (key.asymmetricKeyType === 'ed25519') return 'EdDSA';
  const curve = curves[key.asymmetricKeyDetails?.namedCurve ?? ''];
  if (key.asymmetricKeyType === 'ec' && curve !== undefined) return curve;
  throw notAKey('expected an RSA, EC or Ed25519 key');
}

function readKey(pem: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch {
    throw notAKey('expected a private key, as PEM');
  }
}

function notAKey(why: string): HeronError {
  return new HeronError('invalid-input', `connection.client.secret: ${why}`, { path: 'connection.client.secret' });
}
