import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { basename } from 'node:path';
import { ORPCError } from '@orpc/server';
import { Failure } from '../../contract/errors.ts';
import type { Clock } from '../base/clock.ts';
import { toFailure } from '../base/errors.ts';
import type { Logger } from '../base/logger.ts';
import { inTrace, requestContext, type TraceContext } from '../base/trace-context.ts';
import type { Tracing } from '../base/tracing.ts';
import type { ModelDoor } from '../base/model-call.ts';
import type { WebhookReceiver } from '../base/webhook-call.ts';
import { blobIdOf, type BlobSource, uploadNameOf } from './blob-answer.ts';
import type { EngineRouter } from './engine-router.ts';
import { sendFailure, sendFile, sendJson, sendText } from './http-answers.ts';
import type { HttpApi } from './http-api.ts';
import type { McpRoute } from './mcp/mcp-route.ts';
import { findPageFile, markPage, type PageMarks } from './page-files.ts';
import { receiveBlob } from './receive-blob.ts';
import { createModelRoute, isModelPath } from './receive-model-call.ts';
import { createWebhookRoute, isWebhookPath } from './receive-webhook.ts';
import { sendBlob } from './send-blob.ts';
import { markTrace } from './trace-headers.ts';

/** A one-time link to the interface, or word that the window the engine has was brought to the front. */
export type OpenedInterface = { kind: 'link'; url: string } | { kind: 'window' };

/** Shows the interface, at a place in it (`#/inbox`) where one is wanted. */
export type OpenInterface = (place?: string) => Promise<OpenedInterface>;

/** Where MCP clients call. */
const mcpPath = '/mcp';

export type RouteParts = {
  router: EngineRouter;
  logger: Logger;
  tracing: Tracing | undefined;
  version: string;
  maxBodyBytes: number;
  clock: Clock;
  /** Absent where there are no blobs. */
  blobs: BlobSource | undefined;
  /** Who calls from outside are for; absent where there is nobody. */
  webhooks: WebhookReceiver | undefined;
  /** Who answers programs that ask models; absent where there is nobody. */
  models: ModelDoor | undefined;
  /** The built page; undefined where there is none. */
  rendererFolder: string | undefined;
  /** Told in the page itself; absent where the page finds out by asking. */
  pageMarks: (() => PageMarks) | undefined;
  /** Answers `POST /open-link`, which only the owner of the socket may ask; absent where there is no interface to open. */
  openInterface: OpenInterface | undefined;
};

/** `isOwner`: the request came through the socket that only this user may open. */
export type Routes = (request: IncomingMessage, response: ServerResponse, isOwner: boolean) => Promise<void>;

/** Answers the requests that were let in. What few callers need is loaded when it is first asked for. */
export function createRoutes(parts: RouteParts): Routes {
  const answerWebhook = createWebhookRoute(parts);
  const answerModelCall = createModelRoute(parts);
  let api: Promise<HttpApi> | undefined;
  let mcp: Promise<McpRoute> | undefined;
  let openApiDocument: Promise<string> | undefined;

  async function loadMcp(): Promise<McpRoute> {
    const { createMcpRoute } = await import('./mcp/mcp-route.ts');
    return createMcpRoute(parts);
  }

  async function loadApi(): Promise<HttpApi> {
    const { createHttpApi } = await import('./http-api.ts');
    return createHttpApi(parts);
  }

  async function loadDocument(): Promise<string> {
    const { createOpenApiDocument } = await import('./open-api-document.ts');
    return createOpenApiDocument(parts.router, parts.version);
  }

  async function answer(request: IncomingMessage, response: ServerResponse, isOwner: boolean): Promise<void> {
    const path = request.url?.split('?')[0] ?? '/';
    if (isModelPath(path)) return answerModelCall(request, response);
    if (path.startsWith('/api/')) return (await (api ??= loadApi()))(request, response);
    if (path === mcpPath) return (await (mcp ??= loadMcp()))(request, response);
    if (isOwner && path === '/open-link') return openLink(parts, request, response);
    const upload = uploadNameOf(request.method, path, new URLSearchParams(request.url?.split('?')[1]));
    if (parts.blobs && upload !== undefined) return receiveBlob(parts.blobs, upload, request, response);
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      const message = `${request.method} is not answered here; calls are below /api`;
      return sendFailure(response, 405, { code: 'unsupported', message });
    }
    if (path === '/rpc') {
      return sendFailure(response, 426, { code: 'unsupported', message: '/rpc speaks WebSocket; scripts use /api' });
    }
    if (path === '/openapi.json') {
      const document = await (openApiDocument ??= loadDocument());
      return sendText(response, 200, document, { 'content-type': 'application/json; charset=utf-8' });
    }
    const blobId = parts.blobs && blobIdOf(path);
    if (parts.blobs && blobId !== undefined) return sendBlob(parts.blobs, blobId, request, response);
    return sendPage(parts, path, request, response);
  }

  return traced(parts, answerWebhook, answer);
}

