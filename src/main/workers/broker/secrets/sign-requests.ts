import { awsKeysIn, type AwsKeys } from '../../../base/aws-keys.ts';
import { HeronError } from '../../../base/errors.ts';
import { type GoogleKey, googleKeyIn } from '../../../base/google-key.ts';
import type { HttpRequest } from '../network/send-request.ts';
import { type AwsScope, presignAws, signAws } from './sign-aws.ts';
import { signGoogle } from './sign-google.ts';

/** What is signed for a link: for whom, and for how many seconds it is good. */
export type LinkWish = { url: URL; method: string; region: string; service: string; seconds: number };

/** The request with its signature. Errors: `invalid-input` for a secret that holds no keys. */
export function signedRequest(request: HttpRequest, secret: { name: string; value: string }, at: number): HttpRequest {
  const { sign, ...plain } = request;
  if (!sign) return request;
  if (sign.kind === 'google-service-account')
    return signGoogle(plain, secret.name, googleKeyOf(secret, sign.account), at);
  const { region, service, payload } = sign;
  return signAws(plain, keysOf(secret), { region, service, at }, payload);
}

/** Errors: `invalid-input` for a secret that holds no keys, `unsupported` for keys that end. */
export function signedLink(wish: LinkWish, secret: { name: string; value: string }, at: number): string {
  const keys = keysOf(secret);
  if (keys.sessionToken !== undefined) {
    const message = `A link cannot be made with the secret ${secret.name}: its keys are temporary, and their token would stand in the link`;
    throw new HeronError('unsupported', message, { secret: secret.name });
  }
  const scope: AwsScope = { region: wish.region, service: wish.service, at };
  return presignAws(wish, keys, scope, wish.seconds).href;
}

function googleKeyOf({ name, value }: { name: string; value: string }, account: string): GoogleKey {
  const key = googleKeyIn(value);
  if (key?.address === account) return key;
  const held = key ? `the key of ${key.address}, not of ${account}` : 'no key of a service account';
  const message = `The secret ${name} holds ${held}; it is the whole JSON file that Google gives for one`;
  throw new HeronError('invalid-input', message, { secret: name });
}

function keysOf({ name, value }: { name: string; value: string }): AwsKeys {
  const keys = awsKeysIn(value);
  if (keys) return keys;
  const message = `The secret ${name} holds no keys of AWS; write KEYID:SECRET, KEYID:SECRET:TOKEN, or what aws configure export-credentials prints`;
  throw new HeronError('invalid-input', message, { secret: name });
}
