import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { WebhookMethod } from '../../contract/webhooks.ts';
import type { Clock } from '../base/clock.ts';
import { toFailure } from '../base/errors.ts';
import type { TraceContext } from '../base/trace-context.ts';
import type { IncomingWebhook, WebhookReceiver, WebhookReply } from '../base/webhook-call.ts';
import { createAttemptLimit } from './attempt-limit.ts';
import { sendFailure } from './http-answers.ts';
import { hasBody } from './json-body.ts';
import { markTrace, traceHeaders } from './trace-headers.ts';
import { type ReadBody, readWebhookBody } from './webhook-body.ts';
import { fieldsOf } from './webhook-fields.ts';

const prefix = '/hooks/';

/** Nobody finds a secret by trying; this keeps those who try from keeping the engine busy. Right addresses are always heard. */
const wrongAddresses = { failures: 50, windowMs: 10_000 };

export function isWebhookPath(url: string | undefined): boolean {
  return url?.startsWith(prefix) ?? false;
}

/** Answers calls of addresses below `/hooks/`. The address is all that a caller has to know, and all that it can do. */
export function createWebhookRoute({ webhooks, clock }: { webhooks: WebhookReceiver | undefined; clock: Clock }) {
  const limit = createAttemptLimit({ clock, ...wrongAddresses });

  return async (request: IncomingMessage, response: ServerResponse, context: TraceContext): Promise<void> => {
    const method = methods.find((each) => each === request.method);
    if (!method) {
      const message = `${request.method} is not answered here`;
      markTrace(response, context);
      return sendFailure(response, 405, { code: 'unsupported', message });
    }
    const { path, query } = partsOf(request.url ?? '');
    const take = webhooks?.at(path);
    if (!take) return refuse(response, context);
    const read = hasBody(request) ? await readWebhookBody(request) : nothingSent;
    let reply: WebhookReply;
    try {
      reply = await take(callOf(request, method, query, read));
    } catch (error) {
      reply = replyTo(error);
    }
    send(response, reply, context);
  };

  function refuse(response: ServerResponse, context: TraceContext): void {
    markTrace(response, context);
    const waitMs = limit.waitMs();
    if (waitMs === 0) limit.recordFailure();
    else response.setHeader('retry-after', Math.ceil(waitMs / 1000));
    sendFailure(response, waitMs === 0 ? 404 : 429, { code: 'not-found', message: 'There is no such address' });
  }
}

const methods = WebhookMethod.options;
const nothingSent: ReadBody = { body: { value: null }, bytes: Buffer.alloc(0) };

function callOf(
  request: IncomingMessage,
  method: WebhookMethod,
  query: IncomingWebhook['query'],
  { body, bytes }: ReadBody,
): IncomingWebhook {
  const { headers } = request;
  return {
    method,
    headers: () => shownOf(headers),
    query,
    delivery: deliveryOf(headers),
    body,
    sent: { bytes, header: (name) => oneOf(headers[name]) },
  };
}

function replyTo(error: unknown): WebhookReply {
  const { code, message } = toFailure(error);
  if (code === 'internal') throw error;
  return { status: code === 'limit-exceeded' ? 413 : 503, body: { code, message } };
}

function send(response: ServerResponse, reply: WebhookReply, context: TraceContext): void {
  const { status, body, allow, location, retryAfterSeconds } = reply;
  const isText = typeof body === 'string';
  const text = body === null ? '' : isText ? body : JSON.stringify(body);
  const isEmpty = status === 204 || status === 304;
  // No page is shown here, so of the headers for pages only the one is needed that keeps it so.
  const headers: OutgoingHttpHeaders = {
    ...traceHeaders(context),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'content-type': isText ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8',
  };
  if (!response.req.complete) headers.connection = 'close';
  // Whoever knows how long an answer is sends it in one piece.
  if (!isEmpty) headers['content-length'] = Buffer.byteLength(text);
  if (allow !== undefined) headers.allow = allow;
  if (location !== undefined) headers.location = location;
  if (retryAfterSeconds !== undefined) headers['retry-after'] = String(retryAfterSeconds);
  response.writeHead(status, headers);
  response.end(isEmpty ? '' : text);
  response.req.resume();
}

function oneOf(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function partsOf(url: string): { path: string; query: Record<string, string | string[]> } {
  const mark = url.indexOf('?');
  if (mark < 0) return { path: url, query: {} };
  return { path: url.slice(0, mark), query: fieldsOf(new URLSearchParams(url.slice(mark + 1))) };
}

const plainHeaders = /^(accept|accept-language|content-type|date|user-agent|idempotency-key|(x|webhook)-[\w-]+)$/;
const tellingHeaders = /token|secret|auth|cookie|session|password|key$|forwarded|real-ip/;
const longestHeader = 1000;
const deliveryHeaders = [
  'idempotency-key',
  'webhook-id',
  'x-github-delivery',
  'x-gitlab-event-uuid',
  'x-shopify-webhook-id',
];

function shownOf(headers: IncomingHttpHeaders): Record<string, string> {
  const shown: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const isShown = name === 'idempotency-key' || (plainHeaders.test(name) && !tellingHeaders.test(name));
    if (typeof value === 'string' && isShown) shown[name] = value.slice(0, longestHeader);
  }
  return shown;
}

function deliveryOf(headers: IncomingHttpHeaders): string | undefined {
  for (const name of deliveryHeaders) {
    const value = headers[name];
    if (typeof value === 'string' && value !== '') return value.slice(0, 200);
  }
  return undefined;
}
