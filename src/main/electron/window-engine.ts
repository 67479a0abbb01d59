import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { app } from 'electron';
import { systemClock } from '../base/clock.ts';
import { findNodeBinary } from '../base/node-binary.ts';
import { createEngine } from '../engine.ts';
import { createAccessTokens } from '../gateway/access-tokens.ts';
import { createGateway } from '../gateway/gateway.ts';
import { createRpcServer, type RpcServer } from '../gateway/rpc-server.ts';

export type WindowEngine = { rpc: RpcServer; close(): Promise<void> };

/**
 * The engine in this process, which also answers commands on the data folder's socket. `showWindow` is what they get
 * who ask for the interface. Errors: `conflict` when another process has the data folder.
 */
export async function startEngine(dataFolder: string, showWindow: () => void): Promise<WindowEngine> {
  const version = app.getVersion();
  const engine = await createEngine({
    program: 'electron',
    version,
    dataFolder,
    // Worker hosts run on plain Node, which reads no archive.
    appFolder: app.isPackaged ? join(process.resourcesPath, 'app.asar.unpacked') : app.getAppPath(),
    nodeBinary: findNodeBinary(app.getAppPath(), process.resourcesPath),
    homeFolder: app.getPath('home'),
    environment: process.env,
    resumesRuns: true,
  });
  const gateway = createGateway({
    router: engine.handlers,
    logger: engine.logger,
    tokens: createAccessTokens({ clock: systemClock, randomToken: () => randomBytes(32).toString('base64url') }),
    clock: systemClock,
    version,
    openInterface: async () => {
      showWindow();
      return { kind: 'window' };
    },
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
  return { rpc: createRpcServer({ router: engine.handlers, logger: engine.logger }), close };
}
