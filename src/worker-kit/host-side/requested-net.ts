import type { WorkerNet } from '../context.ts';
import type { BrokerRequest } from './broker-request.ts';
import type { TextCodec } from './text-codec.ts';

/** The network of the context, by way of the broker. */
export function requestedNet(parts: { request: BrokerRequest; text: TextCodec }): WorkerNet {
  const { request, text } = parts;
  return {
    async fetch(url, options = {}) {
      const { method = 'GET', headers = {}, body, maxRedirects = 10, givesRedirects, sign, followedBy } = options;
      const bytes = typeof body === 'string' ? text.encode(body) : body;
      const { value } = await request(
        'net.open',
        {
          ...{ url, method, headers, maxRedirects },
          ...(givesRedirects ? { givesRedirects } : {}),
          ...(sign ? { sign: sign.kind === 'aws-sigv4' ? { ...sign, payload: sign.payload ?? 'hashed' } : sign } : {}),
          ...(followedBy === undefined ? {} : { followedBy }),
        },
        bytes,
      );
      const { handle, ...response } = value;
      return { ...response, body: readBody(request, handle) };
    },
  };
}

/** As it is asked for; reading only a part of it closes the rest. */
export async function* readBody(request: BrokerRequest, handle: number): AsyncGenerator<Uint8Array> {
  try {
    for (;;) {
      const { value, bytes } = await request('net.next', { handle });
      if (bytes && bytes.byteLength > 0) yield bytes;
      if (value.done) return;
    }
  } finally {
    await closeQuietly(request, handle);
  }
}

async function closeQuietly(request: BrokerRequest, handle: number): Promise<void> {
  try {
    await request('net.close', { handle });
  } catch {
    // Closed already, or the call is being ended.
  }
}
