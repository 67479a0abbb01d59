import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import { OpenAPILink } from '@orpc/openapi-client/fetch';
import { createRouterClient } from '@orpc/server';
import { WebSocket } from 'ws';
import { contract } from '../../src/contract/index.ts';
import { createAccessTokens, type AccessTokens } from '../../src/main/gateway/access-tokens.ts';
import { callInterceptor } from '../../src/main/gateway/call-interceptors.ts';
import type { EngineClient } from '../../src/main/gateway/engine-router.ts';
import { createGateway, type Gateway, type GatewayParts } from '../../src/main/gateway/gateway.ts';
import { serveMessagePort, type ServedPort } from '../../src/main/gateway/message-port-transport.ts';
import { createRpcServer } from '../../src/main/gateway/rpc-server.ts';
import { createRemoteEngine } from '../../src/main/headless/remote-engine.ts';
import type { TestEngine } from './test-engine.ts';

export type Connected = { client: EngineClient; close(): void | Promise<void> };
export type Transport = { name: string; connect(engine: TestEngine): Promise<Connected> };

export function testGateway(
  engine: TestEngine,
  parts: Partial<GatewayParts> = {},
): { gateway: Gateway; tokens: AccessTokens } {
  const tokens = createAccessTokens({
    clock: parts.clock ?? Date.now,
    randomToken: () => randomBytes(32).toString('base64url'),
  });
  const { router, logger } = engine;
  return { tokens, gateway: createGateway({ router, logger, tokens, clock: Date.now, version: '0.0.0', ...parts }) };
}

/** A port with the interface of Electron's MessagePortMain: an emitter that wraps its data, and has no addEventListener. */
function mainPort(port: MessagePort): ServedPort {
  return {
    postMessage: (message) => port.postMessage(message),
    start: () => port.start(),
    on: (type: 'message' | 'close', listener: (event: { data: unknown }) => void) =>
      port.on(type, (data: unknown) => listener({ data })),
  };
}

/** Every way to the engine. A case that holds for one must hold for all. */
export const transports: Transport[] = [
  {
    name: 'in the same process',
    async connect(engine) {
      const client = createRouterClient(engine.router, { context: {}, interceptors: [callInterceptor(engine.logger)] });
      return { client: client as unknown as EngineClient, close() {} };
    },
  },
  {
    name: 'over a message port',
    async connect(engine) {
      const { port1, port2 } = new MessageChannel();
      serveMessagePort(createRpcServer(engine), port1);
      const link = new PortLink({ port: port2 });
      port2.start();
      return { client: createORPCClient(link), close: () => port2.close() };
    },
  },
  {
    name: "over Electron's kind of message port",
    async connect(engine) {
      const { port1, port2 } = new MessageChannel();
      serveMessagePort(createRpcServer(engine), mainPort(port1));
      const link = new PortLink({ port: port2 });
      port2.start();
      return { client: createORPCClient(link), close: () => port2.close() };
    },
  },
  {
    name: 'over a WebSocket on a Unix socket',
    async connect(engine) {
      const { gateway } = testGateway(engine);
      const path = join(engine.folder, 'engine.sock');
      await gateway.listenOnSocket(path);
      const remote = createRemoteEngine(path);
      return { client: await remote.client(), close: () => (remote.close(), gateway.close()) };
    },
  },
  {
    name: 'over a WebSocket on a loopback port',
    async connect(engine) {
      const { gateway, tokens } = testGateway(engine);
      const port = await gateway.listenOnPort(0);
      const headers = { authorization: `Bearer ${tokens.apiToken}` };
      const websocket = new WebSocket(`ws://127.0.0.1:${port}/rpc`, { headers });
      const link = new SocketLink({ websocket });
      return { client: createORPCClient(link), close: () => (websocket.close(), gateway.close()) };
    },
  },
  {
    name: 'over HTTP',
    async connect(engine) {
      const { gateway, tokens } = testGateway(engine);
      const port = await gateway.listenOnPort(0);
      const headers = { authorization: `Bearer ${tokens.apiToken}` };
      const link = new OpenAPILink(contract, { url: `http://127.0.0.1:${port}/api`, headers });
      return { client: createORPCClient(link), close: () => gateway.close() };
    },
  },
];
