import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { HeronError } from '../../base/errors.ts';

/** A signature of the hash cannot be part of it. */
export const signatureFile = 'heron.sig';

export type Content = { hash: string; files: number; bytes: number };

const mostAtOnce = 1024 * 1024;

/**
 * SHA-256 over all files of a folder: for each, in the order of their paths, its kind, path and size, then its content.
 * Errors: `invalid-manifest` for what is neither file, folder nor link.
 */
export async function contentOf(folder: string): Promise<Content> {
  const hash = createHash('sha256');
  const content = { files: 0, bytes: 0 };
  for await (const { path, name, kind, size } of walk(folder, '')) {
    if (name === signatureFile) continue;
    content.files += 1;
    if (kind === 'link') {
      const target = await readlink(path);
      hash.update(`link ${Buffer.byteLength(name)} ${name} ${Buffer.byteLength(target)}\n${target}`);
      continue;
    }
    hash.update(`file ${Buffer.byteLength(name)} ${name} ${size}\n`);
    content.bytes += await addFile(hash, path, size);
  }
  return { hash: hash.digest('hex'), ...content };
}

async function addFile(hash: Hash, path: string, size: number): Promise<number> {
  if (size <= mostAtOnce) {
    const bytes = await readFile(path);
    hash.update(bytes);
    return bytes.byteLength;
  }
  let length = 0;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    length += chunk.byteLength;
  }
  return length;
}

export type WalkedFile = {
  path: string;
  /** With `/` between parts. */ name: string;
  kind: 'file' | 'link';
  size: number;
};

/** Every file and link below a folder, sorted by name; links are not followed. */
export async function* walk(folder: string, prefix: string): AsyncGenerator<WalkedFile> {
  const names = (await readdir(folder)).toSorted((a, b) => (a < b ? -1 : 1));
  for (const entry of names) {
    const path = join(folder, entry);
    const name = prefix + entry;
    const status = await lstat(path);
    if (status.isDirectory()) yield* walk(path, `${name}/`);
    else if (status.isSymbolicLink()) yield { path, name, kind: 'link', size: 0 };
    else if (status.isFile()) yield { path, name, kind: 'file', size: status.size };
    else throw new HeronError('invalid-manifest', `${path} is neither a file, a folder nor a link`, { path });
  }
}
