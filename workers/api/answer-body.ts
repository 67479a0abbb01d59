import { fail, type WorkerResponse } from 'heron/worker-kit';

/** A whole body. Errors: `limit-exceeded`. */
export async function readBody(response: WorkerResponse, maxBytes: number): Promise<Buffer> {
  return Buffer.concat(await Array.fromAsync(limited(response, maxBytes)));
}

/** Passes a body on up to `maxBytes`. */
export async function* limited(response: WorkerResponse, maxBytes: number): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of response.body) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes)
      fail('limit-exceeded', `The answer of ${response.url} is larger than ${maxBytes} bytes`, { url: response.url });
    yield chunk;
  }
}

/** JSON where the server says so or it can be read as that; else text; undefined where there is none. */
export function parseBody(bytes: Buffer, contentType: string, url: string): unknown {
  if (bytes.byteLength === 0) return undefined;
  const text = bytes.toString('utf8');
  const isJson = /^application\/(json|.*\+json)\b/i.test(contentType);
  try {
    if (isJson || /^\s*[[{]/.test(text)) return JSON.parse(text) as unknown;
  } catch (error) {
    if (isJson) fail('network', `The answer of ${url} is no JSON: ${(error as Error).message}`, { url });
  }
  if (text.includes('\0') || text.includes('\uFFFD'))
    fail('unsupported', `The answer of ${url} is no text (${contentType}); save it as a file with saveTo`, { url });
  return text;
}
