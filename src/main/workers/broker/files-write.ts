import { z } from 'zod';
import { strictObject } from '../../../contract/strict-object.ts';
import type { FileStatus } from '../../../worker-kit/context.ts';
import type { BrokerCall } from './broker-call.ts';
import { allowFile, namingPath } from './file-access.ts';
import { toStatus } from './file-status.ts';
import { writingBlob } from './blobs.ts';
import { searching } from './files-search.ts';
import { reading } from './files-read.ts';
import type { HandleKind } from './handles.ts';
import { lookAt } from './journal/entry.ts';
import type { UnfinishedFile } from './journal/unfinished-file.ts';
import { method } from './method.ts';
import { Handle, Path } from './parameters.ts';
import { normalPath } from './paths/canonical-path.ts';
import { HeronError } from '../../base/errors.ts';

/** `named` is the path as the worker said it, `path` the canonical one. */
type Writing = { named: string; path: string; file: UnfinishedFile };

const writing: HandleKind<Writing> = { label: 'unfinished file', close: ({ file }) => file.abandon() };

const NewFile = strictObject(() => ({
  path: Path,
  overwrite: z.boolean(),
  mode: z.int().min(0).max(0o7777).nullable(),
  modifiedAt: z.number().min(0).max(8.64e15).optional(),
}));

const create = method('files.create', {
  parameters: NewFile,
  async run(call, wanted) {
    const { handle } = await call.handles.open(writing, () => begin(call, 'files.create', wanted));
    return { value: { handle } };
  },
});

const write = method('files.write', {
  parameters: NewFile,
  bytes: 'optional',
  async run(call, wanted, bytes) {
    // The handle is what ends it when the call is cancelled in the middle.
    const { handle } = await call.handles.open(writing, () => begin(call, 'files.write', wanted));
    try {
      if (bytes) await call.handles.use(writing, handle, ({ file }) => file.append(bytes));
      return { value: await finish(call, handle) };
    } catch (error) {
      await call.handles.close([writing], handle);
      throw error;
    }
  },
});

async function begin(
  call: BrokerCall,
  operation: 'files.create' | 'files.write',
  { path, overwrite, mode, modifiedAt }: z.infer<typeof NewFile>,
): Promise<Writing> {
  const target = await allowFile(call, { operation, capability: 'files.write', path, means: 'target' });
  // No worker makes programs that run as somebody else, so of the mode only the ordinary bits count.
  const wanted = { path: target, overwrite, mode: mode === null ? undefined : mode & 0o777, modifiedAt };
  const file = await namingPath(target, () => call.journal.beginFile(call.scope, wanted));
  return { named: normalPath(path), path: target, file };
}

const append = method('files.append', {
  parameters: strictObject(() => ({ handle: Handle })),
  bytes: 'required',
  run: (call, { handle }, bytes) =>
    call.handles.use(writing, handle, async ({ file }) => {
      if (bytes) await file.append(bytes);
      return { value: null };
    }),
});

const commit = method('files.commit', {
  parameters: strictObject(() => ({ handle: Handle })),
  run: async (call, { handle }) => ({ value: await finish(call, handle) }),
});

async function finish(call: BrokerCall, handle: number): Promise<FileStatus> {
  const { named, path, file } = await call.handles.take(writing, handle);
  if (call.signal.aborted) {
    await file.abandon();
    call.signal.throwIfAborted();
  }
  noteOwn(call, await file.commit());
  const stats = await namingPath(path, () => lookAt(path));
  if (!stats) throw new HeronError('conflict', `${path} was removed as soon as it was written`, { path });
  return toStatus(named, stats);
}

const close = method('files.close', {
  parameters: strictObject(() => ({ handle: Handle })),
  async run(call, { handle }) {
    await call.handles.close([reading, searching, writing, writingBlob], handle);
    return { value: null };
  },
});

const makeFolder = method('files.makeFolder', {
  parameters: strictObject(() => ({ path: Path })),
  async run(call, { path }) {
    const operation = 'files.makeFolder';
    const target = await allowFile(call, { operation, capability: 'files.write', path, means: 'target' });
    noteOwn(call, await call.journal.makeFolder(call.scope, target));
    return { value: null };
  },
});

const move = method('files.move', {
  parameters: strictObject(() => ({ from: Path, to: Path, overwrite: z.boolean(), isOutput: z.boolean().optional() })),
  async run(call, { from, to, overwrite, isOutput = false }) {
    const detail = `${normalPath(from)} to ${normalPath(to)}`;
    const wish = {
      operation: 'files.move',
      capability: 'files.write',
      means: 'entry',
      takesAway: true,
      detail,
    } as const;
    const source = await allowFile(call, { ...wish, path: from });
    const target = await allowFile(call, { ...wish, path: to });
    noteOwn(call, await call.journal.move(call.scope, { from: source, to: target, overwrite, isOutput }));
    call.forgetOwnOutput(call.scope.runId, target);
    return { value: null };
  },
});

const remove = method('files.remove', {
  parameters: strictObject(() => ({ path: Path, isOutput: z.boolean().optional() })),
  async run(call, { path, isOutput = false }) {
    const wish = { operation: 'files.remove', capability: 'files.write', means: 'entry', takesAway: true } as const;
    const target = await allowFile(call, { ...wish, path });
    await (isOutput ? call.journal.discardOutput(call.scope, target) : call.journal.remove(call.scope, target));
    return { value: null };
  },
});

/** Folders made on the way count; what was moved does not, because the run did not make its content. */
function noteOwn(call: BrokerCall, paths: string[]): void {
  for (const path of paths) call.noteOwnOutput(call.scope.runId, path);
}

export const filesWriteMethods = [create, write, append, commit, close, makeFolder, move, remove];
