import { randomBytes } from 'node:crypto';
import { systemClock } from '../base/clock.ts';
import type { Logger } from '../base/logger.ts';
import type { Tracing } from '../base/tracing.ts';
import type { DataPaths } from '../base/paths.ts';
import type { ModelDoor } from '../base/model-call.ts';
import type { WebhookReceiver } from '../base/webhook-call.ts';
import { openAccessFile } from './access-file.ts';
import type { BlobSource } from './blob-answer.ts';
import { createAccessTokens, type AccessTokens } from './access-tokens.ts';
import type { EngineRouter } from './engine-router.ts';
import { createGateway, type Gateway, type GatewayParts } from './gateway.ts';
import type { PageMarks } from './page-files.ts';

/** What a gateway needs of an engine. */
export type ServableEngine = {
  handlers: EngineRouter;
  blobs?: BlobSource;
  webhooks?: WebhookReceiver;
  models?: ModelDoor;
  pageMarks?: () => PageMarks;
  logger: Logger;
  tracing?: Tracing;
  paths: DataPaths;
  close(): Promise<void>;
};

export type ServedEngine = {
  gateway: Gateway;
  tokens: AccessTokens;
  /** Ends the gateway, then the engine. */
  close(): Promise<void>;
};

/** Answers on the data folder's socket; the engine is closed when that cannot be had. Errors: `conflict`, `storage`. */
export async function serveEngine(
  engine: ServableEngine,
  parts: Pick<GatewayParts, 'version' | 'rendererFolder' | 'openInterface'>,
): Promise<ServedEngine> {
  const accessFile = openAccessFile(engine.paths.access, engine.logger.from('gateway'));
  const randomToken = (): string => randomBytes(32).toString('base64url');
  const tokens = createAccessTokens({ clock: systemClock, randomToken, store: accessFile });
  const gateway = createGateway({
    ...parts,
    router: engine.handlers,
    ...(engine.blobs ? { blobs: engine.blobs } : {}),
    ...(engine.webhooks ? { webhooks: engine.webhooks } : {}),
    ...(engine.models ? { models: engine.models } : {}),
    ...(engine.pageMarks ? { pageMarks: engine.pageMarks } : {}),
    logger: engine.logger,
    ...(engine.tracing ? { tracing: engine.tracing } : {}),
    tokens,
    clock: systemClock,
    portMemory: accessFile,
  });
  const close = async (): Promise<void> => {
    await gateway.close();
    await engine.close();
  };
  try {
    await gateway.listenOnSocket(engine.paths.socket);
    await serveWebhooks(engine, gateway);
  } catch (error) {
    await close();
    throw error;
  }
  return { gateway, tokens, close };
}

/** Heron listens on a port only once somebody outside has an address to call. */
async function serveWebhooks({ webhooks }: ServableEngine, gateway: Gateway): Promise<void> {
  webhooks?.servedAt(gateway.address);
  if (webhooks?.isAwaited()) await gateway.address();
}
