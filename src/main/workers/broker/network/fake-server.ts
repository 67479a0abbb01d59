import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { Server as SecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { BrokerMethods } from '../../../../worker-kit/broker-methods.ts';
import type { FakeSession } from '../fake-broker.ts';

export type SeenRequest = { method: string; url: string; headers: IncomingMessage['headers']; body: string };
export type FakeServer = { url: string; port: number; seen: SeenRequest[]; end: () => void };

/** A real HTTP server on this machine that keeps what it was asked. */
export async function startFakeServer(answer: RequestListener): Promise<FakeServer> {
  const seen: SeenRequest[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      seen.push({ method, url, headers, body: Buffer.concat(parts).toString() });
      answer(request, response);
    });
  });
  const port = await listen(server);
  return { url: `http://127.0.0.1:${port}`, port, seen, end: () => endServer(server) };
}

export async function listen(server: Server | SecureServer): Promise<number> {
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return (server.address() as AddressInfo).port;
}

export function endServer(server: Server | SecureServer): void {
  server.close();
  server.closeAllConnections();
}

export const hello: RequestListener = (_request, response) => void response.end('hello');

export function redirectTo(location: string, status = 302): RequestListener {
  return (_request, response) => void response.writeHead(status, { location }).end();
}

export type FetchOptions = Partial<BrokerMethods['net.open']['parameters']>;

export function openUrl(session: FakeSession, url: string, options: FetchOptions = {}, body?: Uint8Array) {
  return session.ask('net.open', { url, method: 'GET', headers: {}, maxRedirects: 5, ...options }, body);
}

export async function readBody(session: FakeSession, handle: number): Promise<{ text: string; sizes: number[] }> {
  const chunks: Uint8Array[] = [];
  for (;;) {
    const { done, bytes } = await session.ask('net.next', { handle });
    if (bytes) chunks.push(bytes);
    if (done) return { text: Buffer.concat(chunks).toString(), sizes: chunks.map(({ byteLength }) => byteLength) };
  }
}

export async function fetchText(
  session: FakeSession,
  url: string,
  options: FetchOptions = {},
  body?: Uint8Array,
): Promise<string> {
  const { handle } = await openUrl(session, url, options, body);
  return (await readBody(session, handle)).text;
}
