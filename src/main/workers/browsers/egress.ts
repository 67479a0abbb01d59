import { randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { http } from '../../base/node-http.ts';
import { forwardRequest } from './forward-request.ts';
import { refusedHeader } from './wire.ts';
import type { Address } from '../broker/network/resolve-host.ts';

/** Says to which addresses a request may go. Rejects with what says no. */
export type JudgeRequest = (url: URL, method: string) => Promise<Address[]>;

export type Egress = {
  /** What listens, and the folder it is in, where it is in one. */
  socket: string;
  folder: string | undefined;
  password: string;
  /** Lets requests through as this judges them, until it is taken back; then every connection ends. */
  open(judge: JudgeRequest): () => void;
  close(): Promise<void>;
};

/**
 * A browser's only way to the network: a proxy on a socket of the engine. Each request, of the page itself or of what is in it,
 * is judged by its host and its address, and goes to the address that was judged. While nobody works with the page nothing goes.
 */
export async function openEgress(): Promise<Egress> {
  const folder = process.platform === 'win32' ? undefined : mkdtempSync(join(tmpdir(), 'heron-web-'));
  const socket = folder ? join(folder, 'out') : `\\\\.\\pipe\\heron-web-${randomUUID()}`;
  const password = randomBytes(24).toString('hex');
  const expected = Buffer.from(`Basic ${Buffer.from(`heron:${password}`).toString('base64')}`);
  const gate: Gate = { expected, sockets: new Set(), judge: undefined };
  const server = http.createServer((request, response) => void answer(gate, request, response));
  server.on('connect', (request, inner, head) => void tunnel(gate, request, inner as Socket, head));
  server.on('connection', (inner) => track(gate.sockets, inner));
  await listen(server, socket);
  if (folder) chmodSync(socket, 0o600);

  const shut = (): void => {
    gate.judge = undefined;
    for (const each of gate.sockets) each.destroy();
  };
  return {
    ...{ socket, folder, password },
    open(judge) {
      gate.judge = judge;
      return shut;
    },
    async close() {
      shut();
      await new Promise<void>((resolve) => void server.close(() => resolve()));
      if (folder) rmSync(folder, { recursive: true, force: true });
    },
  };
}

type Gate = { expected: Buffer; sockets: Set<Duplex>; judge: JudgeRequest | undefined };

function mayPass({ expected }: Gate, { headers }: IncomingMessage): boolean {
  const shown = Buffer.from(headers['proxy-authorization'] ?? '');
  return shown.byteLength === expected.byteLength && timingSafeEqual(shown, expected);
}

async function judged({ judge }: Gate, url: URL | null, method: string): Promise<{ url: URL; addresses: Address[] }> {
  if (!url) throw new Error('no address');
  if (!judge) throw new Error('nobody works with this page');
  return { url, addresses: await judge(url, method) };
}

async function answer(gate: Gate, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (!mayPass(gate, request)) return askForPassword(response);
  const asked = URL.parse(request.url ?? '');
  try {
    const { url, addresses } = await judged(gate, asked?.protocol === 'http:' ? asked : null, request.method ?? 'GET');
    forwardRequest(request, response, url, addresses);
  } catch {
    response.writeHead(403, { [refusedHeader]: 'yes', 'content-type': 'text/plain' }).end('Not let through by Heron');
  }
}

async function tunnel(gate: Gate, request: IncomingMessage, inner: Socket, head: Buffer): Promise<void> {
  inner.on('error', () => undefined);
  if (!mayPass(gate, request)) {
    inner.end('HTTP/1.1 407 Who asks\r\nProxy-Authenticate: Basic realm="heron"\r\nContent-Length: 0\r\n\r\n');
    return;
  }
  try {
    const { url, addresses } = await judged(gate, URL.parse(`https://${request.url ?? ''}`), 'CONNECT');
    const [first] = addresses;
    // It was shut while this was judged.
    if (!first || !gate.judge) throw new Error('no address');
    joinSockets(inner, connect({ host: first.address, port: Number(url.port || 443) }), head, gate.sockets);
  } catch {
    inner.end('HTTP/1.1 403 Not let through\r\nContent-Length: 0\r\n\r\n');
  }
}

function askForPassword(response: ServerResponse): void {
  response.writeHead(407, { 'proxy-authenticate': 'Basic realm="heron"' }).end();
}

/** Bytes go both ways from here on; what they are is between the page and its host. */
function joinSockets(inner: Socket, outer: Socket, head: Buffer, sockets: Set<Duplex>): void {
  track(sockets, outer);
  const end = (): void => {
    inner.destroy();
    outer.destroy();
  };
  outer.on('error', end).on('close', end);
  inner.on('close', end);
  outer.once('connect', () => {
    inner.write('HTTP/1.1 200 Connected\r\n\r\n');
    if (head.byteLength > 0) outer.write(head);
    outer.pipe(inner).pipe(outer);
  });
}

function track(sockets: Set<Duplex>, socket: Duplex): void {
  sockets.add(socket);
  socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket));
}

function listen(server: Server, socket: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(socket, () => resolve());
  });
}
