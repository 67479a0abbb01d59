import { configure, type Entry, type FileEntry, TextWriter, ZipReader } from '@zip.js/zip.js';
import { fail, type WorkerContext, WorkerFailure } from 'heron/worker-kit';
import type { ArchiveEntry } from './archive-entry.ts';
import { writtenBytes } from './written-bytes.ts';
import { ZipFileReader } from './zip-file-reader.ts';

configure({ useWebWorkers: false });

const longestLinkTarget = 4096;

export async function* readZip(path: string, size: number, context: WorkerContext): AsyncGenerator<ArchiveEntry> {
  const zip = new ZipReader(new ZipFileReader(path, size, context), {
    // Names are judged when something is unpacked, with the name in the message.
    filenameValidation: 'tolerant',
    checkCrc32: true,
    checkOverlappingEntry: true,
  });
  try {
    for await (const entry of zip.getEntriesGenerator()) yield await toArchiveEntry(entry, path);
  } catch (error) {
    throw archiveFailure(error, path);
  } finally {
    await zip.close();
  }
}

async function toArchiveEntry(entry: Entry, path: string): Promise<ArchiveEntry> {
  const { filename: name, uncompressedSize: size, unixMode } = entry;
  const mode = unixMode === undefined ? undefined : unixMode & 0o777;
  const plain = { name, mode, linkTarget: undefined, isProtected: entry.encrypted };
  if (entry.directory) return { ...plain, kind: 'folder', size: 0, content: noBytes };
  if (entry.symlink) return { ...plain, kind: 'link', size: 0, linkTarget: await linkTarget(entry), content: noBytes };
  return { ...plain, kind: 'file', size, content: () => contentOf(entry, path) };
}

async function linkTarget(entry: FileEntry): Promise<string> {
  if (entry.uncompressedSize > longestLinkTarget)
    return fail('invalid-input', `The link ${entry.filename} is too long`);
  return entry.getData(new TextWriter());
}

async function* contentOf(entry: FileEntry, path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* writtenBytes((writable) => entry.getData(writable));
  } catch (error) {
    throw archiveFailure(error, path);
  }
}

async function* noBytes(): AsyncGenerator<Uint8Array> {}

/** zip.js's own errors are about the archive; all others pass. */
function archiveFailure(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || 'code' in error) return error;
  return new WorkerFailure('invalid-input', `${path} is damaged: ${error.message}`, { path });
}
