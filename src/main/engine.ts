import { availableParallelism } from 'node:os';
import { createRouterClient } from '@orpc/server';
import { systemClock } from './base/clock.ts';
import { type Database, openDatabase } from './base/database.ts';
import { toFailure } from './base/errors.ts';
import { createEventLog, type EventLog } from './base/event-log.ts';
import { createIds } from './base/ids.ts';
import { type CrashParts, reportCrash, reportSilentEnd } from './base/crash-report.ts';
import { createLogger, type EngineLogger, type Logger } from './base/logger.ts';
import { type DataPaths, dataPaths } from './base/paths.ts';
import { markRunning } from './base/running-mark.ts';
import { createScrubber, type Scrubber } from './base/scrubber.ts';
import { createTracing, type Tracing } from './base/tracing.ts';
import type { ModelDoor } from './base/model-call.ts';
import type { WebhookReceiver } from './base/webhook-call.ts';
import type { OpenModelAccess } from './engine/models.ts';
import { createEngineParts, type EngineParts } from './engine/parts.ts';
import { type EngineHandlers, engineHandlers } from './engine/handlers.ts';
import { acquireEngineLock } from './gateway/engine-lock.ts';
import type { BlobSource } from './gateway/blob-answer.ts';
import type { PageMarks } from './gateway/page-files.ts';
import type { EngineClient } from './gateway/engine-router.ts';
import { exportRuns } from './features/traces/export-runs.ts';
import type { EngineHost } from './host.ts';
import { logLifeCycles } from './engine/life-cycle-log.ts';
import { createRefusedKeys } from './engine/refused-keys.ts';
import type { CallWorker } from './workers/worker-call.ts';

export type Engine = {
  /** The contract, implemented: what every transport serves. */
  handlers: EngineHandlers;
  /** The same calls for code in this process. */
  client: EngineClient;
  events: EventLog;
  logger: Logger;
  tracing: Tracing;
  paths: DataPaths;
  callWorker: CallWorker;
  /** What the gateway serves the bytes of blobs from. */
  blobs: BlobSource;
  /** Who calls from outside are for. */
  webhooks: WebhookReceiver;
  /** Who answers programs that ask models. */
  models: ModelDoor;
  /** What the page is told before it asks. */
  pageMarks: () => PageMarks;
  /** An address and a key for what runs in a run: its sandbox never has the key of a provider. It ends with the run. Errors: `not-found`, `conflict` when it has ended. */
  openModelAccess: OpenModelAccess;
  /** What chaos mode does, while it is on. */
  chaos: string | undefined;
  /** Writes an error down that nobody caught; gives the file. The process ends afterwards. */
  reportCrash(error: unknown): string | undefined;
  /** Says which keys the system did not give to the program: in health, and to its pages. */
  reportRefusedKeys(keys: readonly string[]): void;
  /** Writes down that a part of the program ended without a word: a page, what draws it. */
  reportSilentEnd(what: string): void;
  /** Interrupts what runs (it goes on at the next start), ends every worker, closes the database. */
  close(): Promise<void>;
};

/**
 * The whole of Heron without a surface. Errors: `conflict` when another process has the data folder, `storage` when the
 * database cannot be used; then nothing is left running.
 */
export async function createEngine(host: EngineHost): Promise<Engine> {
  const paths = dataPaths(host.dataFolder);
  const lock = acquireEngineLock(paths.lock);
  let database: Database | undefined;
  let running: RunningEngine | undefined;
  try {
    const scrubber = createScrubber();
    learnEnvironment(scrubber, host.environment);
    const logger = openLog(paths, host, scrubber);
    const crash = { ...crashPlaces(paths, host), logger, scrub: scrubber.text };
    if (host.startsByItself ?? true) running = markEngine(paths.running, crash);
    const tracing = createTracing();
    database = openDatabase({ file: paths.database, preparesLate: true });
    const makeId = createIds();
    const events = createEventLog({ database, makeId, clock: systemClock, scrub: scrubber.json, tracing });
    logLifeCycles(events, logger);
    exportRuns(events, tracing);
    const parts = await createEngineParts({
      ...{ host, paths, database, events, logger, tracing, scrubber, makeId },
      ...{ clock: systemClock, processors: availableParallelism(), refusedKeys: createRefusedKeys(events) },
    });
    await begin(parts, host).catch(async (error: unknown) => {
      await end(parts);
      throw error;
    });
    const handlers = engineHandlers(parts);
    const opened = database;
    const close = async (): Promise<void> => {
      await end(parts);
      opened.close();
      running?.end();
      lock.release();
    };
    logger.info('The engine is up', { program: host.program, version: host.version, dataFolder: host.dataFolder });
    return {
      handlers,
      client: createRouterClient(handlers),
      events,
      logger,
      tracing,
      paths,
      callWorker: parts.callWorker,
      blobs: { get: parts.blobs.get, open: parts.blobs.open, receive: parts.attached.receive },
      webhooks: parts.webhooks,
      models: parts.modelDoor,
      pageMarks: () => ({ theme: parts.settings.get().theme, isWelcomed: !parts.welcome.get().isOpen }),
      openModelAccess: parts.openModelAccess,
      chaos: parts.chaos,
      reportCrash: (error) => reportCrash(crash, error),
      reportRefusedKeys: parts.refusedKeys.heed,
      reportSilentEnd: (what) => void reportSilentEnd(crash, what, systemClock() - justNowMs),
      close,
    };
  } catch (error) {
    database?.close();
    running?.end();
    lock.release();
    throw error;
  }
}

