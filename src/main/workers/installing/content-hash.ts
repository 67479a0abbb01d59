import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { HeronError } from '../../base/errors.ts';
import type { FileDigests } from './changed-files.ts';

/** A signature of the hash cannot be part of it. */
export const signatureFile = 'heron.sig';

export type Content = { hash: string; files: number; bytes: number };

const mostAtOnce = 1024 * 1024;

/**
 * SHA-256 over all files of a folder: for each, in the order of their paths, its kind, path and size, then its content.
 * Errors: `invalid-manifest` for what is neither file, folder nor link.
 */
export function contentOf(folder: string): Promise<Content> {
  return readContent(folder, () => undefined);
}

/** As `contentOf`, and each file by itself. */
export async function contentByFile(folder: string): Promise<Content & { digests: FileDigests }> {
  const digests = new Map<string, string>();
  const content = await readContent(folder, (name) => {
    const own = createHash('sha256');
    return {
      update: (bytes) => void own.update(bytes),
      end: () => void digests.set(name, own.digest('base64url')),
    };
  });
  return { ...content, digests: Object.fromEntries(digests) };
}

type FileReader = { update: (bytes: string | Buffer) => void; end: () => void };

async function readContent(folder: string, open: (name: string) => FileReader | undefined): Promise<Content> {
  const hash = createHash('sha256');
  const content = { files: 0, bytes: 0 };
  for await (const { path, name, kind, size } of walk(folder, '')) {
    if (name === signatureFile) continue;
    content.files += 1;
    const own = open(name);
    if (kind === 'link') {
      const target = await readlink(path);
      hash.update(`link ${Buffer.byteLength(name)} ${name} ${Buffer.byteLength(target)}\n${target}`);
      own?.update(`link ${target}`);
    } else {
      hash.update(`file ${Buffer.byteLength(name)} ${name} ${size}\n`);
      content.bytes += await addFile([hash, ...(own ? [own] : [])], path, size);
    }
    own?.end();
  }
  return { hash: hash.digest('hex'), ...content };
}

type Taker = Pick<FileReader, 'update'> | Hash;

async function addFile(takers: Taker[], path: string, size: number): Promise<number> {
  if (size <= mostAtOnce) {
    const bytes = await readFile(path);
    for (const taker of takers) taker.update(bytes);
    return bytes.byteLength;
  }
  let length = 0;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    for (const taker of takers) taker.update(chunk);
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
