import { z } from 'zod';
import { strictObject } from '../../../../contract/strict-object.ts';
import { HeronError } from '../../../base/errors.ts';
import { readIfThere } from '../../../base/read-if-there.ts';
import { replaceFile } from '../../../base/replace-file.ts';

/** How many lines were ever written, and the hash of the last. */
const AuditHead = strictObject(() => ({ lines: z.int().min(0), hash: z.string().regex(/^[0-9a-f]{64}$/) }));
export type AuditHead = z.infer<typeof AuditHead>;

export type HeadFile = {
  /** Undefined if there is none. Errors: `storage` when it makes no sense. */
  read(): AuditHead | undefined;
  write(head: AuditHead): void;
};

/** The end of the chain, kept outside the database: lines that are cut off there are missed here. */
export function headFile(path: string): HeadFile {
  return {
    read() {
      const text = readIfThere(path);
      if (text === undefined) return undefined;
      try {
        return AuditHead.parse(JSON.parse(text));
      } catch (error) {
        throw new HeronError('storage', `The file ${path} is damaged`, { path }, { cause: error });
      }
    },
    write: (head) => replaceFile(path, `${JSON.stringify(head)}\n`),
  };
}
