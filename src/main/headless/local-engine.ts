import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { systemClock } from '../base/clock.ts';
import { findNodeBinary } from '../base/node-binary.ts';
import { createEngine } from '../engine.ts';
import { createAccessTokens, type AccessTokens } from '../gateway/access-tokens.ts';
import { callInterceptor } from '../gateway/call-interceptors.ts';
import type { EngineClient } from '../gateway/engine-router.ts';
import { createGateway, type Gateway } from '../gateway/gateway.ts';
import type { App } from './app-folder.ts';

/** The engine in this process, answering others on the data folder's socket while it lives. */
export type LocalEngine = { client: EngineClient; gateway: Gateway; tokens: AccessTokens; close(): Promise<void> };

export type LocalEngineParts = {
  app: App;
  dataFolder: string;
  environment: NodeJS.ProcessEnv;
  /** Take up the runs that the last engine left unfinished. */
  resumesRuns: boolean;
  /** This process shows the interface to whoever asks through the socket. */
  hasInterface: boolean;
};

/** Errors: `conflict` when another process has the data folder. */
export async function startLocalEngine(parts: LocalEngineParts): Promise<LocalEngine> {
  const { folder, version } = parts.app;
  const engine = await createEngine({
    program: 'headless',
    version,
    dataFolder: parts.dataFolder,
    appFolder: folder,
    nodeBinary: findNodeBinary(folder, resourcesFolder(folder)),
    homeFolder: homedir(),
    environment: parts.environment,
    resumesRuns: parts.resumesRuns,
  });
  const tokens = createAccessTokens({ clock: systemClock, randomToken: () => randomBytes(32).toString('base64url') });
  const rendererFolder = join(folder, 'out', 'renderer');
  const gateway: Gateway = createGateway({
    router: engine.handlers,
    tokens,
    clock: systemClock,
    logger: engine.logger,
    version,
    ...(existsSync(rendererFolder) ? { rendererFolder } : {}),
    ...(parts.hasInterface ? { openInterface: async () => ({ kind: 'link', url: await gateway.createLink() }) } : {}),
  });
  const close = async (): Promise<void> => {
    await gateway.close();
    await engine.close();
  };
  try {
    await gateway.listenOnSocket(engine.paths.socket);
  } catch (error) {
    await close();
    throw error;
  }
  const interceptors = [callInterceptor(engine.logger)];
  return { client: createRouterClient(engine.handlers, { interceptors }), gateway, tokens, close };
}

/** In the packaged app this program lies beside the archive, and Node beside both; elsewhere there is no such folder. */
function resourcesFolder(appFolder: string): string | undefined {
  return basename(appFolder) === 'app.asar.unpacked' ? dirname(appFolder) : undefined;
}
