import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { databaseCopies } from '../base/database-copies.ts';
import { fromFailure, toFailure } from '../base/errors.ts';
import { findNodeBinary } from '../base/node-binary.ts';
import { dataPaths } from '../base/paths.ts';
import { beginStart, mostFailedStarts } from '../base/start-marker.ts';
import { createEngine } from '../engine.ts';
import { callInterceptor } from '../gateway/call-interceptors.ts';
import type { EngineHost } from '../host.ts';
import type { EngineClient } from '../gateway/engine-router.ts';
import { type ServedEngine, serveEngine } from '../gateway/serve-engine.ts';
import { folderOpener } from './open-folder.ts';
import type { Terminal } from './terminal.ts';
import type { App } from './app-folder.ts';

/** The engine in this process, answering others on the data folder's socket while it lives. */
export type LocalEngine = ServedEngine & { client: EngineClient };

export type LocalEngineParts = {
  app: App;
  dataFolder: string;
  environment: NodeJS.ProcessEnv;
  usualRoom?: EngineHost['usualRoom'];
  /** Take up the runs that the last engine left unfinished. */
  resumesRuns: boolean;
  /** This process shows the interface to whoever asks through the socket. */
  hasInterface: boolean;
  /** Told what the person at this terminal must know of the engine. */
  warn: (text: string) => void;
  onCrash?: Terminal['onCrash'];
  /** Is handed each line of the log, as JSON. */
  onLogLine?: ((line: string) => void) | undefined;
};

/** Errors: `conflict` when another process has the data folder. */
export async function startLocalEngine(parts: LocalEngineParts): Promise<LocalEngine> {
  // A command that fails is no start that failed.
  if (!parts.hasInterface) return open(parts);
  const paths = dataPaths(parts.dataFolder);
  const start = beginStart(paths.starts, parts.app.version);
  if (start.failedBefore >= mostFailedStarts) offerWayBack(paths.database, parts.warn);
  try {
    const engine = await open(parts);
    start.done();
    return engine;
  } catch (error) {
    if (toFailure(error).code === 'conflict') start.forget();
    throw error;
  }
}

function offerWayBack(database: string, warn: LocalEngineParts['warn']): void {
  const [copy] = databaseCopies(database);
  warn(`Heron did not come up the last times it was started${copy ? '' : '; `heron logs` may say why'}`);
  if (copy) warn('`heron restore` puts the data back as they were before the last update; nothing is thrown away');
}

async function open(parts: LocalEngineParts): Promise<LocalEngine> {
  const { folder, version } = parts.app;
  const openFolder = folderOpener({ platform: process.platform, environment: parts.environment });
  const engine = await createEngine({
    program: 'headless',
    version,
    dataFolder: parts.dataFolder,
    appFolder: folder,
    nodeBinary: findNodeBinary(folder),
    homeFolder: homedir(),
    environment: parts.environment,
    resumesRuns: parts.resumesRuns,
    // A command does what it was asked for, and is gone before the next schedule is due.
    startsByItself: parts.hasInterface,
    ...(parts.usualRoom ? { usualRoom: parts.usualRoom } : {}),
    ...(openFolder ? { openFolder } : {}),
    ...(parts.onLogLine ? { onLogLine: parts.onLogLine } : {}),
  });
  if (engine.chaos !== undefined) parts.warn(engine.chaos);
  parts.onCrash?.(engine.reportCrash);
  const rendererFolder = join(folder, 'out', 'renderer');
  const served: ServedEngine = await serveEngine(engine, {
    version,
    ...(existsSync(rendererFolder) ? { rendererFolder } : {}),
    ...(parts.hasInterface
      ? { openInterface: async (place = '') => ({ kind: 'link', url: (await served.gateway.createLink()) + place }) }
      : {}),
  });
  const interceptors = [callInterceptor(engine.logger, engine.tracing, 'command-line')];
  return {
    client: createRouterClient(engine.handlers, { interceptors }),
    ...served,
    close: () => served.close().catch((error: unknown) => Promise.reject(fromFailure(toFailure(error)))),
  };
}
