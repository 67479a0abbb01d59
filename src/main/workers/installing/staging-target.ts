import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { HeronError } from '../../base/errors.ts';

/** More than any worker with its packages needs. */
export const sourceLimits = { files: 20_000, bytes: 256 * 1024 * 1024 };

export type StagingTarget = {
  folder: (name: string) => Promise<void>;
  /** Counts the bytes as they come, whatever a header promised. */
  file: (name: string, content: AsyncIterable<Uint8Array>) => Promise<void>;
};

/**
 * A folder that takes the files of a stranger: names that lead out of it, come twice or are too many are refused.
 * Errors: `invalid-input`, `limit-exceeded`, naming the entry.
 */
export function stagingTarget(root: string, what: string, limits = sourceLimits): StagingTarget {
  const taken = new Set<string>();
  let bytes = 0;

  function placeOf(name: string): string {
    const parts = safeParts(name, what);
    const place = parts.join('/');
    // Names that differ only in case or composition are one file on some disks.
    const known = place.normalize('NFC').toLowerCase();
    if (taken.has(known)) throw new HeronError('invalid-input', `${what} holds ${name} twice`);
    taken.add(known);
    if (taken.size > limits.files) throw tooMany(what, limits.files);
    return join(root, ...parts);
  }

  async function* counted(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of content) {
      bytes += chunk.byteLength;
      if (bytes > limits.bytes) throw tooLarge(what, limits.bytes);
      yield chunk;
    }
  }

  return {
    folder: async (name) => void (await mkdir(join(root, ...safeParts(name, what)), { recursive: true, mode: 0o700 })),
    async file(name, content) {
      const path = placeOf(name);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await pipeline(counted(content), createWriteStream(path, { flags: 'wx', mode: 0o600 }));
    },
  };
}

export function tooMany(what: string, value: number): HeronError {
  return new HeronError('limit-exceeded', `${what} holds more than ${value} files`, { limit: 'files', value });
}

export function tooLarge(what: string, value: number): HeronError {
  return new HeronError('limit-exceeded', `${what} holds more than ${value} bytes`, { limit: 'bytes', value });
}

function safeParts(name: string, what: string): string[] {
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  const isUnsafe = name.startsWith('/') || /[\\\0]|^[A-Za-z]:/.test(name) || parts.includes('..');
  if (isUnsafe) throw new HeronError('invalid-input', `${what} holds a name that leads out of it: ${name}`, { name });
  return parts;
}
