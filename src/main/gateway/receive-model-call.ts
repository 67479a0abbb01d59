import type { IncomingMessage, ServerResponse } from 'node:http';
import { ORPCError } from '@orpc/server';
import type { Json } from '../../contract/json.ts';
import type { Clock } from '../base/clock.ts';
import type { ModelDoor, ModelReply } from '../base/model-call.ts';
import { createAttemptLimit } from './attempt-limit.ts';
import { readJsonBody } from './json-body.ts';

const prefix = '/models/v1/';

/** Nobody finds a key by trying; right ones are always heard. */
const wrongKeys = { failures: 50, windowMs: 10_000 };

export function isModelPath(url: string | undefined): boolean {
  return url?.startsWith(prefix) ?? false;
}

type ModelRouteParts = { models: ModelDoor | undefined; clock: Clock; maxBodyBytes: number };

/** Answers programs that were given a key, as servers of models do. The key is all that they can do here. */
export function createModelRoute({ models, clock, maxBodyBytes }: ModelRouteParts) {
  const limit = createAttemptLimit({ clock, ...wrongKeys });

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const key = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const take = models?.take(key);
    if (!take) return refuse(response);
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    try {
      const path = (request.url ?? '').slice(prefix.length).split('?')[0] ?? '';
      const body = request.method === 'POST' ? await readJsonBody(request, maxBodyBytes) : {};
      const call = { method: request.method ?? 'GET', path, body, signal: gone.signal };
      await send(response, await take(call));
    } catch (error) {
      if (!(error instanceof ORPCError)) throw error;
      sendJson(response, error.status, {
        error: { message: error.message, type: 'invalid_request_error', code: null },
      });
    }
  };

  function refuse(response: ServerResponse): void {
    const waitMs = limit.waitMs();
    if (waitMs === 0) limit.recordFailure();
    else response.setHeader('retry-after', Math.ceil(waitMs / 1000));
    const message = 'The key is wrong, or its time is over';
    const error = { message, type: 'authentication_error', code: 'invalid_api_key' };
    sendJson(response, waitMs === 0 ? 401 : 429, { error });
  }
}

const noPage = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

async function send(response: ServerResponse, reply: ModelReply): Promise<void> {
  if ('body' in reply) {
    if (reply.retryAfterSeconds !== undefined) response.setHeader('retry-after', reply.retryAfterSeconds);
    return sendJson(response, reply.status, reply.body);
  }
  response.writeHead(200, { ...noPage, 'content-type': 'text/event-stream; charset=utf-8' });
  for await (const event of reply.events) {
    if (response.destroyed) return;
    response.write(`data: ${JSON.stringify(event)}\n\n`);
  }
  response.end('data: [DONE]\n\n');
}

function sendJson(response: ServerResponse, status: number, body: Json): void {
  const ending = response.req.complete ? {} : { connection: 'close' };
  response.writeHead(status, { ...noPage, ...ending, 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
  response.req.resume();
}
