import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { findPageFile } from '../gateway/page-files.ts';

export const pageScheme = 'heron';
export const pageOrigin = 'heron://app';

/** Answers a request for a part of the built page, with the same rules and types as over HTTP. */
export async function answerPageRequest(
  rendererFolder: string,
  request: Pick<Request, 'url' | 'method'>,
): Promise<Response> {
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.host !== 'app') return new Response('Nothing is answered here', { status: 404 });
  const file = await findPageFile(rendererFolder, url.pathname);
  if (!file) return new Response(`There is no ${url.pathname}`, { status: 404 });
  const body = Readable.toWeb(createReadStream(file.path)) as ReadableStream;
  return new Response(body, { headers: { ...file.headers, 'content-length': String(file.size) } });
}
