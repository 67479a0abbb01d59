import type { IncomingMessage, ServerResponse } from 'node:http';
import { OpenAPIHandler } from '@orpc/openapi/node';
import type { Context } from '@orpc/server';
import type { Logger } from '../base/logger.ts';
import type { Tracing } from '../base/tracing.ts';
import { callInterceptor, readingInterceptor } from './call-interceptors.ts';
import type { EngineRouter } from './engine-router.ts';
import { eventIdInterceptor } from './event-ids.ts';
import { sendFailure } from './http-answers.ts';
import { readJsonBody } from './json-body.ts';

export const apiPrefix = '/api';

export type HttpApi = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export type HttpApiParts = {
  router: EngineRouter;
  logger: Logger;
  tracing?: Tracing | undefined;
  maxBodyBytes: number;
};

/** The contract as plain HTTP below `/api`, each call with the method and path it declares; streams are server-sent events. */
export function createHttpApi(parts: HttpApiParts): HttpApi {
  const handler = new OpenAPIHandler<Context>(parts.router, {
    clientInterceptors: [callInterceptor(parts.logger, parts.tracing, 'http'), eventIdInterceptor],
    interceptors: [readingInterceptor],
    eventIteratorKeepAliveInterval: 15_000,
  });

  return async (request, response) => {
    const body = request.method === 'GET' ? undefined : await readJsonBody(request, parts.maxBodyBytes);
    const { matched } = await handler.handle(Object.assign(request, { body }), response, {
      prefix: apiPrefix,
      context: {},
    });
    if (matched) return;
    const message = `There is no ${request.method} ${request.url?.split('?')[0]}; /openapi.json lists what there is`;
    sendFailure(response, 404, { code: 'not-found', message });
  };
}
