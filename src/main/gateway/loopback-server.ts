import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { http } from '../base/node-http.ts';
import { refuseUpgrade, sendFailure, sendText } from './http-answers.ts';
import type { LoopbackAccess, Refusal } from './loopback-access.ts';
import { isModelPath } from './receive-model-call.ts';
import { isWebhookPath } from './receive-webhook.ts';
import type { Routes } from './routes.ts';

export type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** At Node's five seconds a busy caller often asks again over a connection that is just being closed, and has its request torn. */
const keepAliveMs = 65_000;

/** A server for browsers and scripts of this machine: everybody is checked before anything is answered. */
export function createLoopbackServer(parts: { access: LoopbackAccess; routes: Routes; upgrade: Upgrade }): Server {
  const { access, routes, upgrade } = parts;
  // Of a request without a body nothing is to be read: making a stream of it costs as much as answering a short call.
  const server = http.createServer({ optimizeEmptyRequests: true }, (request, response) => {
    if (!answerAtDoor(access, request, response)) void routes(request, response, false);
  });
  server.keepAliveTimeout = keepAliveMs;
  server.on('upgrade', (request, socket, head) => {
    const refusal = access.checkOrigin(request) ?? access.checkCredentials(request);
    if (refusal) refuseUpgrade(socket, refusal.status, refusal.message);
    else upgrade(request, socket, head);
  });
  return server;
}

/** Whether the request has been dealt with: it was refused, or it opened a session. */
function answerAtDoor(access: LoopbackAccess, request: IncomingMessage, response: ServerResponse): boolean {
  const foreign = access.checkOrigin(request);
  if (foreign) return refuse(response, foreign);
  const token = /^\/open\/([\w-]+)$/.exec(request.url ?? '')?.[1];
  // A browser that only looks ahead must not use the link up.
  const isLookingAhead = request.method !== 'GET' || request.headers['sec-purpose'] !== undefined;
  if (token !== undefined && !isLookingAhead) {
    const opened = access.open(token, request);
    if ('status' in opened) return refuse(response, opened);
    sendText(response, 303, '', { location: '/', ...opened.headers });
    return true;
  }
  // Whoever knows such an address may call it; nothing else is answered there.
  if (isWebhookPath(request.url)) return false;
  // These bring a key of their own, which opens nothing else.
  if (isModelPath(request.url)) return false;
  const refusal = access.checkCredentials(request);
  return refusal ? refuse(response, refusal) : false;
}

function refuse(response: ServerResponse, { status, message, retryAfterSeconds }: Refusal): true {
  if (retryAfterSeconds !== undefined) response.setHeader('retry-after', retryAfterSeconds);
  if (status === 401) response.setHeader('www-authenticate', 'Bearer');
  sendFailure(response, status, { code: 'permission-denied', message });
  return true;
}
