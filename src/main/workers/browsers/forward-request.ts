import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { http } from '../../base/node-http.ts';
import type { Address } from '../broker/network/resolve-host.ts';

/** Between one hop and the next (RFC 9110, 7.6.1). */
const ofThisHop = new Set([
  ...['connection', 'proxy-connection', 'proxy-authorization', 'proxy-authenticate', 'keep-alive'],
  ...['te', 'trailer', 'transfer-encoding', 'upgrade'],
]);

/** Sends a request of the browser on to the address that was judged, and its answer back, as they come. */
export function forwardRequest(
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  addresses: Address[],
): void {
  const [first] = addresses;
  const outgoing = http.request({
    ...{ host: first?.address, port: url.port === '' ? 80 : Number(url.port), agent: false },
    ...{ method: request.method, path: `${url.pathname}${url.search}`, headers: kept(request) },
  });
  outgoing.on('response', (answer) => {
    response.writeHead(answer.statusCode ?? 502, endToEnd(answer));
    answer.on('error', () => response.destroy());
    answer.pipe(response);
  });
  outgoing.on('error', () => {
    if (response.headersSent) response.destroy();
    else response.writeHead(502, { 'content-type': 'text/plain' }).end(`${url.host} does not answer`);
  });
  response.on('close', () => outgoing.destroy());
  request.pipe(outgoing);
}

function kept(request: IncomingMessage): OutgoingHttpHeaders {
  const headers = endToEnd(request);
  if (request.headers['transfer-encoding'] !== undefined) headers['transfer-encoding'] = 'chunked';
  return headers;
}

/** Cookies stay a list. */
function endToEnd({ headersDistinct }: IncomingMessage): OutgoingHttpHeaders {
  const entries = Object.entries(headersDistinct).filter(([name]) => !ofThisHop.has(name));
  return Object.fromEntries(entries.map(([name, values]) => [name, values?.length === 1 ? values[0] : values]));
}
