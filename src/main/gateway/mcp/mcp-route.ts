import type { IncomingMessage, ServerResponse } from 'node:http';
import { createMcpHandler, isLegacyRequest } from '@modelcontextprotocol/server';
import { createRouterClient } from '@orpc/server';
import type { Clock } from '../../base/clock.ts';
import type { Logger } from '../../base/logger.ts';
import { callInterceptor } from '../call-interceptors.ts';
import type { EngineClient, EngineRouter } from '../engine-router.ts';
import { readBytes } from '../json-body.ts';
import { createHeronServer } from './heron-server.ts';
import { createNews, type News } from './news.ts';
import { createSessions } from './sessions.ts';

export type McpRoute = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export type McpRouteParts = {
  router: EngineRouter;
  logger: Logger;
  version: string;
  maxBodyBytes: number;
  clock: Clock;
};

/** MCP over Streamable HTTP: who may call was decided at the door, as for all calls. */
export function createMcpRoute({ router, logger, version, maxBodyBytes, clock }: McpRouteParts): McpRoute {
  const interceptors = [callInterceptor(logger, undefined, 'mcp')];
  const client = createRouterClient(router, { interceptors }) as unknown as EngineClient;
  const news = createNews(client);
  const handler = createMcpHandler(() => createHeronServer({ client, version }), {
    maxRequestBodySize: maxBodyBytes,
    onerror: (error) => logger.debug(`MCP: ${error.message}`),
  });
  // In the newer protocol the handler itself knows who listens to what.
  news((one) => publish(handler.notify, one));
  const sessions = createSessions({
    ...{ clock, maxBodyBytes },
    openServer: () => createHeronServer({ client, version, news }),
  });

  return async (request, response) => {
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const { asked, body } = await toRequest(request, maxBodyBytes, gone.signal);
    const isInSession = sessions.takes(asked, body) && (await isLegacyRequest(asked, body));
    await send(isInSession ? await sessions.answer(asked, body) : await handler.fetch(asked), response);
  };
}

function publish(notify: ReturnType<typeof createMcpHandler>['notify'], news: News): void {
  if (news.kind === 'call') return notify.resourceUpdated(news.uri);
  notify.toolsChanged();
  notify.promptsChanged();
  notify.resourcesChanged();
}

type Asked = { asked: Request; /** Of a message; undefined where it cannot be read as one. */ body: unknown };

async function toRequest(request: IncomingMessage, maxBytes: number, signal: AbortSignal): Promise<Asked> {
  const { method = 'GET', url = '/', headers } = request;
  const address = new URL(url, `http://${headers.host ?? 'localhost'}`);
  const given = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
  );
  const hasBody = method !== 'GET' && method !== 'HEAD';
  const bytes = hasBody ? new Uint8Array(await readBytes(request, maxBytes)) : undefined;
  const asked = new Request(address, {
    ...{ method, headers: given, signal },
    ...(bytes && bytes.length > 0 ? { body: bytes } : {}),
  });
  return { asked, body: bytes && readJson(bytes) };
}

function readJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    // Who reads it for good says what is wrong.
    return undefined;
  }
}

async function send(answer: Response, response: ServerResponse): Promise<void> {
  response.writeHead(answer.status, { 'cache-control': 'no-store', ...Object.fromEntries(answer.headers) });
  // A stream may say nothing for long; that it is open is known at once.
  response.flushHeaders();
  const reader = answer.body?.getReader();
  const left = (): void => void reader?.cancel().catch(() => undefined);
  response.once('close', left);
  for (let piece = await reader?.read(); piece && !piece.done; piece = await reader?.read())
    response.write(piece.value);
  response.end();
}
