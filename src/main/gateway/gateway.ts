import type { Server } from 'node:http';
import type { Clock } from '../base/clock.ts';
import { toFailure } from '../base/errors.ts';
import { http } from '../base/node-http.ts';
import type { Logger } from '../base/logger.ts';
import type { Tracing } from '../base/tracing.ts';
import type { ModelDoor } from '../base/model-call.ts';
import type { WebhookReceiver } from '../base/webhook-call.ts';
import type { AccessTokens } from './access-tokens.ts';
import { createAttemptLimit } from './attempt-limit.ts';
import type { BlobSource } from './blob-answer.ts';
import type { EngineRouter } from './engine-router.ts';
import { refuseUpgrade } from './http-answers.ts';
import { listenOnPort, listenOnSocket } from './listen.ts';
import { createLoopbackAccess } from './loopback-access.ts';
import { createLoopbackServer, type Upgrade } from './loopback-server.ts';
import type { PageMarks } from './page-files.ts';
import { createRoutes, type OpenInterface } from './routes.ts';
import type { Surface } from '../../contract/surfaces.ts';
import { createRpcServer } from './rpc-server.ts';
import { createWebSockets, webSocketDefaults, type WebSocketOptions } from './web-sockets.ts';

export type GatewayParts = {
  router: EngineRouter;
  tokens: AccessTokens;
  clock: Clock;
  logger: Logger;
  tracing?: Tracing;
  version: string;
  /** The bytes of blobs, served at /blobs/{id}. */
  blobs?: BlobSource;
  /** Who calls of addresses below /hooks/ are for. */
  webhooks?: WebhookReceiver;
  /** Who answers programs that ask models, below /models/v1/. */
  models?: ModelDoor;
  /** The built page, served to browsers; undefined where there is none. */
  rendererFolder?: string;
  /** Told in the page itself; absent where the page finds out by asking. */
  pageMarks?: () => PageMarks;
  /** What `POST /open-link` does for the owner of the socket. */
  openInterface?: OpenInterface;
  webSockets?: Partial<WebSocketOptions>;
  /** Where the port is kept that the next engine tries first. */
  portMemory?: { port(): number | undefined; keepPort(port: number): void };
};

export type Gateway = {
  /** Errors: `conflict` when somebody answers there, `storage`. */
  listenOnSocket(path: string): Promise<void>;
  /** Loopback only; gives the port; 0 takes that of the last time if it is free, else any. Errors: `unsupported` for any other host, `conflict` when the port is taken. */
  listenOnPort(port: number, host?: string): Promise<number>;
  /** A link that signs one browser in, once; listens on a free loopback port if it does not listen on one yet. */
  createLink(): Promise<string>;
  /** How addresses on this machine begin; listens on a free loopback port if it does not listen on one yet. */
  address(): Promise<string>;
  /** Resolves when no WebSocket is open. */
  idle(): Promise<void>;
  connectionCount(): number;
  close(): Promise<void>;
};

const maxBodyBytes = 16 * 1024 * 1024;
const failedAttempts = { failures: 20, windowMs: 10_000 };

/** Serves the contract and the page. It listens nowhere until it is asked to. */
export function createGateway(parts: GatewayParts): Gateway {
  const logger = parts.logger.from('gateway');
  const webSockets = createWebSockets(createRpcServer(parts), { ...webSocketDefaults, ...parts.webSockets });
  const routes = createRoutes({
    ...{ ...parts, logger, maxBodyBytes },
    ...{ tracing: parts.tracing, blobs: parts.blobs, webhooks: parts.webhooks, models: parts.models },
    ...{ rendererFolder: parts.rendererFolder, pageMarks: parts.pageMarks, openInterface: parts.openInterface },
  });
  const servers: Server[] = [];
  let address: { port: number; host: string } | undefined;
  let listening: Promise<number> | undefined;

  const upgradeOf =
    (surface: Surface): Upgrade =>
    (request, socket, head) => {
      if (request.url === '/rpc') webSockets.upgrade(request, socket, head, surface);
      else refuseUpgrade(socket, 404, 'Only /rpc speaks WebSocket');
    };

  function keep(server: Server): Server {
    servers.push(server);
    server.on('error', (error) => logger.error(`The gateway's server failed: ${error.message}`));
    return server;
  }

  /** It may listen already, for the sake of webhooks. */
  async function listenOnLoopback(port: number, host = '127.0.0.1'): Promise<number> {
    if (address?.host === host && (port === 0 || port === address.port)) return address.port;
    return listenAsLast({ ...parts, logger, port, open: (wanted) => open(wanted, host) });
  }

  async function open(port: number, host: string): Promise<number> {
    const limit = createAttemptLimit({ clock: parts.clock, ...failedAttempts });
    let own = port;
    const access = createLoopbackAccess({ tokens: parts.tokens, limit, port: () => own });
    const server = createLoopbackServer({ access, routes, upgrade: upgradeOf('browser') });
    own = await listenOnPort(server, host, port);
    address = { port: own, host };
    keep(server);
    return own;
  }

  async function baseAddress(): Promise<string> {
    if (!address) await (listening ??= listenOnLoopback(0));
    const host = address?.host === '::1' ? '[::1]' : address?.host;
    return `http://${host}:${address?.port}`;
  }

  return {
    async listenOnSocket(path) {
      const server = keep(http.createServer((request, response) => void routes(request, response, true)));
      server.on('upgrade', upgradeOf('command-line'));
      await listenOnSocket(server, path);
    },
    ...{ listenOnPort: listenOnLoopback, address: baseAddress },
    createLink: async () => `${await baseAddress()}/open/${parts.tokens.createLinkToken()}`,
    idle: () => webSockets.idle(),
    connectionCount: () => webSockets.count(),
    async close() {
      webSockets.close();
      await Promise.all(servers.map(closeServer));
    },
  };
}

type ListenParts = Pick<GatewayParts, 'portMemory' | 'logger'> & {
  port: number;
  open: (port: number) => Promise<number>;
};

/** Port 0 takes that of the last time if it is free: an open page looks for the engine there. */
async function listenAsLast({ portMemory, logger, port, open }: ListenParts): Promise<number> {
  const last = port === 0 ? portMemory?.port() : undefined;
  const opened = await open(last ?? port).catch((error: unknown) => {
    if (last === undefined) throw error;
    logger.info(`The last port ${last} cannot be had, a free one is taken: ${toFailure(error).message}`);
    return open(0);
  });
  portMemory?.keepPort(opened);
  logger.info(`The gateway listens on port ${opened}`);
  return opened;
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
