/** One request and its answer, as the HAR of the run will have them (HTTP Archive 1.2). */
export type Recorded = {
  startedAt: number;
  tookMs: number;
  method: string;
  url: string;
  requestHeaders: Record<string, string>;
  requestBody: string | undefined;
  status: number;
  headers: Record<string, string>;
  body: string;
};

const secretHeaders = /^(authorization|cookie|set-cookie|proxy-authorization)$/;

/**
 * What was sent and came back, for developer tools. Handles of secrets mean nothing to anybody, and what else signs in is
 * left out.
 */
export function toHar(recorded: readonly Recorded[]): string {
  const entries = recorded.map((each) => ({
    startedDateTime: new Date(each.startedAt).toISOString(),
    time: each.tookMs,
    request: {
      method: each.method,
      url: withoutHandles(each.url),
      httpVersion: 'HTTP/1.1',
      headers: listOf(each.requestHeaders),
      queryString: [...new URL(withoutHandles(each.url)).searchParams].map(([name, value]) => ({ name, value })),
      cookies: [],
      headersSize: -1,
      bodySize: Buffer.byteLength(each.requestBody ?? ''),
      ...(each.requestBody === undefined
        ? {}
        : { postData: { mimeType: each.requestHeaders['content-type'] ?? '', text: each.requestBody } }),
    },
    response: {
      status: each.status,
      statusText: '',
      httpVersion: 'HTTP/1.1',
      headers: listOf(each.headers),
      cookies: [],
      content: {
        size: Buffer.byteLength(each.body),
        mimeType: each.headers['content-type'] ?? '',
        text: each.body,
      },
      redirectURL: each.headers['location'] ?? '',
      headersSize: -1,
      bodySize: -1,
    },
    cache: {},
    timings: { send: 0, wait: each.tookMs, receive: 0 },
  }));
  return `${JSON.stringify({ log: { version: '1.2', creator: { name: 'Heron', version: '1' }, entries } }, undefined, 2)}\n`;
}

function listOf(headers: Record<string, string>): { name: string; value: string }[] {
  return Object.entries(headers).map(([name, value]) => ({
    name,
    value: secretHeaders.test(name) ? '[left out]' : withoutHandles(value),
  }));
}

function withoutHandles(text: string): string {
  return text.replaceAll(/heron-secret-[0-9a-f]{48}/g, '[secret]');
}
