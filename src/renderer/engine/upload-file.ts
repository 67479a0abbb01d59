import { type StoredBlob, uploadPath } from '../../contract/blobs.ts';
import type { Failure } from '../../contract/errors.ts';
import { isFailure } from './failure.ts';

/** The engine said no to a file; its `failure` says why. */
export class UploadRefused extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.name = 'UploadRefused';
    this.failure = failure;
  }
}

export type UploadFile = (file: File, signal: AbortSignal) => Promise<StoredBlob>;

/**
 * Hands a file in; the browser reads it from the disk as it goes. Errors: `UploadRefused`; a TypeError where the engine
 * cannot be reached.
 */
export const uploadFile: UploadFile = async (file, signal) => {
  const headers = { 'content-type': file.type === '' ? 'application/octet-stream' : file.type.toLowerCase() };
  const response = await fetch(uploadPath(file.name), { method: 'POST', body: file, headers, signal });
  const answer: unknown = await response.json().catch(() => undefined);
  if (response.ok) return answer as StoredBlob;
  const data: unknown = typeof answer === 'object' && answer !== null ? Reflect.get(answer, 'data') : undefined;
  throw new UploadRefused(
    isFailure(data) ? data : { code: 'internal', message: `Heron answered with the status ${response.status}` },
  );
};
