import type { IncomingMessage, ServerResponse } from 'node:http';
import { HeronError, toFailure } from '../base/errors.ts';
import { type BlobSource, statusOfRefused } from './blob-answer.ts';
import { sendFailure, sendJson } from './http-answers.ts';

/** Takes in a file that a person attaches, a piece at a time, as fast as the disk takes them. */
export async function receiveBlob(
  blobs: BlobSource,
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const mediaType = request.headers['content-type'] ?? 'application/octet-stream';
  // Leaving the loop must not cut the connection: the reason for a refusal has yet to be sent over it.
  const pieces: AsyncIterable<Buffer> = request.iterator({ destroyOnReturn: false });
  try {
    sendJson(response, 200, await blobs.receive({ name, mediaType }, pieces));
  } catch (error) {
    if (!(error instanceof HeronError)) throw error;
    const failure = toFailure(error);
    sendFailure(response, statusOfRefused(failure), failure);
  }
}
