import { randomBytes, scrypt, type ScryptOptions } from 'node:crypto';
import { HeronError } from '../../../base/errors.ts';
import type { RecordOf, VaultLock } from './lock.ts';
import { keyBytes, seal, unseal } from './seal.ts';

const label = 'the key of the vault';
/** OWASP's advice for scrypt: 128 MiB and some tenths of a second for each guess. */
export const usualCost = 2 ** 17;
const mostCost = 2 ** 20;

/** The vault's key sealed under one that scrypt derives from a passphrase (RFC 7914: r = 8, p = 1). */
export function passphraseLock(passphrase: string, cost = usualCost): VaultLock {
  return {
    by: 'passphrase',
    async close(key) {
      const salt = randomBytes(16);
      const derived = await derive(passphrase, salt, cost);
      return {
        by: 'passphrase',
        salt: salt.toString('base64'),
        cost,
        key: seal(derived, label, key.toString('base64')),
      };
    },
    async open({ salt, cost: kept, key }: RecordOf<'passphrase'>) {
      if (kept > mostCost)
        throw new HeronError('storage', `The vault asks for ${kept} rounds of scrypt, which is absurd`);
      const derived = await derive(passphrase, Buffer.from(salt, 'base64'), kept);
      try {
        return Buffer.from(unseal(derived, label, key), 'base64');
      } catch (error) {
        throw new HeronError('permission-denied', 'That is not the passphrase of the vault', undefined, {
          cause: error,
        });
      }
    },
    discard: async () => undefined,
  };
}

function derive(passphrase: string, salt: Buffer, cost: number): Promise<Buffer> {
  const options: ScryptOptions = { N: cost, r: 8, p: 1, maxmem: 256 * cost * 8 };
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFC'), salt, keyBytes, options, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}
