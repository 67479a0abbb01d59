import { StandardRPCHandler } from '@orpc/server/standard';
import { createServerPeerHandleRequestFn } from '@orpc/server/standard-peer';
import { ServerPeer } from '@orpc/standard-server-peer';
import type { Context } from '@orpc/server';
import type { Surface } from '../../contract/surfaces.ts';
import type { Logger } from '../base/logger.ts';
import type { Tracing } from '../base/tracing.ts';
import { callInterceptor, type CallerContext, readingInterceptor } from './call-interceptors.ts';
import type { EngineRouter } from './engine-router.ts';

export type RpcMessage = string | ArrayBufferLike | Uint8Array;

/** One caller. `receive` never throws: what cannot be read is logged and dropped. */
export type RpcPeer = {
  receive(message: RpcMessage): void;
  /** Ends the caller's open calls and streams. */
  close(): void;
};

/** Answers calls over whatever carries messages both ways: a WebSocket, a message port. */
export type RpcServer = {
  /** `send` may take its time: a stream waits for it before its next event, so a slow reader slows only itself. */
  connect(send: (message: RpcMessage) => void | Promise<void>, surface: Surface): RpcPeer;
};

export function createRpcServer(parts: { router: EngineRouter; logger: Logger; tracing?: Tracing }): RpcServer {
  const logger = parts.logger.from('gateway');
  const handler = new StandardRPCHandler<Context>(parts.router, {
    clientInterceptors: [callInterceptor(logger, parts.tracing)],
    interceptors: [readingInterceptor],
  });
  return {
    connect(send, surface) {
      const context: CallerContext = { surface };
      const answer = createServerPeerHandleRequestFn(handler, { context });
      const peer = new ServerPeer(send);
      return {
        receive(message) {
          peer.message(message, answer).catch((error: unknown) => {
            logger.warn('A message could not be answered', { error: error instanceof Error ? error.message : error });
          });
        },
        close: () => peer.close(),
      };
    },
  };
}
