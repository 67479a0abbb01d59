import { fail } from 'heron/worker-kit';
import { Header, Pax } from 'tar';
import type { ArchiveEntry, EntryKind } from './archive-entry.ts';
import { createByteReader, type ByteReader } from './byte-reader.ts';
import { compressionFailure } from './compression.ts';

const block = 512;
const longestExtendedHeader = 1024 * 1024;

const kinds: Record<string, EntryKind> = {
  File: 'file',
  OldFile: 'file',
  ContiguousFile: 'file',
  Directory: 'folder',
  SymbolicLink: 'link',
  Link: 'hard-link',
  CharacterDevice: 'other',
  BlockDevice: 'other',
  FIFO: 'other',
};

/** What the headers before an entry say about it. */
type Extended = { own: Pax | undefined; global: Pax | undefined; path: string | undefined; link: string | undefined };

/** `path` is told in errors; `source` are the bytes, without compression. */
export async function* readTar(path: string, source: AsyncIterable<Uint8Array>): AsyncGenerator<ArchiveEntry> {
  const bytes = createByteReader(source);
  try {
    yield* readEntries(bytes, path);
  } catch (error) {
    throw compressionFailure(error, path);
  } finally {
    await bytes.close();
  }
}

async function* readEntries(bytes: ByteReader, path: string): AsyncGenerator<ArchiveEntry> {
  let extended: Extended = { own: undefined, global: undefined, path: undefined, link: undefined };
  for (;;) {
    const head = await bytes.take(block);
    if (head.byteLength === 0) return;
    const header = new Header(head, 0, extended.own, extended.global);
    if (header.nullBlock) return;
    if (!header.cksumValid) fail('invalid-input', `${path} is damaged: a header's checksum is wrong`, { path });
    const described = await readExtended(bytes, header, extended, path);
    if (described) {
      extended = described;
      continue;
    }
    yield* readEntry(bytes, header, extended, path);
    extended = { ...extended, own: undefined, path: undefined, link: undefined };
  }
}

async function* readEntry(
  bytes: ByteReader,
  header: Header,
  extended: Extended,
  path: string,
): AsyncGenerator<ArchiveEntry> {
  const name = extended.path ?? extended.own?.path ?? header.path ?? '';
  const kind = kinds[header.type];
  if (!kind) fail('unsupported', `${path} holds ${name}, which is of the unknown kind ${header.type}`, { path });
  const size = kind === 'file' ? (header.size ?? 0) : 0;
  const content = bytes.stream(size);
  const linkTarget = extended.link ?? extended.own?.linkpath ?? header.linkpath;
  const mode = header.mode === undefined ? undefined : header.mode & 0o777;
  const known = { name, kind, size, mode, modifiedAt: header.mtime?.getTime(), isProtected: false };
  yield { ...known, linkTarget: linkTarget || undefined, content: () => content.read() };
  await content.skip();
  await bytes.skip(-size & (block - 1));
}

/** Reads an extended header: a pax header, or GNU tar's long name. undefined: the header is an entry's own. */
async function readExtended(
  bytes: ByteReader,
  header: Header,
  extended: Extended,
  path: string,
): Promise<Extended | undefined> {
  const { type, size = 0 } = header;
  const isPax = type === 'ExtendedHeader' || type === 'OldExtendedHeader' || type === 'GlobalExtendedHeader';
  const isLongName = type === 'NextFileHasLongPath' || type === 'OldGnuLongPath';
  const isLongLink = type === 'NextFileHasLongLinkpath';
  if (!isPax && !isLongName && !isLongLink) return undefined;
  if (size > longestExtendedHeader) fail('limit-exceeded', `${path} has a header of ${size} bytes`, { path });
  const text = (await bytes.take(size)).toString('utf8');
  await bytes.skip(-size & (block - 1));
  if (type === 'GlobalExtendedHeader') return { ...extended, global: Pax.parse(text, extended.global, true) };
  if (isPax) return { ...extended, own: Pax.parse(text, extended.own) };
  const [value = ''] = text.split('\0');
  return isLongName ? { ...extended, path: value } : { ...extended, link: value };
}
