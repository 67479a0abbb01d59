import {
  chmodSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { fileError, HeronError, systemCode } from '../../base/errors.ts';

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

function replaceFile(path: string, text: string): void {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    rmSync(temporary, { force: true });
    const file = openSync(temporary, 'wx', 0o600);
    try {
      chmodSync(temporary, 0o600);
      writeSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw fileError(error, path);
  }
}

function name(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
