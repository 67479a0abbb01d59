import { fail, type WorkerContext } from 'heron/worker-kit';
import { Header } from 'tar';
import type { Actions } from './actions.generated.ts';
import type { ArchiveEntry } from './archive-entry.ts';
import { readTar } from './tar-reader.ts';
import { readZip } from './zip-reader.ts';

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
