import { createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SignatureState } from '../../../contract/installs.ts';
import { signatureFile } from './content-hash.ts';

/** A public key in PEM, and the name a person gave it. */
export type KnownKey = { name: string; publicKey: string };

export type Signature = { signature: SignatureState; signedBy?: string };

/** Who of the known signed the hash of this folder. */
export async function signatureOf(folder: string, hash: string, keys: readonly KnownKey[]): Promise<Signature> {
  const text = await readFile(join(folder, signatureFile), 'utf8').catch(() => undefined);
  if (text === undefined) return { signature: 'none' };
  const signature = Buffer.from(text.trim(), 'base64');
  const signer = keys.find(({ publicKey }) => isSignedBy(publicKey, hash, signature));
  return signer ? { signature: 'known', signedBy: signer.name } : { signature: 'unknown' };
}

/** The content of `heron.sig`. */
export function signHash(hash: string, privateKey: KeyObject): string {
  return `${sign(undefined, Buffer.from(hash), privateKey).toString('base64')}\n`;
}

function isSignedBy(publicKey: string, hash: string, signature: Buffer): boolean {
  try {
    const key = createPublicKey(publicKey);
    return key.asymmetricKeyType === 'ed25519' && verify(undefined, Buffer.from(hash), key, signature);
  } catch {
    return false;
  }
}
