import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { fileError, HeronError, systemCode } from '../../base/errors.ts';
import { replaceFile } from '../../base/replace-file.ts';

/** A key, and the one server it is for: it is sent nowhere else. */
export const ModelKey = z.strictObject({ origin: z.string(), key: z.string().min(1) });
export type ModelKey = z.infer<typeof ModelKey>;

const KeyFile = z.looseObject({ model: ModelKey.optional() });

export type KeyStore = { read(): ModelKey | undefined; write(key: ModelKey | undefined): void };

/** Keys in a file only its owner may read. It is replaced as a whole, so it is never half written. Errors: `storage`. */
export function keyFile(path: string): KeyStore {
  function readAll(): z.infer<typeof KeyFile> {
    let text: string;
    try {
      text = readFileSync(path, 'utf8');
    } catch (error) {
      if (systemCode(error) === 'ENOENT') return {};
      throw fileError(error, path);
    }
    try {
      return KeyFile.parse(JSON.parse(text));
    } catch (error) {
      // The reason would quote the text, and with it a key.
      throw new HeronError(
        'storage',
        `The file of keys ${path} is damaged; remove it and enter the key again`,
        { path },
        { cause: name(error) },
      );
    }
  }

  return {
    read: () => readAll().model,
    write(key) {
      const { model: _, ...others } = readAll();
      replaceFile(path, JSON.stringify(key ? { ...others, model: key } : others, undefined, 2));
    },
  };
}

function name(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
