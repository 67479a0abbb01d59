import { fail, retryAfter, type WorkerContext, type WorkerResponse } from 'heron/worker-kit';

export type Answer = WorkerResponse & { contentType: string };

/** With `validators` also an answer of 304 comes back. Errors: `not-found` and `network` for what the server says went wrong; those of `net.fetch`. */
export async function request(
  url: string,
  accept: string,
  context: WorkerContext,
  validators?: Record<string, string>,
): Promise<Answer> {
  const response = await context.net.fetch(url, { headers: { accept, 'user-agent': 'Heron/1.0', ...validators } });
  const { status } = response;
  if (status === 404 || status === 410)
    fail('not-found', `There is nothing at ${response.url} (${status})`, { url, status });
  if ((status < 200 || status > 299) && !(validators && status === 304)) {
    const details = { url, status, ...retryAfter(response.headers) };
    fail('network', `${response.url} answered with the status ${status}`, details);
  }
  return { ...response, contentType: response.headers['content-type'] ?? '' };
}

/** Passes a body on up to `maxBytes`. Errors: `limit-exceeded`, before a byte is read where the server tells the size. */
export async function* limited(answer: Answer, maxBytes: number): AsyncGenerator<Uint8Array> {
  const refuse = (): never =>
    fail('limit-exceeded', `${answer.url} is larger than ${maxBytes} bytes`, { url: answer.url });
  if (Number(answer.headers['content-length'] ?? 0) > maxBytes) refuse();
  let bytes = 0;
  for await (const chunk of answer.body) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) refuse();
    yield chunk;
  }
}
