import { HeronError } from '../../../base/errors.ts';
import type { Keychain } from '../../../host.ts';
import type { RecordOf, VaultLock } from './lock.ts';

/** The vault's key, sealed by the keychain that the program speaks to. */
export function keychainLock(keychain: Keychain): VaultLock {
  return {
    by: 'keychain',
    close: async (key) => ({ by: 'keychain', key: keychain.seal(key.toString('base64')).toString('base64') }),
    async open({ key }: RecordOf<'keychain'>) {
      try {
        return Buffer.from(keychain.open(Buffer.from(key, 'base64')), 'base64');
      } catch (error) {
        const message = `${keychain.name} does not open the vault; it was made by another user or on another machine`;
        throw new HeronError('storage', message, undefined, { cause: error });
      }
    },
    discard: async () => undefined,
  };
}
