import type { FileHandle } from 'node:fs/promises';
import { z } from 'zod';
import { strictObject } from '../../../contract/strict-object.ts';
import { createLineSearch, type FoundPage, type LineSearch } from '../../base/line-search.ts';
import { namingPath } from './file-access.ts';
import { openAllowed } from './files-read.ts';
import type { HandleKind } from './handles.ts';
import { method } from './method.ts';
import { Handle, Path } from './parameters.ts';

/** What fits into a processor's own memory is looked through a fifth faster than larger pieces. */
const chunkBytes = 256 * 1024;

/** `ahead` is looked for while the worker is busy with the page before it. */
type Searching = { path: string; file: FileHandle; search: LineSearch; ahead?: Promise<FoundPage> };

export const searching: HandleKind<Searching> = { label: 'search', close: ({ file }) => file.close() };

const search = method('files.search', {
  parameters: strictObject(() => ({
    path: Path,
    text: z.string().regex(/^[^\r\n]{1,4096}$/, 'expected one line of text'),
    most: z.int().min(0),
  })),
  async run(call, { path, text, most }) {
    let size = 0;
    const { handle } = await call.handles.open(searching, async () => {
      const opened = await openAllowed(call, 'files.search', path);
      ({ size } = opened);
      const lines = createLineSearch(chunksOf(opened.file, call.signal), text, most);
      return lookAhead({ ...opened, search: lines });
    });
    return { value: { handle, size } };
  },
});

const found = method('files.found', {
  parameters: strictObject(() => ({ handle: Handle })),
  async run(call, { handle }) {
    const page = await call.handles.use(searching, handle, (one) => nextPage(one));
    const { numbers, sizes, bytes, more, read, done } = page;
    if (done) await call.handles.close([searching], handle);
    return { value: { numbers, sizes, more, read, done }, ...(bytes.byteLength > 0 ? { bytes } : {}) };
  },
});

async function nextPage(one: Searching): Promise<FoundPage> {
  const page = await namingPath(one.path, () => one.ahead ?? one.search.next());
  if (!page.done) lookAhead(one);
  return page;
}

function lookAhead(one: Searching): Searching {
  one.ahead = one.search.next();
  one.ahead.catch(() => undefined); // heard with the next page, unless nobody asks for it
  return one;
}

/** One chunk is read while the one before it is looked through. */
async function* chunksOf(file: FileHandle, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const [one, other] = [new Uint8Array(chunkBytes), new Uint8Array(chunkBytes)];
  let at = 0;
  const read = (into: Uint8Array<ArrayBuffer>) => {
    const reading = file.read(into, 0, chunkBytes, at);
    reading.catch(() => undefined); // heard in the next round, unless nobody reads on
    return reading;
  };
  for (let [coming, idle] = [read(one), other]; ;) {
    const { bytesRead, buffer } = await coming;
    signal.throwIfAborted();
    if (bytesRead === 0) return;
    at += bytesRead;
    [coming, idle] = [read(idle), buffer];
    yield buffer.subarray(0, bytesRead);
  }
}

export const filesSearchMethods = [search, found];
