import type { FileHandle } from 'node:fs/promises';
import type { BrokerMethod } from '../../../worker-kit/broker-methods.ts';
import { strictObject } from '../../../contract/strict-object.ts';
import { HeronError } from '../../base/errors.ts';
import { giveBack, lendBytes, lentBytes } from '../../base/lent-bytes.ts';
import type { BrokerCall } from './broker-call.ts';
import { allowFile, namingPath } from './file-access.ts';
import { toStatus } from './file-status.ts';
import type { HandleKind } from './handles.ts';
import { lookAt } from './journal/entry.ts';
import { method } from './method.ts';
import { normalPath } from './paths/canonical-path.ts';
import { openFile } from './paths/open-file.ts';
import { Handle, Offset, Path } from './parameters.ts';

const chunkBytes = lentBytes;

type Reading = { path: string; file: FileHandle; size: number; position: number; end: number };

export const reading: HandleKind<Reading> = { label: 'file', close: ({ file }) => file.close() };

const status = method('files.status', {
  parameters: strictObject(() => ({ path: Path })),
  async run(call, { path }) {
    const operation = 'files.status';
    const target = await allowFile(call, { operation, capability: 'files.read', path, means: 'target' });
    const stats = await namingPath(target, () => lookAt(target));
    // The path is canonical, so a link here leads nowhere or has just been put there: nothing that could be read.
    return { value: stats && !stats.isSymbolicLink() ? toStatus(normalPath(path), stats) : null };
  },
});

const openPath = method('files.open', {
  parameters: strictObject(() => ({ path: Path, start: Offset, end: Offset.nullable() })),
  run: (call, { path, start, end }) =>
    openForReading(call, 'files.open', { start, end }, () => openAllowed(call, 'files.open', path)),
});

/** A file that may be read. */
export async function openAllowed(
  call: BrokerCall,
  operation: BrokerMethod,
  path: string,
): Promise<Pick<Reading, 'path' | 'file' | 'size'>> {
  const target = await allowFile(call, { operation, capability: 'files.read', path, means: 'target' });
  const { file, stats } = await openFile(target);
  const refusal = await call.linkedSecrets.against(target, stats);
  if (refusal) {
    await file.close();
    call.access.refuse(operation, { capability: 'files.read', target }, refusal);
  }
  return { path: target, file, size: stats.size };
}

type Range = { start: number; end: number | null };

/** Opens something and answers with its first bytes. */
export async function openForReading(
  call: BrokerCall,
  name: string,
  { start, end }: Range,
  open: () => Promise<Pick<Reading, 'path' | 'file' | 'size'>>,
) {
  if (end !== null && end < start) {
    throw new HeronError('invalid-input', `${name}: the end ${end} lies before the start ${start}`);
  }
  const { handle, thing } = await call.handles.open(reading, async () => ({
    ...(await open()),
    position: start,
    end: end ?? Infinity,
  }));
  const first = await call.handles.use(reading, handle, (source) => readNext(source));
  if (first.done) closeSoon(call, handle);
  return { value: { handle, size: thing.size, done: first.done }, ...first.sent };
}

const next = method('files.next', {
  parameters: strictObject(() => ({ handle: Handle })),
  async run(call, { handle }) {
    const { done, sent } = await call.handles.use(reading, handle, (source) => readNext(source));
    if (done) closeSoon(call, handle);
    return { value: { done }, ...sent };
  },
});

/** Nobody need wait for that. */
function closeSoon(call: BrokerCall, handle: number): void {
  call.handles.close([reading], handle).catch((error: unknown) => {
    call.logger.warn('A file that was read could not be closed', { error: String(error) });
  });
}

async function readNext(source: Reading): Promise<{ done: boolean; sent: { bytes?: Uint8Array } }> {
  const length = Math.min(chunkBytes, source.end - source.position, roomFor(source));
  const bytes = await namingPath(source.path, () => readUpTo(source.file, source.position, length));
  source.position += bytes.byteLength;
  const done = bytes.byteLength < length || source.position >= source.end;
  return { done, sent: bytes.byteLength > 0 ? { bytes } : {} };
}

/** One byte more than the file had when it was opened, so that its end shows. */
function roomFor({ size, position }: Reading): number {
  return position <= size ? size - position + 1 : chunkBytes;
}

/** Less only at the end of the file: a regular file gives all it has. */
async function readUpTo(file: FileHandle, start: number, length: number): Promise<Uint8Array> {
  // A small file needs no large buffer. A large one is given back when its bytes are on their way to the worker.
  const room = length > chunkBytes / 2 ? lendBytes() : new Uint8Array(length);
  try {
    const { bytesRead } = await file.read(room, 0, length, start);
    return room.subarray(0, bytesRead);
  } catch (error) {
    giveBack(room);
    throw error;
  }
}

export const filesReadMethods = [status, openPath, next];
