import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { HeronError, toFailure } from '../base/errors.ts';
import { answerForBlob, type BlobSource } from './blob-answer.ts';
import { sendFailure } from './http-answers.ts';

const chunkBytes = 256 * 1024;

/** Sends a blob's bytes as fast as they are taken and no faster. */
export async function sendBlob(
  blobs: BlobSource,
  blobId: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const blob = blobs.get(blobId);
    const { range, 'if-none-match': ifNoneMatch, 'if-range': ifRange } = request.headers;
    const answer = answerForBlob(blob, {
      method: request.method ?? 'GET',
      range,
      ifNoneMatch,
      ifRange: typeof ifRange === 'string' ? ifRange : undefined,
    });
    const file = answer.range && (await blobs.open(blob));
    response.writeHead(answer.status, answer.headers);
    if (!file) {
      response.end();
      return;
    }
    await pipeline(file.createReadStream({ ...answer.range, highWaterMark: chunkBytes }), response);
  } catch (error) {
    if (!(error instanceof HeronError) || response.headersSent) throw error;
    sendFailure(response, error.code === 'not-found' ? 404 : 500, toFailure(error));
  }
}
