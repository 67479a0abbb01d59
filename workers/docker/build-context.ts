import { fail, type FileEntry, type WorkerContext } from 'heron/worker-kit';
import { Header, Pax } from 'tar';
import { readIgnoreFile } from './ignore-file.ts';
import { isOf } from './service.ts';
import { isWithheld, refuseMount } from './safety.ts';

export type BuildContext = {
  files: number;
  bytes: number;
  /** Names of links and of what nobody may read. */
  leftOut: string[];
  /** The folder as a tar. */
  tar: () => AsyncGenerator<Uint8Array>;
};

type Sent = Pick<FileEntry, 'name' | 'path' | 'mode' | 'size'> & { kind: 'file' | 'folder' };

/** Looks at all that would be sent. Errors: `not-found`, `limit-exceeded`, `invalid-input` for a folder that is never sent. */
export async function readContext(context: WorkerContext, folder: string, dockerfile: string): Promise<BuildContext> {
  await refuseMount(context, folder, 'folder');
  const { contextMb = 500 } = context.settings as { contextMb?: number };
  const isOut = await ignoring(context, folder, dockerfile);
  const leftOut: string[] = [];
  const sent: Sent[] = [];
  let bytes = 0;
  for await (const { name, path, kind, mode, size } of context.files.list(folder, { recursive: true })) {
    if (isOut(name)) continue;
    if (kind !== 'file' && kind !== 'folder') leftOut.push(name);
    else sent.push({ name, path, kind, mode, size: kind === 'file' ? size : 0 });
    bytes += kind === 'file' ? size : 0;
    if (bytes > contextMb * 1_000_000) {
      const message = `${folder} has more than ${contextMb} MB; leave out what is not needed in its .dockerignore`;
      fail('limit-exceeded', message, { path: folder, limit: contextMb });
    }
  }
  if (!sent.some(({ name, kind }) => name === dockerfile && kind === 'file')) {
    fail('not-found', `There is no ${dockerfile} in ${folder}`, { field: 'file', path: folder });
  }
  const readable = await withoutWithheld(context, sent, leftOut);
  const files = readable.filter(({ kind }) => kind === 'file');
  return {
    ...{ files: files.length, bytes: files.reduce((sum, { size }) => sum + size, 0), leftOut },
    tar: () => pack(context, readable),
  };
}

async function ignoring(context: WorkerContext, folder: string, dockerfile: string) {
  for (const name of [`${dockerfile}.dockerignore`, '.dockerignore']) {
    try {
      const isOut = readIgnoreFile(await context.files.readText(`${folder}/${name}`, { maxBytes: 1_000_000 }));
      // The service reads these two itself, whatever the file says.
      return (each: string): boolean => each !== dockerfile && isOut(each);
    } catch (error) {
      if (!isOf(error, 'not-found')) throw error;
    }
  }
  return () => false;
}

/** What holds keys cannot be looked at, and is not sent. */
async function withoutWithheld(context: WorkerContext, sent: readonly Sent[], leftOut: string[]): Promise<Sent[]> {
  const kept: Sent[] = [];
  for (const each of sent) {
    try {
      if (each.kind === 'folder' || (await context.files.status(each.path))) kept.push(each);
    } catch (error) {
      if (!isWithheld(error)) throw error;
      leftOut.push(each.name);
    }
  }
  return kept;
}

async function* pack(context: WorkerContext, entries: readonly Sent[]): AsyncGenerator<Uint8Array> {
  for (const entry of entries) {
    yield headerOf(entry);
    if (entry.kind === 'folder' || entry.size === 0) continue;
    let left = entry.size;
    for await (const chunk of context.files.read(entry.path, { end: entry.size })) {
      left -= chunk.byteLength;
      yield chunk;
    }
    if (left !== 0) fail('conflict', `${entry.path} was changed while it was sent`, { path: entry.path });
    yield Buffer.alloc(-entry.size & 511);
  }
  yield Buffer.alloc(1024);
}

/** Without owner and time: the same folder is the same to the cache. */
function headerOf({ name, kind, size, mode }: Sent): Buffer {
  const path = kind === 'folder' ? `${name}/` : name;
  const type = kind === 'folder' ? 'Directory' : 'File';
  const header = new Header({ path, type, size, mode: mode & 0o777, mtime: new Date(0), uid: 0, gid: 0 });
  const block = Buffer.alloc(512);
  // What is too long or too large for the block goes into an extended header before it.
  if (!header.encode(block, 0)) return block;
  return Buffer.concat([new Pax({ path, size }).encode(), block]);
}
