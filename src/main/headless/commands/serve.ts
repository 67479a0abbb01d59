import { join } from 'node:path';
import type { LogFormat } from '../../../contract/health.ts';
import { findNodeBinary } from '../../base/node-binary.ts';
import { dataPaths } from '../../base/paths.ts';
import type { EngineClient } from '../../gateway/engine-router.ts';
import { findBubblewrap, probeSandbox } from '../../workers/hosts/machine/sandbox.ts';
import type { App } from '../app-folder.ts';
import { type AppWindow, findBrowser, hasDisplay, needsNoSandbox, openAppWindow } from '../app-window.ts';
import { exitCode } from '../exit-code.ts';
import { failureOf } from '../failure-of.ts';
import type { LocalEngine } from '../local-engine.ts';
import { connectRunning } from '../open-engine.ts';
import { requestInterface } from '../owner-request.ts';
import { logFormatOf, logMirror } from '../log-text.ts';
import { printable } from '../../base/printable.ts';
import type { Terminal } from '../terminal.ts';

export type ServeOptions = {
  open?: boolean;
  port: number;
  printApiToken?: boolean;
  headless?: boolean;
  logFormat?: LogFormat;
};
export type ServeParts = { terminal: Terminal; app: App; dataFolder: string };

/** Where in the interface to begin: a place like `#/inbox`. It may ask the engine for it. */
export type FindPlace = (client: EngineClient) => Promise<string>;

/**
 * `heron serve`: the engine with its interface on a loopback port, until it is interrupted or the window it opened is
 * closed. Where an engine has the data folder already, its interface is opened instead.
 */
export async function serve(parts: ServeParts, options: ServeOptions, findPlace?: FindPlace): Promise<number> {
  const running = await connectRunning(parts.dataFolder);
  if (running) {
    try {
      return await openRunning(parts, options, await findPlace?.(await running.client()));
    } finally {
      await running.close();
    }
  }
  const { terminal } = parts;
  const { environment } = terminal;
  // Another process tries the sandbox while this one loads the engine, and is done before that asks.
  const usualRoom = probeSandbox({ nodeBinary: findNodeBinary(parts.app.folder), bubblewrap: findBubblewrap() });
  const { startLocalEngine } = await import('../local-engine.ts');
  const format = options.logFormat ?? logFormatOf(environment);
  const engine = await startLocalEngine({
    ...parts,
    ...{ environment, usualRoom, resumesRuns: true, hasInterface: true },
    ...(terminal.onCrash ? { onCrash: terminal.onCrash } : {}),
    warn: terminal.err,
    onLogLine: format && logMirror(format, terminal.err),
  });
  try {
    const port = await engine.gateway.listenOnPort(options.port);
    if (options.printApiToken) {
      terminal.out(`API: http://127.0.0.1:${port}/api, described by /openapi.json`);
      terminal.out(`API token: ${engine.tokens.apiToken}`);
    }
    await untilEnded(parts, options, engine, await findPlace?.(engine.client));
    return exitCode.completed;
  } finally {
    await engine.close();
  }
}

async function untilEnded(parts: ServeParts, options: ServeOptions, engine: LocalEngine, place = ''): Promise<void> {
  const { terminal } = parts;
  const { promise: interrupted, resolve } = Promise.withResolvers<'interrupted'>();
  const endListening = terminal.onInterrupt(() => resolve('interrupted'));
  try {
    const url = (await engine.gateway.createLink()) + place;
    const window = options.open && !options.headless ? tryToOpen(parts, url) : undefined;
    if (!window) printLink(terminal, url);
    const end = window ? await Promise.race([window.closed, interrupted]) : await interrupted;
    if (end === 'interrupted') window?.process.kill();
    else if (end !== 0) {
      terminal.err(`The browser ended with code ${end}.`);
      printLink(terminal, await engine.gateway.createLink());
      await interrupted;
    }
  } finally {
    endListening();
  }
}

async function openRunning(parts: ServeParts, options: ServeOptions, place?: string): Promise<number> {
  const { terminal, dataFolder } = parts;
  if (options.port !== 0 || options.printApiToken) {
    terminal.err(`Heron is running for ${dataFolder} already; --port and --print-api-token are for starting it`);
  }
  try {
    const opened = await requestInterface(dataPaths(dataFolder).socket, place);
    if (opened.kind === 'window') terminal.err('Heron is running already; its window is in front');
    // The browser hands the link to the window that is open with the same profile, and ends.
    else if (!options.open || options.headless || !tryToOpen(parts, opened.url)) printLink(terminal, opened.url);
    return exitCode.completed;
  } catch (error) {
    terminal.err(
      `Heron is running for ${dataFolder} already. ${printable(failureOf(error).message)}; try again when it has ended`,
    );
    return exitCode.failed;
  }
}

/** undefined, with the reason written, where no window can be opened. */
function tryToOpen({ terminal, dataFolder }: ServeParts, url: string): AppWindow | undefined {
  const { platform } = process;
  const machine = { platform, environment: terminal.environment };
  if (!hasDisplay(machine)) return undefined;
  const browser = findBrowser(machine);
  if (!browser) {
    terminal.err('No Chrome, Chromium or Edge was found; HERON_BROWSER can name one');
    return undefined;
  }
  const withoutSandbox = needsNoSandbox(platform, process.getuid?.());
  if (withoutSandbox)
    terminal.err('As root the browser runs without its sandbox; start Heron as another user if you can');
  terminal.err(`Opening Heron in ${browser}`);
  return openAppWindow({ browser, url, profileFolder: join(dataFolder, 'browser'), withoutSandbox });
}

function printLink(terminal: Terminal, url: string): void {
  terminal.out(`Heron is at ${url} (this link works once)`);
}
