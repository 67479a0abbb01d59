import type { ListedEntries } from '../broker-methods.ts';
import type { FileEntry, FileStatus, FoundLines, WorkerFiles } from '../context.ts';
import { WorkerFailure } from '../failure.ts';
import type { BrokerAnswer, BrokerRequest } from './broker-request.ts';
import { eachOfPages } from './each-of-pages.ts';
import { piecesOf } from './pieces.ts';
import { closeQuietly, readOpen } from './read-open.ts';
import type { TextCodec } from './text-codec.ts';

const largestText = 16 * 1024 * 1024;

/** The files of the context: every method is one or more requests to the broker. */
export function requestedFiles(parts: { request: BrokerRequest; text: TextCodec }): WorkerFiles {
  const { request, text } = parts;

  async function* read(path: string, options: { start?: number; end?: number } = {}): AsyncGenerator<Uint8Array> {
    const { start = 0, end = null } = options;
    yield* readOpen(request, await request('files.open', { path, start, end }));
  }

  async function* listPages(path: string, recursive: boolean): AsyncGenerator<ListedEntries, void> {
    const pageAfter = (cursor: string | null) => {
      const coming = request('files.list', { path, recursive, cursor });
      coming.catch(() => undefined); // heard in the next round, unless nobody reads on
      return coming;
    };
    // One page is looked up while the one before it is worked on.
    for (let coming: ReturnType<typeof pageAfter> | undefined = pageAfter(null); coming;) {
      const { entries, next }: BrokerAnswer<'files.list'>['value'] = (await coming).value;
      coming = next === null ? undefined : pageAfter(next);
      yield entries;
    }
  }

  async function readText(path: string, options: { maxBytes?: number } = {}): Promise<string> {
    const { maxBytes = largestText } = options;
    const opened = await request('files.open', { path, start: 0, end: null });
    const decoder = text.createDecoder();
    let left = maxBytes;
    let content = '';
    for await (const chunk of readOpen(request, opened)) {
      left -= chunk.byteLength;
      // It may also grow while it is read.
      if (opened.value.size > maxBytes || left < 0) throw tooLarge(path, maxBytes);
      content += decoder.write(chunk);
    }
    return content + decoder.end();
  }

  return {
    status: async (path) => (await request('files.status', { path })).value ?? undefined,
    list: (path, { recursive = false } = {}) =>
      eachOfPages(listPages(path, recursive), ({ names }) => names.length, entryAt),
    read,
    search: (path, wanted, { most = Number.MAX_SAFE_INTEGER } = {}) => foundIn(request, { path, text: wanted, most }),
    readText,
    async write(path, content, options = {}) {
      const { overwrite = false, mode = null, modifiedAt } = options;
      const file = { path, overwrite, mode, ...(modifiedAt === undefined ? {} : { modifiedAt }) };
      return writeFile(request, file, piecesOf(content, text));
    },
    makeFolder: async (path) => void (await request('files.makeFolder', { path })),
    move: async (from, to, options = {}) =>
      void (await request('files.move', { from, to, ...options, overwrite: options.overwrite ?? false })),
    remove: async (path, options = {}) => void (await request('files.remove', { path, ...options })),
  };
}

function entryAt({ prefix, names, kinds, sizes, modified, modes }: ListedEntries, at: number): FileEntry {
  const name = names[at] ?? '';
  return {
    path: prefix + (prefix.endsWith('\\') ? name.replaceAll('/', '\\') : name),
    kind: kinds[at] ?? 'other',
    size: sizes[at] ?? 0,
    modifiedAt: modified[at] ?? 0,
    mode: modes[at] ?? 0,
    name,
  };
}

/** One page is asked for while the one before it is worked on. */
async function* foundIn(
  request: BrokerRequest,
  wish: { path: string; text: string; most: number },
): AsyncGenerator<FoundLines> {
  const { handle, size } = (await request('files.search', wish)).value;
  let page: BrokerAnswer<'files.found'> | undefined;
  try {
    for (let coming = request('files.found', { handle }); page?.value.done !== true;) {
      page = await coming;
      if (!page.value.done) {
        coming = request('files.found', { handle });
        coming.catch(() => undefined); // heard in the next round, unless nobody reads on
      }
      const { more, read } = page.value;
      yield { lines: linesOf(page), more, read, size };
    }
  } finally {
    if (page?.value.done !== true) await closeQuietly(request, handle);
  }
}

function linesOf({ value, bytes = new Uint8Array() }: BrokerAnswer<'files.found'>): FoundLines['lines'] {
  let at = 0;
  return value.numbers.map((line, index) => ({ line, bytes: bytes.subarray(at, (at += value.sizes[index] ?? 0)) }));
}

function tooLarge(path: string, maxBytes: number): WorkerFailure {
  return new WorkerFailure('limit-exceeded', `${path} is larger than ${maxBytes} bytes`, { path, maxBytes });
}

type NewFile = { path: string; overwrite: boolean; mode: number | null; modifiedAt?: number };

/** What fits into one piece goes in one request; else each piece is made while the one before it is stored. */
async function writeFile(
  request: BrokerRequest,
  file: NewFile,
  pieces: AsyncGenerator<Uint8Array, undefined>,
): Promise<FileStatus> {
  const first = await pieces.next();
  if (first.done) return (await request('files.write', file)).value;
  const second = await pieces.next();
  if (second.done) return (await request('files.write', file, first.value)).value;
  const { handle } = (await request('files.create', file)).value;
  try {
    let storing = request('files.append', { handle }, first.value);
    for (let piece: Uint8Array | undefined = second.value; piece; piece = (await pieces.next()).value) {
      await storing;
      storing = request('files.append', { handle }, piece);
      storing.catch(() => undefined); // heard in the next round
    }
    await storing;
    return (await request('files.commit', { handle })).value;
  } catch (error) {
    await closeQuietly(request, handle);
    throw error;
  }
}
