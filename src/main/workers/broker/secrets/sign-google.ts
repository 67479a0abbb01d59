import { createPrivateKey, type KeyObject, sign } from 'node:crypto';
import type { GoogleKey } from '../../../base/google-key.ts';
import { HeronError } from '../../../base/errors.ts';
import type { HttpRequest } from '../network/send-request.ts';

/** Long enough for the way there, too short to be of use to who finds it. */
const goodForSeconds = 300;

/**
 * A token in the header `authorization` that the service account signs itself, good for this one service of Google alone.
 * https://google.aip.dev/auth/4111. Errors: `invalid-input` for a key that cannot sign.
 */
export function signGoogle(request: HttpRequest, secret: string, key: GoogleKey, at: number): HttpRequest {
  const now = Math.floor(at / 1000);
  const header = { alg: 'RS256', typ: 'JWT', ...(key.keyId ? { kid: key.keyId } : {}) };
  const claims = {
    ...{ iss: key.address, sub: key.address, aud: `${request.url.origin}/` },
    ...{ iat: now, exp: now + goodForSeconds },
  };
  const text = `${encoded(header)}.${encoded(claims)}`;
  const signature = sign('sha256', Buffer.from(text), privateKeyOf(secret, key)).toString('base64url');
  const headers = new Map(request.headers);
  headers.set('authorization', `Bearer ${text}.${signature}`);
  return { ...request, headers };
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function privateKeyOf(secret: string, { privateKey }: GoogleKey): KeyObject {
  try {
    const key = createPrivateKey(privateKey);
    if (key.asymmetricKeyType === 'rsa') return key;
  } catch {
    // What OpenSSL says of it would have parts of the key in it.
  }
  const message = `The secret ${secret} holds a private key that cannot be read; download the key of the service account anew`;
  throw new HeronError('invalid-input', message, { secret });
}
