import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { type FileHandle, mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Attachment, BlobName, MediaType, type StoredBlob } from '../../../contract/blobs.ts';
import { fileError, HeronError } from '../../base/errors.ts';

/** A blob being written. */
type Unfinished = {
  append(bytes: Uint8Array): Promise<void>;
  finish(): Promise<StoredBlob>;
  abandon(): Promise<void>;
};

export type AttachedFilesParts = {
  blobs: {
    receive(blob: { mediaType: string; name: string }, mostBytes: number): Promise<Unfinished>;
    get(blobId: string): StoredBlob;
    open(blob: StoredBlob): Promise<FileHandle>;
  };
  homeFolder: string;
  settings: () => { attachmentMb: number; attachmentsPerMessage: number };
};

export type AttachedFiles = ReturnType<typeof createAttachedFiles>;

const megabyte = 1024 * 1024;

/** Files that people attach to messages: blobs, until a worker wants one as a file. */
export function createAttachedFiles({ blobs, homeFolder, settings }: AttachedFilesParts) {
  function find(blobId: string): Attachment {
    const { id, runId, name = id, bytes, mediaType } = blobs.get(blobId);
    if (runId !== undefined) {
      throw new HeronError('invalid-input', `${blobId} was made by a run; only files that were handed in are attached`);
    }
    return { id, name, bytes, mediaType };
  }

  return {
    /** Takes a file in as it comes. Errors: `invalid-input` for a name no file can have, `limit-exceeded`, `storage`. */
    async receive(given: { name: string; mediaType: string }, bytes: AsyncIterable<Uint8Array>): Promise<StoredBlob> {
      const name = BlobName.safeParse(given.name);
      if (!name.success)
        throw new HeronError('invalid-input', `name: ${name.error.issues[0]?.message}`, { path: 'name' });
      const mediaType = MediaType.safeParse(given.mediaType);
      const file = await blobs.receive(
        { name: name.data, mediaType: mediaType.success ? mediaType.data : 'application/octet-stream' },
        settings().attachmentMb * megabyte,
      );
      try {
        for await (const piece of bytes) await file.append(piece);
        return await file.finish();
      } finally {
        await file.abandon();
      }
    },
    /** Errors: `not-found`; `invalid-input` for what is no attached file; `limit-exceeded`. */
    findAll(blobIds: readonly string[]): Attachment[] {
      const most = settings().attachmentsPerMessage;
      if (blobIds.length > most) {
        const message = `A message takes at most ${most} files; Settings can allow more`;
        throw new HeronError('limit-exceeded', message, { limit: 'attachmentsPerMessage', value: most });
      }
      return blobIds.map(find);
    },
    /** Where it lies once it is laid out: a place of the person's, beside which workers put what they make of it. */
    placeOf: ({ id, name }: Attachment): string => placeOf(homeFolder, id, name),
    /** Makes a file of it there. What is there already is left: it may have been changed since. Errors: `not-found`, `storage`. */
    async layOut({ id, name }: Attachment): Promise<void> {
      const place = placeOf(homeFolder, id, name);
      if (await stat(place).catch(() => undefined)) return;
      const unfinished = `${place}.${randomUUID()}.part`;
      const file = await blobs.open(blobs.get(id));
      try {
        await mkdir(dirname(place), { recursive: true, mode: 0o700 });
        await pipeline(file.createReadStream(), createWriteStream(unfinished, { mode: 0o600 }));
        await rename(unfinished, place);
      } catch (error) {
        await rm(unfinished, { force: true });
        throw fileError(error, place);
      }
    },
  };
}

/** Files of the same name do not meet: each has a folder, named for the end of its id, which is random. */
function placeOf(homeFolder: string, id: string, name: string): string {
  return join(homeFolder, 'Heron', 'Attachments', id.slice(-8).toLowerCase(), safeName(name));
}

/** A name that is hidden, or means a folder, is none for a file that is to be seen. */
function safeName(name: string): string {
  const plain = name
    .replaceAll(/[<>:"|?*]/g, '_')
    .replace(/^\.+/, '')
    .replace(/[. ]+$/, '');
  return plain === '' ? 'file' : plain;
}
