import type { FileEntry, WorkerFiles } from '../context.ts';
import { WorkerFailure } from '../failure.ts';
import type { BrokerAnswer, BrokerRequest } from './broker-request.ts';
import { piecesOf } from './pieces.ts';
import type { TextCodec } from './text-codec.ts';

const largestText = 16 * 1024 * 1024;

/** The files of the context: every method is one or more requests to the broker. */
export function requestedFiles(parts: { request: BrokerRequest; text: TextCodec }): WorkerFiles {
  const { request, text } = parts;

  async function* read(path: string, options: { start?: number; end?: number } = {}): AsyncGenerator<Uint8Array> {
    const { start = 0, end = null } = options;
    const { handle } = (await request('files.open', { path, start, end })).value;
    yield* readOpen(request, handle);
  }

  async function* list(path: string, options: { recursive?: boolean } = {}): AsyncGenerator<FileEntry> {
    const { recursive = false } = options;
    let cursor: string | null = null;
    do {
      const page: BrokerAnswer<'files.list'> = await request('files.list', { path, recursive, cursor });
      yield* page.value.entries;
      cursor = page.value.next;
    } while (cursor !== null);
  }

  async function readText(path: string, options: { maxBytes?: number } = {}): Promise<string> {
    const { maxBytes = largestText } = options;
    const { handle, size } = (await request('files.open', { path, start: 0, end: null })).value;
    const decoder = text.createDecoder();
    let left = maxBytes;
    let content = '';
    try {
      if (size > maxBytes) throw tooLarge(path, maxBytes);
      for await (const chunk of readOpen(request, handle)) {
        left -= chunk.byteLength;
        if (left < 0) throw tooLarge(path, maxBytes); // it grew while it was read
        content += decoder.write(chunk);
      }
      return content + decoder.end();
    } catch (error) {
      await closeQuietly(request, handle);
      throw error;
    }
  }

  return {
    status: async (path) => (await request('files.status', { path })).value ?? undefined,
    list,
    read,
    readText,
    async write(path, content, options = {}) {
      const { overwrite = false, mode = null } = options;
      const { handle } = (await request('files.create', { path, overwrite, mode })).value;
      try {
        for await (const piece of piecesOf(content, text)) await request('files.append', { handle }, piece);
        return (await request('files.commit', { handle })).value;
      } catch (error) {
        await closeQuietly(request, handle);
        throw error;
      }
    },
    makeFolder: async (path) => void (await request('files.makeFolder', { path })),
    move: async (from, to, options = {}) =>
      void (await request('files.move', { from, to, overwrite: options.overwrite ?? false })),
    remove: async (path) => void (await request('files.remove', { path })),
  };
}

function tooLarge(path: string, maxBytes: number): WorkerFailure {
  return new WorkerFailure('limit-exceeded', `${path} is larger than ${maxBytes} bytes`, { path, maxBytes });
}

async function* readOpen(request: BrokerRequest, handle: number): AsyncGenerator<Uint8Array> {
  try {
    for (;;) {
      const { value, bytes } = await request('files.next', { handle });
      if (bytes && bytes.byteLength > 0) yield bytes;
      if (value.done) return;
    }
  } finally {
    await closeQuietly(request, handle);
  }
}

/** Closing tidies up; what went wrong before it is what the worker must hear, and the broker closes what is left. */
async function closeQuietly(request: BrokerRequest, handle: number): Promise<void> {
  try {
    await request('files.close', { handle });
  } catch {
    // Closed already, or the call is being ended.
  }
}
