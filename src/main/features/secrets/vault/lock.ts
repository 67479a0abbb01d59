import type { LockRecord } from './vault-file.ts';

export type RecordOf<By extends LockRecord['by']> = Extract<LockRecord, { by: By }>;

/** Something that keeps the vault's key. It is given only records it has made. */
export type VaultLock = {
  by: LockRecord['by'];
  /** Takes a new key in; gives what must be known to have it back. */
  close(key: Buffer): Promise<LockRecord>;
  /** Errors: `permission-denied` for the wrong passphrase, `storage` when the key is gone. */
  open(record: LockRecord): Promise<Buffer>;
  /** Forgets a key that the vault does not use any more. */
  discard(record: LockRecord): Promise<void>;
};
