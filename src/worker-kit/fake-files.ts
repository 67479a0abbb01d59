import { randomUUID } from 'node:crypto';
import { createReadStream, type Stats } from 'node:fs';
import { link, lstat, mkdir, open, readdir, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, sep } from 'node:path';
import { createLineSearch, type LineSearch } from '../main/base/line-search.ts';
import type { FileEntry, FileKind, FileStatus, FoundLines, WorkerFiles } from './context.ts';
import { WorkerFailure } from './failure.ts';

/**
 * The files of a test, straight on the disk; only what lies below an allowed path can be reached, and, as in a run, what
 * the worker itself has made.
 */
export function fakeFiles(allow: { read: string[]; write: string[] }): WorkerFiles {
  const own: string[] = [];
  const read = (path: string): Promise<void> => demand(path, [...allow.read, ...own], 'read');
  const write = (path: string): Promise<void> => demand(path, [...allow.write, ...own], 'write');
  const noteOwn = (path: string | undefined): void => {
    if (path !== undefined) own.push(path);
  };

  async function* readChunks(path: string, options: { start?: number; end?: number } = {}): AsyncGenerator<Uint8Array> {
    const { start = 0, end = Infinity } = options;
    if (end <= start) return;
    await read(path);
    const stream = createReadStream(path, { start, end: end - 1, highWaterMark: 256 * 1024 });
    try {
      for await (const chunk of stream) yield chunk as Uint8Array;
    } catch (error) {
      throw fileFailure(error, path);
    }
  }

  return {
    async status(path) {
      await read(path);
      return toStatus(path, await stat(path).catch(ifAbsent));
    },
    async *list(path, options = {}) {
      await read(path);
      yield* entriesOf(path, '', options.recursive ?? false);
    },
    read: readChunks,
    search: (path, text, { most = Number.MAX_SAFE_INTEGER } = {}) =>
      foundIn(path, createLineSearch(readChunks(path), text, most), read),
    readText: (path, options = {}) => textOf(path, readChunks(path), options.maxBytes ?? 16 * 1024 * 1024),
    async write(path, content, options = {}) {
      await write(path);
      noteOwn(await guarded(path, () => mkdir(dirname(path), { recursive: true })));
      await guarded(path, () => writeWhole(path, content, options));
      noteOwn(path);
      return toStatus(path, await stat(path)) as FileStatus;
    },
    async makeFolder(path) {
      await write(path);
      noteOwn(await guarded(path, () => mkdir(path, { recursive: true })));
    },
    async move(from, to, options = {}) {
      await write(from);
      await write(to);
      if (!options.overwrite && (await lstat(to).catch(ifAbsent)))
        throw new WorkerFailure('already-exists', `${to} exists already`);
      await guarded(from, async () => {
        noteOwn(await mkdir(dirname(to), { recursive: true }));
        if (options.overwrite) await rm(to, { recursive: true, force: true });
        await rename(from, to);
      });
    },
    async remove(path) {
      await write(path);
      await guarded(path, () => rm(path, { recursive: true }));
    },
  };
}

async function* foundIn(
  path: string,
  search: LineSearch,
  demandRead: (path: string) => Promise<void>,
): AsyncGenerator<FoundLines> {
  await demandRead(path);
  const { size } = await guarded(path, () => stat(path));
  for (let done = false; !done;) {
    const page = await search.next();
    ({ done } = page);
    let at = 0;
    const lines = page.numbers.map((line, index) => ({
      line,
      bytes: page.bytes.subarray(at, (at += page.sizes[index] ?? 0)),
    }));
    yield { lines, more: page.more, read: page.read, size };
  }
}

async function textOf(path: string, chunks: AsyncIterable<Uint8Array>, maxBytes: number): Promise<string> {
  const kept: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw new WorkerFailure('limit-exceeded', `${path} is larger than ${maxBytes} bytes`);
    kept.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(kept));
}

/** Follows links as far as the path exists, so that a link inside an allowed folder is no way out of it. */
async function demand(path: string, roots: string[], verb: string): Promise<void> {
  if (!isAbsolute(path)) throw new WorkerFailure('invalid-input', `${path} is not an absolute path`);
  const real = await realPath(path);
  for (const root of roots) {
    const realRoot = await realPath(root);
    if (real === realRoot || real.startsWith(realRoot.endsWith(sep) ? realRoot : realRoot + sep)) return;
  }
  throw new WorkerFailure('permission-denied', `The worker may not ${verb} ${path}`, {
    capability: `files.${verb}`,
    target: path,
  });
}

async function realPath(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(await realPath(parent), basename(path));
  }
}

async function* entriesOf(folder: string, prefix: string, recursive: boolean): AsyncGenerator<FileEntry> {
  const names = await guarded(folder, () => readdir(folder));
  for (const name of names.toSorted()) {
    const path = join(folder, name);
    const status = toStatus(path, await lstat(path).catch(ifAbsent));
    if (!status) continue;
    yield { ...status, name: prefix + name };
    if (recursive && status.kind === 'folder') yield* entriesOf(path, `${prefix}${name}/`, true);
  }
}

async function writeWhole(
  path: string,
  content: string | Uint8Array | AsyncIterable<Uint8Array | string>,
  options: { overwrite?: boolean; mode?: number; modifiedAt?: number },
): Promise<void> {
  const waiting = join(dirname(path), `.${basename(path)}.${randomUUID()}.part`);
  const file = await open(waiting, 'wx', options.mode);
  try {
    for await (const chunk of isWhole(content) ? [content] : content) {
      await file.writeFile(chunk);
    }
    if (options.modifiedAt !== undefined) await file.utimes(new Date(), options.modifiedAt / 1000);
    await file.close();
    await (options.overwrite ? rename(waiting, path) : link(waiting, path));
  } finally {
    await file.close();
    await rm(waiting, { force: true });
  }
}

function isWhole(content: string | Uint8Array | AsyncIterable<Uint8Array | string>): content is string | Uint8Array {
  return typeof content === 'string' || content instanceof Uint8Array;
}

function toStatus(path: string, stats: Stats | undefined): FileStatus | undefined {
  if (!stats) return undefined;
  const { size, mtimeMs, mode } = stats;
  return { path, kind: kindOf(stats), size, modifiedAt: Math.round(mtimeMs), mode: mode & 0o7777 };
}

function kindOf(stats: Stats): FileKind {
  if (stats.isFile()) return 'file';
  if (stats.isDirectory()) return 'folder';
  return stats.isSymbolicLink() ? 'link' : 'other';
}

async function guarded<Value>(path: string, action: () => Promise<Value>): Promise<Value> {
  try {
    return await action();
  } catch (error) {
    throw fileFailure(error, path);
  }
}

function ifAbsent(error: unknown): undefined {
  const code = systemCode(error);
  if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
  throw error;
}

const failures: Record<string, { code: string; message: (path: string) => string }> = {
  ENOENT: { code: 'not-found', message: (path) => `There is nothing at ${path}` },
  EEXIST: { code: 'already-exists', message: (path) => `${path} exists already` },
  ENOTEMPTY: { code: 'already-exists', message: (path) => `${path} exists already` },
  ENOTDIR: { code: 'invalid-input', message: (path) => `${path} is not a folder` },
  EISDIR: { code: 'invalid-input', message: (path) => `${path} is a folder, not a file` },
};

function fileFailure(error: unknown, path: string): unknown {
  const known = failures[systemCode(error) ?? ''];
  return known ? new WorkerFailure(known.code, known.message(path), { path }) : error;
}

function systemCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
