import { join } from 'node:path';
import { app, safeStorage, dialog, shell } from 'electron';
import { HeronError } from '../base/errors.ts';
import { findNodeBinary } from '../base/node-binary.ts';
import { createEngine } from '../engine.ts';
import type { Logger } from '../base/logger.ts';
import type { EngineClient } from '../gateway/engine-router.ts';
import type { BlobSource } from '../gateway/blob-answer.ts';
import { createRpcServer, type RpcServer } from '../gateway/rpc-server.ts';
import { serveEngine } from '../gateway/serve-engine.ts';
import { type ReleasePlace, readReleasePlace } from './updates/release-place.ts';
import type { ScreenHost } from '../features/eyes/service.ts';
import { keychainOf } from './keychain.ts';

export type WindowEngine = {
  client: EngineClient;
  logger: Logger;
  lastSeq: number;
  releasePlace: ReleasePlace | undefined;
  updatesFolder: string;
  rpc: RpcServer;
  blobs: BlobSource;
  reportCrash(error: unknown): string | undefined;
  reportSilentEnd(what: string): void;
  reportRefusedKeys(keys: readonly string[]): void;
  close(): Promise<void>;
};

/**
 * The engine in this process, which also answers commands on the data folder's socket. `showWindow` is what they get
 * who ask for the interface. Errors: `conflict` when another process has the data folder.
 */
export async function startEngine(
  dataFolder: string,
  showWindow: (place?: string) => void,
  screens: ScreenHost,
): Promise<WindowEngine> {
  const version = app.getVersion();
  const keychain = keychainOf(safeStorage, process.platform);
  const appFolder = app.isPackaged ? join(process.resourcesPath, 'app.asar.unpacked') : app.getAppPath();
  const releasePlace = readReleasePlace(appFolder);
  const engine = await createEngine({
    program: 'electron',
    version,
    dataFolder,
    // Worker hosts run on plain Node, which reads no archive.
    appFolder,
    nodeBinary: findNodeBinary(app.getAppPath()),
    homeFolder: app.getPath('home'),
    environment: process.env,
    resumesRuns: true,
    openFolder,
    chooseFolder,
    screens,
    ...(keychain ? { keychain } : {}),
    ...(releasePlace ? { releasePlace: releasePlace.url } : {}),
  });
  const { close } = await serveEngine(engine, {
    version,
    openInterface: async (place) => {
      showWindow(place);
      return { kind: 'window' };
    },
  });
  return {
    client: engine.client,
    logger: engine.logger,
    lastSeq: engine.events.lastSeq(),
    releasePlace,
    updatesFolder: engine.paths.updates,
    rpc: createRpcServer({ router: engine.handlers, logger: engine.logger, tracing: engine.tracing }),
    blobs: engine.blobs,
    reportCrash: engine.reportCrash,
    reportSilentEnd: engine.reportSilentEnd,
    reportRefusedKeys: engine.reportRefusedKeys,
    close,
  };
}

async function chooseFolder(): Promise<string | undefined> {
  const { filePaths } = await dialog.showOpenDialog({ properties: ['openDirectory', 'createDirectory'] });
  return filePaths[0];
}

/** In the system's own window for files. */
async function openFolder(path: string): Promise<void> {
  const problem = await shell.openPath(path);
  if (problem !== '') throw new HeronError('internal', `The folder ${path} could not be opened: ${problem}`);
}
