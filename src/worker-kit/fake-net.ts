import type { WorkerNet, WorkerRequest, WorkerResponse } from './context.ts';
import { WorkerFailure } from './failure.ts';

type FakeNetParts = {
  hosts: string[];
  /** So many may go out. */
  requests: number;
  signal: AbortSignal;
  /** Puts the values of secrets in the place of their handles. */
  fillIn: (text: string, url: URL) => string;
  /** The headers of a request with its signature; the test says how. */
  sign: (request: WorkerRequest, url: URL) => Promise<Record<string, string>>;
};

/** The network of a test: real requests, to the hosts that are allowed. */
export function fakeNet(parts: FakeNetParts): WorkerNet {
  let left = parts.requests;
  return {
    async fetch(url, request = {}) {
      const times = 1 + (request.followedBy ?? 0);
      if (times > left) throw new WorkerFailure('limit-exceeded', `It takes ${times} requests, and ${left} are left`);
      left -= 1;
      let place = url;
      for (let redirects = 0; ; redirects += 1) {
        const isHome = new URL(place).origin === new URL(url).origin;
        const response = await fetchOnce(place, isHome ? request : unsigned(request), parts);
        const target = response.headers['location'];
        if (request.givesRedirects) return response;
        if (response.status < 300 || response.status >= 400 || target === undefined) return response;
        if (redirects >= (request.maxRedirects ?? 10)) {
          throw new WorkerFailure('network', `${url} sends on to other addresses without end`);
        }
        place = new URL(target, place).href;
      }
    },
  };
}

function unsigned({ sign: _sign, ...request }: WorkerRequest): WorkerRequest {
  return request;
}

async function fetchOnce(url: string, request: WorkerRequest, parts: FakeNetParts): Promise<WorkerResponse> {
  const parsed = URL.parse(url);
  if (!parsed || !/^https?:$/.test(parsed.protocol)) {
    throw new WorkerFailure('invalid-input', `${url} is not an http or https address`);
  }
  if (!parts.hosts.includes(parsed.hostname)) {
    throw new WorkerFailure('permission-denied', `The worker may not reach ${parsed.hostname}`, {
      capability: 'net',
      target: parsed.hostname,
    });
  }
  const { method = 'GET', headers = {}, body } = request;
  const target = new URL(parsed);
  target.search = parts.fillIn(parsed.search, parsed);
  const filled = Object.entries(headers).map(([name, value]) => [name, parts.fillIn(value, parsed)] as const);
  const signed = request.sign ? await parts.sign({ ...request, headers }, parsed) : {};
  try {
    const response = await fetch(target, {
      method,
      headers: { ...Object.fromEntries(filled), ...signed },
      redirect: 'manual',
      signal: parts.signal,
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : new Uint8Array(body) }),
    });
    return {
      status: response.status,
      url: parsed.href,
      headers: headersOf(response),
      body: bodyOf(response, url),
    };
  } catch (error) {
    throw networkFailure(error, url);
  }
}

/** Several cookies come as the broker gives them: in one header. */
function headersOf({ headers }: Response): Record<string, string> {
  const cookies = headers.getSetCookie();
  return { ...Object.fromEntries(headers), ...(cookies.length > 0 ? { 'set-cookie': cookies.join(', ') } : {}) };
}

async function* bodyOf(response: Response, url: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of response.body ?? []) yield chunk;
  } catch (error) {
    throw networkFailure(error, url);
  }
}

function networkFailure(error: unknown, url: string): WorkerFailure {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return new WorkerFailure('network', `${url}: ${cause instanceof Error ? cause.message : String(cause)}`, { url });
}
