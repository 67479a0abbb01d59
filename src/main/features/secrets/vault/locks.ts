import { HeronError } from '../../../base/errors.ts';
import type { Keychain } from '../../../host.ts';
import { keyFileLock } from './key-file-lock.ts';
import { keychainLock } from './keychain-lock.ts';
import type { VaultLock } from './lock.ts';
import { passphraseLock } from './passphrase-lock.ts';
import { type SecretTool, secretServiceLock } from './secret-service-lock.ts';
import type { LockRecord } from './vault-file.ts';

export type LocksParts = {
  vault: string;
  keychain: Keychain | undefined;
  secretTool: SecretTool | undefined;
  /** From HERON_VAULT_PASSPHRASE. */
  passphrase: string | undefined;
  scryptCost?: number;
};

/** The locks this machine has, the best first: keychain, Secret Service, a passphrase, a file. */
export type Locks = {
  /** What a new vault gets. */
  preferred(): VaultLock;
  /** What opens this record; undefined when it is not there, or a passphrase is wanted. */
  of(record: LockRecord): VaultLock | undefined;
  passphrase(text: string): VaultLock;
  /** Errors: `unsupported` when there is none. */
  keychain(): VaultLock;
  keychainName(): string | undefined;
  /** Forgets a key that no vault uses any more, if this machine can. */
  discard(record: LockRecord): Promise<void>;
};

export function createLocks(parts: LocksParts): Locks {
  const passphrase = (text: string): VaultLock => passphraseLock(text, parts.scryptCost);
  const inFile = keyFileLock(parts.vault);
  const inKeychain = parts.keychain && keychainLock(parts.keychain);
  const inService = parts.secretTool && secretServiceLock(parts.secretTool);
  const byPassphrase = parts.passphrase === undefined ? undefined : passphrase(parts.passphrase);
  const available = [inKeychain, inService, byPassphrase, inFile];
  const of = (record: LockRecord): VaultLock | undefined => available.find((lock) => lock?.by === record.by);
  return {
    preferred: () => inKeychain ?? inService ?? byPassphrase ?? inFile,
    of,
    passphrase,
    keychain() {
      const lock = inKeychain ?? inService;
      if (lock) return lock;
      throw new HeronError('unsupported', 'There is no keychain here that Heron could keep the key in');
    },
    keychainName: () => parts.keychain?.name ?? (parts.secretTool && 'the Secret Service'),
    discard: async (record) => of(record)?.discard(record),
  };
}
