import type { IncomingMessage } from 'node:http';
import { open } from 'node:fs/promises';
import { fileError, HeronError } from '../../base/errors.ts';
import { sizeOf } from './model-folder.ts';

export type FetchParts = {
  /** Asks for an address; the body is unread. */
  request: (address: string, headers: ReadonlyMap<string, string>, signal: AbortSignal) => Promise<IncomingMessage>;
  /** Bytes that are free where the part lies. */
  free: () => Promise<number>;
  /** After so many milliseconds without a byte the connection counts as broken. */
  idleMs: number;
};

export type FileTask = {
  address: string;
  /** Where the bytes go; what lies there already is gone on with. */
  part: string;
  /** Bytes that the file is known to have. */
  bytes: number | undefined;
  /** What the server called this version of the file when its first bytes came. */
  version: string | undefined;
  /** Of a file with a hash even an unnamed version may be gone on with: what does not fit is found out. */
  isHashed: boolean;
  /** The server has answered: what it calls the version, and how large the file is. */
  onAnswer: (answer: { version: string | undefined; size: number | undefined }) => void;
  onBytes: (received: number) => void;
  signal: AbortSignal;
};

/** Room that is left on the disk for everything else. */
const keptFree = 256 * 1024 * 1024;

/** How many bytes are written until the disk is looked at again. */
const lookedAtEvery = 64 * 1024 * 1024;

/**
 * Fetches what is missing of a file: the rest where the server can and still has the same file, else all of it.
 * Errors: `network` (with `status`, or for a connection that broke; what came is kept), `storage` without room, `conflict`
 * when the server's file has another size than is known.
 */
export async function fetchFile(parts: FetchParts, task: FileTask): Promise<void> {
  const idle = new AbortController();
  const signal = AbortSignal.any([task.signal, idle.signal]);
  const timer = setTimeout(() => idle.abort(silent(task.address, parts.idleMs)), parts.idleMs);
  try {
    const had = sizeOf(task.part) ?? 0;
    const response = await parts.request(task.address, rangeHeaders(task, had), signal);
    timer.refresh();
    try {
      await receive(parts, task, { response, had, stillThere: () => void timer.refresh() }, signal);
    } finally {
      response.destroy();
    }
  } catch (error) {
    task.signal.throwIfAborted();
    if (idle.signal.aborted) throw idle.signal.reason;
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

function silent(address: string, idleMs: number): HeronError {
  const host = new URL(address).host;
  return new HeronError('network', `${host} has sent nothing for ${idleMs / 1000} s`, { host });
}

function rangeHeaders({ version, isHashed }: FileTask, had: number): Map<string, string> {
  const headers = new Map([['accept-encoding', 'identity']]);
  if (had === 0 || (version === undefined && !isHashed)) return headers;
  headers.set('range', `bytes=${had}-`);
  if (version !== undefined) headers.set('if-range', version);
  return headers;
}

type Answer = { response: IncomingMessage; had: number; stillThere: () => void };

async function receive(parts: FetchParts, task: FileTask, answer: Answer, signal: AbortSignal): Promise<void> {
  const { response, had } = answer;
  const status = response.statusCode ?? 0;
  const range = contentRange(response);
  // Nothing after what is here: either that is all, or it is of another file.
  if (status === 416 && range?.total === had) return;
  const isOther = status === 416 || (status === 206 && range?.from !== had);
  if (isOther && had > 0) return startAgain(parts, task);
  if (isOther || (status !== 200 && status !== 206)) {
    const { host } = new URL(task.address);
    throw new HeronError('network', `${host} answered with status ${status}`, { host, status });
  }
  const from = status === 206 ? had : 0;
  const size = status === 206 ? range?.total : lengthOf(response);
  if (task.bytes !== undefined && size !== undefined && size !== task.bytes) {
    throw new HeronError(
      'conflict',
      `The file at ${task.address} has ${size} bytes and should have ${task.bytes}: it is another one`,
      { expected: task.bytes, found: size },
    );
  }
  task.onAnswer({ version: versionOf(response), size });
  await checkRoom(parts, (size ?? task.bytes ?? 0) - from);
  const received = await write(parts, task, { ...answer, from, atMost: size ?? task.bytes });
  signal.throwIfAborted();
  if (size !== undefined && received < size) throw broken(task.address, received, size);
}

/** The server cannot go on where it stopped: what is here is thrown away, and the whole is asked for. */
async function startAgain(parts: FetchParts, task: FileTask): Promise<void> {
  await (await open(task.part, 'w')).close();
  task.onBytes(0);
  await fetchFile(parts, { ...task, version: undefined });
}

async function write(
  parts: FetchParts,
  { address, part, onBytes }: FileTask,
  { response, from, atMost, stillThere }: Answer & { from: number; atMost: number | undefined },
): Promise<number> {
  const file = await open(part, from === 0 ? 'w' : 'a', 0o600);
  let [received, looked] = [from, from];
  try {
    for await (const chunk of chunksOf(response, address)) {
      stillThere();
      if (atMost !== undefined && received + chunk.byteLength > atMost) {
        throw new HeronError('network', `${new URL(address).host} sends more than the ${atMost} bytes it said`, {
          atMost,
        });
      }
      await file.write(chunk);
      received += chunk.byteLength;
      onBytes(received);
      if (received - looked < lookedAtEvery) continue;
      looked = received;
      await checkRoom(parts, 0);
    }
    await file.sync();
  } catch (error) {
    throw fileError(error, part);
  } finally {
    await file.close();
  }
  return received;
}

async function* chunksOf(response: IncomingMessage, address: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of response) yield chunk as Uint8Array;
  } catch (cause) {
    const { host } = new URL(address);
    throw new HeronError('network', `${host} broke the connection off`, { host }, { cause });
  }
}

function broken(address: string, received: number, size: number): HeronError {
  const { host } = new URL(address);
  return new HeronError('network', `${host} broke the connection off after ${received} of ${size} bytes`, { host });
}

async function checkRoom({ free }: FetchParts, needed: number): Promise<void> {
  const room = (await free()) - keptFree;
  if (room >= needed) return;
  const more = Math.ceil((needed - room) / 1_000_000);
  throw new HeronError('storage', `The disk has no room for it: ${more} MB more are needed`, { needed, room });
}

/** A weak mark says only that two versions mean the same, not that their bytes are. */
function versionOf({ headers }: IncomingMessage): string | undefined {
  if (headers.etag !== undefined && !headers.etag.startsWith('W/')) return headers.etag;
  return headers['last-modified'];
}

function contentRange({
  headers,
}: IncomingMessage): { from: number | undefined; total: number | undefined } | undefined {
  const found = /^bytes (?:(\d+)-\d+|\*)\/(\d+|\*)$/.exec(headers['content-range'] ?? '');
  if (!found) return undefined;
  const [, from, total] = found;
  return { from: from === undefined ? undefined : Number(from), total: total === '*' ? undefined : Number(total) };
}

function lengthOf({ headers }: IncomingMessage): number | undefined {
  const length = Number(headers['content-length'] ?? Number.NaN);
  return Number.isSafeInteger(length) && length > 0 ? length : undefined;
}
