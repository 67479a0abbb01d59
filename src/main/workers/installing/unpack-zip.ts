import { openAsBlob } from 'node:fs';
import { BlobReader, configure, type Entry, ZipReader } from '@zip.js/zip.js';
import { HeronError } from '../../base/errors.ts';
import { sourceLimits, type StagingTarget, stagingTarget, tooLarge } from './staging-target.ts';

configure({ useWebWorkers: false });

const posixKind = 0o170000;
const posixLink = 0o120000;

/** Unpacks a zip archive. Errors: `invalid-input` for what is none, for links and for unsafe names; `limit-exceeded`. */
export async function unpackZip(archive: string, folder: string): Promise<void> {
  const target = stagingTarget(folder, archive);
  const reader = new ZipReader(new BlobReader(await openAsBlob(archive)));
  try {
    for await (const entry of reader.getEntriesGenerator()) await place(entry, target, archive);
  } catch (error) {
    if (error instanceof HeronError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw new HeronError('invalid-input', `${archive} cannot be unpacked (${message})`, undefined, { cause: error });
  } finally {
    await reader.close();
  }
}

async function place(entry: Entry, target: StagingTarget, archive: string): Promise<void> {
  if (entry.directory) return target.folder(entry.filename);
  if (((entry.externalFileAttributes >>> 16) & posixKind) === posixLink) {
    throw new HeronError('invalid-input', `${archive} holds a link, which no worker needs: ${entry.filename}`);
  }
  if (entry.encrypted) throw new HeronError('invalid-input', `${archive} is locked with a password`);
  if (entry.uncompressedSize > sourceLimits.bytes) throw tooLarge(archive, sourceLimits.bytes);
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  await Promise.all([target.file(entry.filename, readable), entry.getData(writable, { checkSignature: true })]);
}