/** A dump of memory is of what ended right before. */
const justNowMs = 60_000;

type RunningEngine = Pick<ReturnType<typeof markRunning>, 'end'>;

/** What is known of an engine before this one that did not come to its end is written down first, with the end of its log. */
function markEngine(file: string, crash: CrashParts): RunningEngine {
  const { before, ...mark } = markRunning(file, crash.version, systemClock());
  if (before) {
    const { version, pid, at } = before;
    const what = `Heron ${version} (process ${pid}) ended without a word: it was killed, or crashed in code of a library`;
    reportSilentEnd({ ...crash, version }, what, at);
  }
  return mark;
}

function openLog(paths: DataPaths, { onLogLine }: EngineHost, scrubber: Scrubber): EngineLogger {
  return createLogger(paths.log, 'info', { scrub: scrubber.text, ...(onLogLine ? { mirror: onLogLine } : {}) });
}

function crashPlaces({ crashes, log }: DataPaths, { version }: EngineHost) {
  return { folder: crashes, logFile: log, version };
}

/** Secrets that come with the environment instead of the vault. */
function learnEnvironment(scrubber: Scrubber, environment: NodeJS.ProcessEnv): void {
  for (const name of ['HERON_MODEL_API_KEY', 'HERON_VAULT_PASSPHRASE']) {
    const value = environment[name];
    if (value) scrubber.learn(name, value);
  }
}

/** What the last engine left open is settled before anything new happens. */
async function begin(parts: EngineParts, host: EngineHost): Promise<void> {
  await parts.settingsFile.open();
  await parts.journal.recover();
  await parts.blobs.recover();
  await parts.background.recover();
  await parts.browsers.recover();
  await parts.history.recover();
  sweepBlobs(parts);
  await parts.mcp.start();
  await parts.conversations.start();
  parts.tips.start();
  parts.hooks.engineStarted();
  if (!(host.resumesRuns ?? true)) return;
  parts.runs.resume();
  if (!(host.startsByItself ?? true)) return;
  parts.conversations.resume();
  await parts.workflows.settleStarts();
  await parts.errorWorkflows.start();
  parts.localModels.start();
  parts.schedules.start();
}

const sweptEveryMs = 86_400_000;

/** In the background: nothing waits for it. */
function sweepBlobs({ blobs, logger }: EngineParts): void {
  const sweep = (): void => {
    blobs.sweep().catch((error: unknown) => logger.warn('Old blobs could not be removed', toFailure(error)));
  };
  sweep();
  setInterval(sweep, sweptEveryMs).unref();
}

async function end(parts: EngineParts): Promise<void> {
  parts.modelDoor.close();
  parts.voice.close();
  parts.speech.close();
  parts.eyes.close();
  parts.calls.end();
  await parts.settingsFile.close();
  await parts.history.close();
  await parts.schedules.close();
  await parts.errorWorkflows.close();
  await parts.conversations.close();
  await parts.tips.close();
  parts.triggers.close();
  await parts.localModels.close();
  await parts.runs.close();
  parts.models.close();
  await parts.background.close();
  await parts.browsers.close();
  await parts.permissions.close();
  await parts.hooks.engineStopping();
  await parts.workers.close();
  await parts.mcp.close();
  await parts.audit.settled();
  parts.audit.close();
  parts.bundles.close();
  await parts.events.close();
  await parts.tracing.close();
}
