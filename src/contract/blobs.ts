import { oc } from '@orpc/contract';
import { z } from 'zod';
import { BlobId, RunId, TaskId } from './ids.ts';
import { strictObject } from './strict-object.ts';

export const MediaType = z
  .string()
  .max(200)
  .regex(
    /^[a-z0-9][a-z0-9!#$&^_.+-]*\/[a-z0-9][a-z0-9!#$&^_.+-]*(; ?[a-z0-9-]+=[A-Za-z0-9._-]+)*$/,
    'expected a media type in lower case, like image/png',
  );

export const BlobName = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[^/\\\p{Cc}]+$/u, 'expected a file name without folders');

/** Bytes that a task of a run made, or a person attached: an image, a recording, a file. They travel by this id, never inside JSON. */
export const StoredBlob = strictObject(() => ({
  id: BlobId,
  /** Absent where a person attached it. */
  runId: RunId.optional(),
  taskId: TaskId.optional(),
  mediaType: MediaType,
  /** What to call it when it is saved. */
  name: BlobName.optional(),
  bytes: z.int().min(0),
  sha256: z.string(),
  createdAt: z.int(),
}));
export type StoredBlob = z.infer<typeof StoredBlob>;

/** A file that goes with a message. */
export const Attachment = strictObject(() => ({
  id: BlobId,
  name: BlobName,
  bytes: z.int().min(0),
  mediaType: MediaType,
}));
export type Attachment = z.infer<typeof Attachment>;

/** Files that one message takes, whatever the settings say. */
export const mostAttachments = 50;

/** Where a file is handed in to be attached: `POST` with its bytes, its name in the address and its media type as content type. */
export function uploadPath(name: string): string {
  return `/blobs?name=${encodeURIComponent(name)}`;
}

/** The bytes themselves: `GET /blobs/{id}`, beside the calls and behind the same door. */
export function blobPath(blobId: string): string {
  return `/blobs/${blobId}`;
}

/** Media types that a page may show as they are: pictures that cannot hold a script. */
export function isPicture(mediaType: string): boolean {
  return ['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif'].includes(mediaType);
}

/** Ids of blobs that stand anywhere in a value, each once. Asked of every call of a worker, and nearly always there are none. */
export function blobIdsIn(value: unknown): string[] {
  return [...(addIdsIn(value, undefined) ?? [])];
}

function addIdsIn(value: unknown, before: Set<string> | undefined): Set<string> | undefined {
  let found = before;
  if (typeof value === 'string' && value.includes('blb_')) {
    for (const [id] of value.matchAll(/\bblb_[0-9A-HJKMNP-TV-Z]{26}\b/g)) found = (found ?? new Set()).add(id);
  } else if (typeof value === 'object' && value !== null) {
    for (const key of Object.keys(value)) found = addIdsIn((value as Record<string, unknown>)[key], found);
  }
  return found;
}

export const blobs = {
  get: oc
    .route({ method: 'GET', path: '/blobs/{blobId}', summary: 'What is known of a blob; its bytes are at /blobs/{id}' })
    .input(strictObject(() => ({ blobId: BlobId })))
    .output(StoredBlob),
  list: oc
    .route({ method: 'GET', path: '/runs/{runId}/blobs', summary: 'Blobs that a run made, oldest first' })
    .input(strictObject(() => ({ runId: RunId })))
    .output(z.array(StoredBlob)),
};
