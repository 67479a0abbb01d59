import { join } from 'node:path';
import { app, safeStorage } from 'electron';
import { findNodeBinary } from '../base/node-binary.ts';
import { createEngine } from '../engine.ts';
import type { BlobSource } from '../gateway/blob-answer.ts';
import { createRpcServer, type RpcServer } from '../gateway/rpc-server.ts';
import { serveEngine } from '../gateway/serve-engine.ts';
import { keychainOf } from './keychain.ts';

export type WindowEngine = {
  rpc: RpcServer;
  blobs: BlobSource;
  reportCrash(error: unknown): string | undefined;
  close(): Promise<void>;
};

/**
 * The engine in this process, which also answers commands on the data folder's socket. `showWindow` is what they get
 * who ask for the interface. Errors: `conflict` when another process has the data folder.
 */
export async function startEngine(dataFolder: string, showWindow: () => void): Promise<WindowEngine> {
  const version = app.getVersion();
  const keychain = keychainOf(safeStorage, process.platform);
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
    ...(keychain ? { keychain } : {}),
  });
  const { close } = await serveEngine(engine, {
    version,
    openInterface: async () => {
      showWindow();
      return { kind: 'window' };
    },
  });
  return {
    rpc: createRpcServer({ router: engine.handlers, logger: engine.logger, tracing: engine.tracing }),
    blobs: engine.blobs,
    reportCrash: engine.reportCrash,
    close,
  };
}
