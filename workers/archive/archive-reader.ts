import { fail, type WorkerContext } from 'heron/worker-kit';
import { Header } from 'tar';
import type { Actions } from './actions.generated.ts';
import { readTar } from './tar-reader.ts';
import { readZip } from './zip-reader.ts';

/** `hard-link` is a second name of a file that came before it in a tar archive. */
export type EntryKind = 'file' | 'folder' | 'link' | 'hard-link' | 'other';

export type ArchiveEntry = {
  /** As it stands in the archive: nothing about it can be trusted. */
  name: string;
  kind: EntryKind;
  /** Bytes of a file when unpacked. */
  size: number;
  /** POSIX permission bits, where the archive knows them. */
  mode: number | undefined;
  /** Where a link or hard link leads. */
  linkTarget: string | undefined;
  /** Cannot be read without a password. */
  isProtected: boolean;
  /** The file's bytes. In a tar archive they must be read, if at all, before the next entry is asked for. */
  content(): AsyncIterable<Uint8Array>;
};

export type Archive = {
  format: Actions['list']['output']['format'];
  /** Reads the archive from its beginning, each time it is called. */
  entries(): AsyncIterable<ArchiveEntry>;
};

/** Errors: `not-found`; `unsupported` for what is neither zip nor tar. */
export async function openArchive(path: string, context: WorkerContext): Promise<Archive> {
  const status = await context.files.status(path);
  if (!status) fail('not-found', `There is no archive ${path}`, { path });
  if (status.kind === 'folder') fail('invalid-input', `${path} is a folder, not an archive`, { path });
  const chunks = await Array.fromAsync(context.files.read(path, { end: 512 }));
  const start = Buffer.concat(chunks);
  if (isZip(start)) return { format: 'zip', entries: () => readZip(path, status.size, context) };
  if (isGzip(start)) return { format: 'tar.gz', entries: () => readTar(path, context, { gzip: true }) };
  if (isTar(start)) return { format: 'tar', entries: () => readTar(path, context, { gzip: false }) };
  return fail('unsupported', `${path} is neither a zip nor a tar archive`, { path });
}

/** A zip archive begins with an entry, or, when it is empty, with its end. */
function isZip(start: Buffer): boolean {
  return ['PK\u0003\u0004', 'PK\u0005\u0006'].includes(start.toString('latin1', 0, 4));
}

function isGzip(start: Buffer): boolean {
  return start[0] === 0x1f && start[1] === 0x8b;
}

function isTar(start: Buffer): boolean {
  return start.byteLength === 512 && new Header(start).cksumValid;
}
