import type { IncomingMessage, ServerResponse } from 'node:http';
import { createMcpHandler } from '@modelcontextprotocol/server';
import { createRouterClient } from '@orpc/server';
import type { Logger } from '../../base/logger.ts';
import { callInterceptor } from '../call-interceptors.ts';
import type { EngineClient, EngineRouter } from '../engine-router.ts';
import { readBytes } from '../json-body.ts';
import { createHeronServer } from './heron-server.ts';

export type McpRoute = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export type McpRouteParts = { router: EngineRouter; logger: Logger; version: string; maxBodyBytes: number };

/** MCP over Streamable HTTP, with no session: who may call was decided at the door, as for all calls. */
export function createMcpRoute({ router, logger, version, maxBodyBytes }: McpRouteParts): McpRoute {
  const interceptors = [callInterceptor(logger, undefined, 'mcp')];
  const client = createRouterClient(router, { interceptors }) as unknown as EngineClient;
  const handler = createMcpHandler(() => createHeronServer({ client, version }), {
    maxRequestBodySize: maxBodyBytes,
    onerror: (error) => logger.debug(`MCP: ${error.message}`),
  });

  return async (request, response) => {
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    await send(await handler.fetch(await toRequest(request, maxBodyBytes, gone.signal)), response);
  };
}

async function toRequest(request: IncomingMessage, maxBytes: number, signal: AbortSignal): Promise<Request> {
  const { method = 'GET', url = '/', headers } = request;
  const address = new URL(url, `http://${headers.host ?? 'localhost'}`);
  const given = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
  );
  const hasBody = method !== 'GET' && method !== 'HEAD';
  const body = hasBody ? new Uint8Array(await readBytes(request, maxBytes)) : undefined;
  return new Request(address, { method, headers: given, signal, ...(body && body.length > 0 ? { body } : {}) });
}

async function send(answer: Response, response: ServerResponse): Promise<void> {
  response.writeHead(answer.status, { 'cache-control': 'no-store', ...Object.fromEntries(answer.headers) });
  for await (const piece of answer.body ?? []) {
    if (response.destroyed) return;
    response.write(piece);
  }
  response.end();
}
