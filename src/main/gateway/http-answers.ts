import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Failure } from '../../contract/errors.ts';
import { http } from '../base/node-http.ts';
import { pageHeaders, type PageFile } from './page-files.ts';

/** Bytes. The page's first file goes out in one piece: in many it arrives later. */
const mostAtOnce = 4 * 1024 * 1024;

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  sendText(response, status, JSON.stringify(body), { 'content-type': 'application/json; charset=utf-8' });
}

/** An error of the gateway itself: in the envelope of all others, or as plain text for a person who followed a link. */
export function sendFailure(response: ServerResponse, status: number, failure: Failure): void {
  if (response.req.headers.accept?.includes('text/html')) {
    sendText(response, status, failure.message, { 'content-type': 'text/plain; charset=utf-8' });
    return;
  }
  sendJson(response, status, { defined: false, status, message: failure.message, data: failure });
}

export function sendText(
  response: ServerResponse,
  status: number,
  text: string,
  headers: Record<string, string>,
): void {
  // The rest of a request that was refused half-way is thrown away, and the connection with it.
  const ending = response.req.complete ? {} : { connection: 'close' };
  const length = { 'content-length': Buffer.byteLength(text) };
  response.writeHead(status, { ...pageHeaders, 'cache-control': 'no-store', ...ending, ...length, ...headers });
  response.end(text);
  response.req.resume();
}

export async function sendFile(request: IncomingMessage, response: ServerResponse, file: PageFile): Promise<void> {
  response.writeHead(200, { ...file.headers, 'content-length': file.size });
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  if (file.size <= mostAtOnce) response.end(await readFile(file.path));
  else await pipeline(createReadStream(file.path), response);
}

/** Answers a request for a WebSocket that is not let in; there is no response object for those. */
export function refuseUpgrade(socket: Duplex, status: number, message: string): void {
  const head = `HTTP/1.1 ${status} ${http.STATUS_CODES[status] ?? ''}\r\nconnection: close\r\ncontent-type: text/plain\r\n`;
  socket.end(`${head}content-length: ${Buffer.byteLength(message)}\r\n\r\n${message}`);
}
