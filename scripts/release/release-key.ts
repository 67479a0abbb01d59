import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseReleasePlace, type ReleasePlace } from '../../src/main/electron/updates/release-place.ts';

/** The key (Ed25519, PEM) that releases are signed with. Errors: the file, and what is wrong with it. */
export function readReleaseKey(file: string, passphrase = process.env['HERON_RELEASE_PASSPHRASE']): KeyObject {
  const key = parsed(file, readFileSync(file), passphrase);
  if (key.asymmetricKeyType !== 'ed25519')
    throw new Error(`${file} has a key of the kind ${key.asymmetricKeyType}; wanted is Ed25519`);
  return key;
}

function parsed(file: string, key: Buffer, passphrase: string | undefined): KeyObject {
  try {
    return createPrivateKey(passphrase === undefined ? key : { key, passphrase });
  } catch (cause) {
    throw new Error(
      `${file} has no private key that can be read: a PEM is expected, and its passphrase in HERON_RELEASE_PASSPHRASE if it has one`,
      { cause },
    );
  }
}

export function publicPem(key: KeyObject): string {
  return createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString();
}

/** Says in the project at `root` where its releases will be and what they are signed with. Resolves to the file. Errors: what of it makes no sense. */
export function writeReleasePlace(root: string, url: string, key: KeyObject): string {
  const place: ReleasePlace = { url, publicKey: publicPem(key) };
  const text = `${JSON.stringify(place, undefined, 2)}\n`;
  parseReleasePlace(text, '--place');
  const file = join('resources', 'release.json');
  writeFileSync(join(root, file), text);
  return file;
}
