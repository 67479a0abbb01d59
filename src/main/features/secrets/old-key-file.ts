import { rmSync } from 'node:fs';
import { strictObject } from '../../../contract/strict-object.ts';
import { z } from 'zod';
import { HeronError } from '../../base/errors.ts';
import { readIfThere } from '../../base/read-if-there.ts';
import { replaceFile } from '../../base/replace-file.ts';

const OldKeys = z.looseObject({
  model: strictObject(() => ({ origin: z.string(), key: z.string().min(1) })).optional(),
});

export type OldKeyFile = {
  /** Undefined if there is none. Errors: `storage` when it makes no sense. */
  read(): { origin: string; key: string } | undefined;
  /** Takes the model's key out of the file, and the file away when nothing else is in it. */
  remove(): void;
};

/** The file of plain text in which Heron 0.1 kept the model's key, before there was a vault. */
export function oldKeyFile(path: string): OldKeyFile {
  function readAll(): z.infer<typeof OldKeys> | undefined {
    const text = readIfThere(path);
    if (text === undefined) return undefined;
    try {
      return OldKeys.parse(JSON.parse(text));
    } catch {
      // The reason would quote the text, and with it a key.
      throw new HeronError('storage', `The file of keys ${path} is damaged; remove it and enter the key again`, {
        path,
      });
    }
  }

  return {
    read: () => readAll()?.model,
    remove() {
      const { model: _, ...others } = readAll() ?? {};
      if (Object.keys(others).length > 0) replaceFile(path, JSON.stringify(others, undefined, 2));
      else rmSync(path, { force: true });
    },
  };
}
