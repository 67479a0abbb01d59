import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { HeronError } from '../../../base/errors.ts';
import { replaceFile } from '../../../base/replace-file.ts';
import type { RecordOf, VaultLock } from './lock.ts';

/** The vault's key in a file beside it that only its owner may read: no protection against who reads this user's files. */
export function keyFileLock(vault: string): VaultLock {
  const pathOf = (file: string): string => join(dirname(vault), file);
  return {
    by: 'key-file',
    async close(key) {
      // A name of its own: until the vault is written anew, the old key must stay.
      const file = `secrets-${randomBytes(6).toString('hex')}.key`;
      replaceFile(pathOf(file), `${key.toString('base64')}\n`);
      return { by: 'key-file', file };
    },
    async open({ file }: RecordOf<'key-file'>) {
      try {
        return Buffer.from(readFileSync(pathOf(file), 'utf8'), 'base64');
      } catch (error) {
        throw new HeronError('storage', `The key of the vault, ${pathOf(file)}, is gone`, undefined, { cause: error });
      }
    },
    discard: async ({ file }: RecordOf<'key-file'>) => rmSync(pathOf(file), { force: true }),
  };
}
