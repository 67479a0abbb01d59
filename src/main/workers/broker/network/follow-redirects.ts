import type { IncomingMessage } from 'node:http';
import { HeronError } from '../../../base/errors.ts';
import { hostOf } from './resolve-host.ts';
import type { HttpRequest } from './send-request.ts';

/** Errors: `invalid-input` for what is no http(s) address, or carries a name and password. */
export function parseUrl(text: string, base?: URL): URL {
  const url = URL.parse(text, base?.href);
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new HeronError('invalid-input', `${text} is not an http or https address`, { url: text });
  }
  if (url.username !== '' || url.password !== '') {
    throw new HeronError(
      'invalid-input',
      `The address of ${url.host} carries a name or password; send a header instead`,
    );
  }
  return url;
}

/** Follows redirects by hand, because each is another access. `send` is asked for every one of them; `readLocation` sees each target first. */
export async function followRedirects(
  request: HttpRequest,
  maxRedirects: number,
  send: (request: HttpRequest) => Promise<IncomingMessage>,
  readLocation: (text: string) => string = (text) => text,
): Promise<{ response: IncomingMessage; url: URL }> {
  let current = request;
  for (let redirects = 0; ; redirects += 1) {
    const response = await send(current);
    const location = response.headers.location;
    if (!isRedirect(response.statusCode) || location === undefined) return { response, url: current.url };
    response.destroy();
    if (redirects >= maxRedirects) {
      throw new HeronError(
        'network',
        `${hostOf(request.url)} redirects more than ${maxRedirects} times, at last from ${current.url.href}`,
        { host: hostOf(request.url), maxRedirects },
      );
    }
    current = redirected(current, response.statusCode ?? 0, parseUrl(readLocation(location), current.url));
  }
}

function isRedirect(status: number | undefined): boolean {
  return status !== undefined && [301, 302, 303, 307, 308].includes(status);
}

/** RFC 9110, 15.4: a form that was sent is not sent again, unless the server says so (307, 308). */
function redirected(request: HttpRequest, status: number, url: URL): HttpRequest {
  const { method } = request;
  const becomesGet = (status === 303 && method !== 'HEAD') || (status <= 302 && method === 'POST');
  const dropped = new Set<string>();
  if (becomesGet) for (const name of contentHeaders) dropped.add(name);
  // What the worker showed one server is not for another, nor for anybody listening.
  if (url.origin !== request.url.origin) for (const name of secretHeaders) dropped.add(name);
  return {
    url,
    method: becomesGet ? 'GET' : method,
    headers: new Map([...request.headers].filter(([name]) => !dropped.has(name))),
    body: becomesGet ? undefined : request.body,
    sign: url.origin === request.url.origin ? request.sign : undefined,
  };
}

const contentHeaders = ['content-type', 'content-encoding', 'content-language', 'content-location', 'content-length'];
const secretHeaders = ['authorization', 'cookie', 'proxy-authorization', 'x-api-key', 'api-key', 'x-auth-token'];
