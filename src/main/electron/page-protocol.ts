import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { HeronError, toFailure } from '../base/errors.ts';
import { answerForBlob, blobIdOf, type BlobSource, statusOfRefused, uploadNameOf } from '../gateway/blob-answer.ts';
import { findPageFile } from '../gateway/page-files.ts';

export const pageScheme = 'heron';
export const pageOrigin = 'heron://app';

/** Answers a request for a part of the built page, with the same rules and types as over HTTP. */
export async function answerPageRequest(
  rendererFolder: string,
  request: Pick<Request, 'url' | 'method' | 'headers' | 'body'>,
  blobs?: BlobSource,
): Promise<Response> {
  const url = new URL(request.url);
  const upload = uploadNameOf(request.method, url.pathname, url.searchParams);
  if (blobs && upload !== undefined && url.host === 'app') return receiveUpload(blobs, upload, request);
  if (request.method !== 'GET' || url.host !== 'app') return new Response('Nothing is answered here', { status: 404 });
  const blobId = blobs && blobIdOf(url.pathname);
  if (blobs && blobId !== undefined) return answerBlobRequest(blobs, blobId, request);
  const file = await findPageFile(rendererFolder, url.pathname);
  if (!file) return new Response(`There is no ${url.pathname}`, { status: 404 });
  const body = Readable.toWeb(createReadStream(file.path)) as ReadableStream;
  return new Response(body, { headers: { ...file.headers, 'content-length': String(file.size) } });
}

async function receiveUpload(
  blobs: BlobSource,
  name: string,
  { headers, body }: Pick<Request, 'headers' | 'body'>,
): Promise<Response> {
  const mediaType = headers.get('content-type') ?? 'application/octet-stream';
  try {
    return Response.json(await blobs.receive({ name, mediaType }, body ?? noBytes()));
  } catch (error) {
    if (!(error instanceof HeronError)) throw error;
    const failure = toFailure(error);
    return Response.json({ message: failure.message, data: failure }, { status: statusOfRefused(failure) });
  }
}

async function* noBytes(): AsyncGenerator<Uint8Array> {
  // An empty file has no body.
}

async function answerBlobRequest(
  blobs: BlobSource,
  blobId: string,
  { method, headers }: Pick<Request, 'method' | 'headers'>,
): Promise<Response> {
  try {
    const blob = blobs.get(blobId);
    const [range, ifNoneMatch, ifRange] = ['range', 'if-none-match', 'if-range'].map(
      (name) => headers.get(name) ?? undefined,
    );
    const answer = answerForBlob(blob, { method, range, ifNoneMatch, ifRange });
    const file = answer.range && (await blobs.open(blob));
    const body = file ? (Readable.toWeb(file.createReadStream(answer.range)) as ReadableStream) : null;
    return new Response(body, { status: answer.status, headers: answer.headers });
  } catch (error) {
    if (error instanceof HeronError && error.code === 'not-found') return new Response(error.message, { status: 404 });
    throw error;
  }
}
