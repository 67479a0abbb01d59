import type { BrokerAnswer, BrokerRequest } from './broker-request.ts';

/** The bytes of a file or blob that was opened; one chunk is asked for while the one before it is worked on. */
export async function* readOpen(
  request: BrokerRequest,
  opened: BrokerAnswer<'files.open' | 'blobs.open' | 'browser.read'>,
): AsyncGenerator<Uint8Array> {
  const { handle } = opened.value;
  let chunk: { value: { done: boolean }; bytes: Uint8Array | undefined } = opened;
  try {
    while (!chunk.value.done) {
      const coming = request('files.next', { handle });
      coming.catch(() => undefined); // heard below, unless nobody reads on
      if (chunk.bytes && chunk.bytes.byteLength > 0) yield chunk.bytes;
      chunk = await coming;
    }
  } finally {
    if (!chunk.value.done) await closeQuietly(request, handle);
  }
  if (chunk.bytes && chunk.bytes.byteLength > 0) yield chunk.bytes;
}

/** Closing tidies up; what went wrong before it is what the worker must hear, and the broker closes what is left. */
export async function closeQuietly(request: BrokerRequest, handle: number): Promise<void> {
  try {
    await request('files.close', { handle });
  } catch {
    // Closed already, or the call is being ended.
  }
}