/** Answers in the trace that the request belongs to; what goes wrong is answered too. */
function traced(parts: RouteParts, answerWebhook: ReturnType<typeof createWebhookRoute>, answer: Routes): Routes {
  async function answerOrFail(context: TraceContext, asked: Parameters<Routes>, isHook: boolean): Promise<void> {
    const [request, response] = asked;
    if (parts.logger.isDebugOn()) logEnd(parts.logger, context, request, response);
    try {
      await (isHook ? answerWebhook(request, response, context) : answer(...asked));
    } catch (error) {
      if (isHook && !response.headersSent) markTrace(response, context);
      failRequest(parts.logger, error, response);
    }
  }

  return (...asked) => {
    const [request, response] = asked;
    const context = requestContext(oneHeader(request.headers.traceparent));
    // An answer of a webhook is written with all its headers at once: there can be thousands a second.
    const isHook = isWebhookPath(request.url);
    if (!isHook) markTrace(response, context);
    return inTrace(context, () => answerOrFail(context, asked, isHook));
  };
}

function oneHeader(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : value?.[0];
}

/** Its address without what is asked, which may hold what is nobody's business. */
function logEnd(
  logger: Logger,
  context: TraceContext,
  { method, url }: IncomingMessage,
  response: ServerResponse,
): void {
  const begun = process.hrtime.bigint(); // `performance` would load a module of Node's that no start needs
  response.once('close', () => {
    const path = url?.split('?')[0] ?? '';
    // Who knows such an address is let in.
    const shown = path.replace(/^\/(open|hooks)\/.*/, '/$1/…');
    const ms = Math.round(Number(process.hrtime.bigint() - begun) / 1e6);
    inTrace(context, () => logger.debug(`${method} ${shown}`, { status: response.statusCode, ms }));
  });
}

async function sendPage(
  parts: RouteParts,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const file = parts.rendererFolder && (await findPageFile(parts.rendererFolder, path));
  const marks = file && basename(file.path) === 'index.html' ? parts.pageMarks?.() : undefined;
  if (file && marks) return sendText(response, 200, markPage(await readFile(file.path, 'utf8'), marks), file.headers);
  if (file) return sendFile(request, response, file);
  const isScreen = !path.includes('.');
  const message = isScreen ? 'The interface has not been built: run `npm run build`' : `There is no ${path}`;
  sendFailure(response, isScreen ? 503 : 404, { code: 'not-found', message });
}

/** What the page knows as an address of its own. */
const placeForm = /^#\/[\w-]+(?:\/[\w-]+){0,2}$/;

async function openLink(parts: RouteParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'POST') {
    return sendFailure(response, 405, { code: 'unsupported', message: '/open-link wants POST' });
  }
  const place = new URLSearchParams(request.url?.split('?')[1]).get('place') ?? undefined;
  if (place !== undefined && !placeForm.test(place)) {
    return sendFailure(response, 400, { code: 'invalid-input', message: 'place: expected a screen, like #/inbox' });
  }
  if (parts.openInterface) return sendJson(response, 200, await parts.openInterface(place));
  const message = 'This engine only carries out a command and has no interface to open';
  sendFailure(response, 409, { code: 'unsupported', message });
}

function failRequest(logger: Logger, error: unknown, response: ServerResponse): void {
  if (response.destroyed) return; // the caller has gone
  const failure = error instanceof ORPCError ? Failure.safeParse(error.data).data : undefined;
  if (!failure) logger.error('A request failed', { error: error instanceof Error ? error.stack : String(error) });
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const status = error instanceof ORPCError ? error.status : 500;
  sendFailure(response, status, failure ?? toFailure(error));
}
