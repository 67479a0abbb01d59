import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { dataPaths } from '../base/paths.ts';
import type { App } from './app-folder.ts';
import type { EngineAccess, OpenEngine } from './engine-access.ts';
import { failureOf } from './failure-of.ts';
import type { LocalEngine } from './local-engine.ts';
import { printableLine } from '../base/printable.ts';
import type { Terminal } from './terminal.ts';

export type OpenEngineParts = {
  terminal: Terminal;
  app: App;
  /** Known once the whole command line has been read. */
  findDataFolder: () => string;
};

const startingTries = 25;
const startingPauseMs = 200;

/**
 * The engine that owns the data folder: the one that answers on its socket, else one in this process. An engine that
 * has the folder but does not answer yet is given five seconds. Errors: `conflict` when it does not answer even then.
 */
export function createOpenEngine(parts: OpenEngineParts): OpenEngine {
  return async ({ resumesRuns }) => {
    for (let tries = 1; ; tries += 1) {
      const remote = await connectRunning(parts.findDataFolder());
      if (remote) return remote;
      try {
        return await startOwn(parts, resumesRuns);
      } catch (error) {
        const { code, message } = failureOf(error);
        if (code !== 'conflict') throw error;
        if (tries === startingTries) await giveUp(`${message} and does not answer; end that process to go on`, error);
        await delay(startingPauseMs);
      }
    }
  };
}

async function giveUp(message: string, cause: unknown): Promise<never> {
  const { HeronError } = await import('../base/errors.ts');
  throw new HeronError('conflict', message, undefined, { cause });
}

/** undefined when no engine answers. Nothing is loaded for an engine that cannot be there. */
export async function connectRunning(dataFolder: string): Promise<EngineAccess | undefined> {
  const { socket } = dataPaths(dataFolder);
  if (process.platform !== 'win32' && !existsSync(socket)) return undefined;
  const { createRemoteEngine } = await import('./remote-engine.ts');
  const remote = createRemoteEngine(socket);
  try {
    await remote.client();
    return { client: () => remote.client(), close: async () => remote.close(), isRemote: true };
  } catch (error) {
    if (failureOf(error).code === 'network') return undefined;
    throw error;
  }
}

async function startOwn(parts: OpenEngineParts, resumesRuns: boolean): Promise<EngineAccess> {
  const { terminal, app } = parts;
  const { startLocalEngine } = await import('./local-engine.ts');
  const { environment } = terminal;
  const engine = await startLocalEngine({
    app,
    dataFolder: parts.findDataFolder(),
    environment,
    resumesRuns,
    hasInterface: false,
    warn: terminal.err,
    ...(terminal.onCrash ? { onCrash: terminal.onCrash } : {}),
  });
  return {
    client: () => Promise.resolve(engine.client),
    async close() {
      await othersDone(terminal, engine);
      await sayWhatEnds(terminal, engine);
      await engine.close();
    },
  };
}

/** None outlives its engine, and this one is about to end. */
async function sayWhatEnds(terminal: Terminal, { client }: LocalEngine): Promise<void> {
  const running = await client.processes.list({ status: 'running' });
  if (running.length === 0) return;
  const names = running.map(({ name }) => name).join(', ');
  terminal.err(printableLine(`What goes on in the background ends with this command: ${names}`));
  terminal.err('While Heron runs (heron serve) such processes go on');
}

/** Other commands may have come to rely on this process's engine. Ctrl-C ends the waiting, and with it their work. */
async function othersDone(terminal: Terminal, { gateway }: LocalEngine): Promise<void> {
  if (gateway.connectionCount() === 0) return;
  terminal.err('Other commands still use this engine; waiting for them (Ctrl-C ends them too)');
  const { promise: interrupted, resolve } = Promise.withResolvers<void>();
  const endListening = terminal.onInterrupt(resolve);
  await Promise.race([gateway.idle(), interrupted]);
  endListening();
}
