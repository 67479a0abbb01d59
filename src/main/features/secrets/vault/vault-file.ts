import { z } from 'zod';
import { strictObject } from '../../../../contract/strict-object.ts';
import { HeronError } from '../../../base/errors.ts';
import { readIfThere } from '../../../base/read-if-there.ts';
import { replaceFile } from '../../../base/replace-file.ts';

/** How to come by the vault's key: what a lock must know again to open. */
export const LockRecord = z.discriminatedUnion('by', [
  /** The key, sealed by the keychain; base64. */
  strictObject(() => ({ by: z.literal('keychain'), key: z.string() })),
  /** The name of its item in the Secret Service. */
  strictObject(() => ({ by: z.literal('secret-service'), item: z.string() })),
  /** The key, sealed under what scrypt makes of the passphrase. */
  strictObject(() => ({ by: z.literal('passphrase'), salt: z.string(), cost: z.int(), key: z.string() })),
  /** The name of a file beside the vault. */
  strictObject(() => ({ by: z.literal('key-file'), file: z.string().regex(/^secrets-[0-9a-f]+\.key$/) })),
]);
export type LockRecord = z.infer<typeof LockRecord>;

/** Each value is sealed under the vault's key, with its name as label. */
const VaultContent = strictObject(() => ({
  version: z.literal(1),
  lock: LockRecord,
  values: z.record(z.string(), z.string()),
}));
export type VaultContent = z.infer<typeof VaultContent>;

/** Undefined if there is none. Errors: `storage` when it makes no sense. */
export function readVaultFile(path: string): VaultContent | undefined {
  const text = readIfThere(path);
  if (text === undefined) return undefined;
  try {
    return VaultContent.parse(JSON.parse(text));
  } catch (error) {
    const message = `The vault ${path} is damaged; restore a copy, or move it away and enter the secrets again`;
    throw new HeronError('storage', message, { path }, { cause: error });
  }
}

export function writeVaultFile(path: string, content: VaultContent): void {
  replaceFile(path, `${JSON.stringify(content, undefined, 2)}\n`);
}
