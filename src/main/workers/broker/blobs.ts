import { z } from 'zod';
import { BlobName, MediaType, type StoredBlob } from '../../../contract/blobs.ts';
import { strictObject } from '../../../contract/strict-object.ts';
import type { BlobStatus } from '../../../worker-kit/context.ts';
import { HeronError } from '../../base/errors.ts';
import type { UnfinishedBlob } from './blobs/unfinished-blob.ts';
import type { BrokerCall } from './broker-call.ts';
import { openForReading } from './files-read.ts';
import type { HandleKind } from './handles.ts';
import { method } from './method.ts';
import { Handle, Offset } from './parameters.ts';

/** The run's own bytes: no permission is needed for them, and no other run's can be reached. */
export const writingBlob: HandleKind<UnfinishedBlob> = { label: 'unfinished blob', close: (blob) => blob.abandon() };

const Id = z.string().min(1).max(64);

const status = method('blobs.status', {
  parameters: strictObject(() => ({ blob: Id })),
  run: async (call, { blob }) => ({ value: toStatus(find(call, blob)) }),
});

const create = method('blobs.create', {
  parameters: strictObject(() => ({ mediaType: MediaType, name: BlobName.nullable() })),
  async run(call, { mediaType, name }) {
    const { handle } = await call.handles.open(writingBlob, () =>
      call.blobs.create(call.scope, { mediaType, name: name ?? undefined }, call.mostBlobBytes),
    );
    return { value: { handle } };
  },
});

const append = method('blobs.append', {
  parameters: strictObject(() => ({ handle: Handle })),
  bytes: 'required',
  run: (call, { handle }, bytes) =>
    call.handles.use(writingBlob, handle, async (blob) => {
      if (bytes) await blob.append(bytes);
      return { value: null };
    }),
});

const finish = method('blobs.finish', {
  parameters: strictObject(() => ({ handle: Handle })),
  async run(call, { handle }) {
    const blob = await call.handles.take(writingBlob, handle);
    if (call.signal.aborted) {
      await blob.abandon();
      call.signal.throwIfAborted();
    }
    return { value: toStatus(await blob.finish()) };
  },
});

const open = method('blobs.open', {
  parameters: strictObject(() => ({ blob: Id, start: Offset, end: Offset.nullable() })),
  run: (call, { blob, start, end }) =>
    openForReading(call, 'blobs.open', { start, end }, async () => {
      const found = find(call, blob);
      return { path: found.id, file: await call.blobs.open(found), size: found.bytes };
    }),
});

/** Of a blob that is another run's, a worker hears what it hears of none at all. */
function find({ blobs, scope }: BrokerCall, id: string): StoredBlob {
  if (blobs.mayRead(scope.runId, id)) return blobs.get(id);
  throw new HeronError('not-found', `There is no blob ${id} in this run`, { blob: id });
}

function toStatus({ id, bytes, mediaType, name, sha256 }: StoredBlob): BlobStatus {
  return { blob: id, bytes, mediaType, sha256, ...(name === undefined ? {} : { name }) };
}

export const blobMethods = [status, create, append, finish, open];
