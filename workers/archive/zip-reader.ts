import { configure, type Entry, type FileEntry, TextWriter, ZipReader } from '@zip.js/zip.js';
import { fail, type WorkerContext, WorkerFailure } from 'heron/worker-kit';
import type { ArchiveEntry } from './archive-entry.ts';
import { writtenBytes } from './written-bytes.ts';
import { ZipFileReader } from './zip-file-reader.ts';

configure({ useWebWorkers: false });

const longestLinkTarget = 4096;

/** With a password that is wrong nothing is given: it is tried on the first file before anything else. */
export async function* readZip(
  path: string,
  size: number,
  context: WorkerContext,
  password: string | undefined,
): AsyncGenerator<ArchiveEntry> {
  const zip = new ZipReader(new ZipFileReader(path, size, context), {
    // Names are judged when something is unpacked, with the name in the message.
    filenameValidation: 'tolerant',
    checkCrc32: true,
    checkOverlappingEntry: true,
    ...(password === undefined ? {} : { password }),
  });
  try {
    for await (const entry of zip.getEntriesGenerator())
      yield await toArchiveEntry(entry, path, password !== undefined);
  } catch (error) {
    throw archiveFailure(error, path);
  } finally {
    await zip.close();
  }
}

async function toArchiveEntry(entry: Entry, path: string, hasPassword: boolean): Promise<ArchiveEntry> {
  if (hasPassword && entry.encrypted && !entry.directory) await tryPassword(entry, path);
  const { filename: name, uncompressedSize: size, unixMode } = entry;
  const mode = unixMode === undefined ? undefined : unixMode & 0o777;
  const known = { name, mode, modifiedAt: entry.lastModDate.getTime() };
  const plain = { ...known, linkTarget: undefined, isProtected: entry.encrypted && !hasPassword };
  if (entry.directory) return { ...plain, kind: 'folder', size: 0, content: noBytes };
  if (entry.symlink) return { ...plain, kind: 'link', size: 0, linkTarget: await linkTarget(entry), content: noBytes };
  return { ...plain, kind: 'file', size, content: () => contentOf(entry, path) };
}

/** Nothing is read besides the few bytes that tell. */
async function tryPassword(entry: FileEntry, path: string): Promise<void> {
  try {
    await entry.getData(new TextWriter(), { checkPasswordOnly: true });
  } catch (error) {
    if (!(error instanceof Error) || !/password/i.test(error.message)) throw error;
    fail('invalid-input', `The password does not open ${path}`, { field: 'passwordFile' });
  }
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
