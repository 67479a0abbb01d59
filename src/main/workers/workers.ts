import type { Failure } from '../../contract/errors.ts';
import type { Health } from '../../contract/health.ts';
import { appendNews } from '../base/append-news.ts';
import type { Clock } from '../base/clock.ts';
import type { Database } from '../base/database.ts';
import { toFailure } from '../base/errors.ts';
import type { EventLog } from '../base/event-log.ts';
import type { Logger } from '../base/logger.ts';
import type { Scrubber } from '../base/scrubber.ts';
import type { EngineHost } from '../host.ts';
import type { OpenSession } from './broker/session.ts';
import type { MayReadBlob } from './check-output.ts';
import type { Chaos } from './chaos.ts';
import type { Breaker } from './circuits/breaker.ts';
import { createWorkerBreaker } from './circuits/worker-breaker.ts';
import { createCallWorker } from './call-worker.ts';
import { findBubblewrap, probeSandbox } from './hosts/machine/sandbox.ts';
import { createHostMark, type HostMark } from './hosts/strays.ts';
import { openRegistry, type WorkerRegistry } from './registry/registry.ts';
import { registryEvents } from './registry/registry-events.ts';
import { type Judge, trustAll } from './registry/verdict.ts';
import { prepareRoots } from './registry/worker-roots.ts';
import { createResultCache } from './result-cache.ts';
import { createSupervise } from './supervise.ts';
import type { CallWorker, SettingsOf } from './worker-call.ts';
import type { WorkerSettings } from './worker-settings.ts';
import { openStatistics } from './worker-statistics.ts';

export type WorkersParts = {
  host: EngineHost;
  database: Database;
  events: EventLog;
  logger: Logger;
  clock: Clock;
  scrubber?: Pick<Scrubber, 'json'>;
  openSession: OpenSession;
  mayReadBlob: MayReadBlob;
  /** Whether an installed worker may run; by default all may. */
  judge?: Judge;
  /** Asked at each call. */
  settingsOf: SettingsOf;
  /** Asked each time. */
  settings: () => WorkerSettings;
  /** Makes calls fail on purpose. */
  chaos?: Chaos | undefined;
  /** What to sandbox with; by default what the machine has. */
  bubblewrap?: string | undefined;
};

export type Workers = {
  callWorker: CallWorker;
  registry: WorkerRegistry;
  /** Which sandbox this machine gives. */
  health: () => Health['components'][number];
  /** Ends every worker; resolves when no process is left. */
  close: () => Promise<void>;
};

const choresEveryMs = 60_000;

/** Finds the workers and what this machine can hold them in; processes start with the first call. */
export async function createWorkers(parts: WorkersParts): Promise<Workers> {
  const { host, clock } = parts;
  const logger = parts.logger.from('workers');
  const bubblewrap = 'bubblewrap' in parts ? parts.bubblewrap : findBubblewrap();
  const probing = probeSandbox({ nodeBinary: host.nodeBinary, bubblewrap });
  const events = registryEvents({ events: parts.events, logger });
  const statistics = openStatistics(parts);
  const breakerParts = {
    clock,
    rules: () => parts.settings().circuit,
    append: appendNews({ events: parts.events, logger }),
    scrub: (error: Failure) => parts.scrubber?.json(error) ?? error,
  };
  const roots = await prepareRoots(host);
  const mark = createHostMark(host.dataFolder);
  const registry = await openRegistry({
    roots,
    hostVersion: host.version,
    logger,
    judge: parts.judge ?? trustAll,
    catalogueParts: probing.then((sandbox) => {
      const supervise = createSupervise({ ...parts, logger, sandbox, events, statistics, mark });
      const breakerFor = (workerId: string): Breaker => createWorkerBreaker(workerId, breakerParts);
      return { events, supervise, breakerFor, statisticsOf: statistics.of, isolationOf: sandbox.describe };
    }),
  });
  const sandbox = await probing;
  const { state, message } = sandbox.health();
  if (state !== 'ok') logger.warn(message);
  void sweep(mark, logger);
  const chores = setInterval(() => {
    void sweep(mark, logger);
    statistics.save();
  }, choresEveryMs).unref();
  const { openSession, mayReadBlob, settingsOf } = parts;
  return {
    callWorker: createCallWorker({
      ...{ registry, openSession, mayReadBlob, settingsOf, logger, missing: sandbox.missing },
      noteError: statistics.note,
      chaos: parts.chaos,
      cache: createResultCache(clock),
    }),
    registry,
    health: sandbox.health,
    async close() {
      clearInterval(chores);
      await registry.close();
      statistics.save();
    },
  };
}

async function sweep(mark: HostMark, logger: Logger): Promise<void> {
  try {
    const ended = await mark.endStrays();
    if (ended.length > 0) logger.warn(`Ended ${ended.length} processes of workers that an earlier Heron left behind`);
  } catch (error) {
    logger.error('Could not look for processes that an earlier Heron left behind', toFailure(error));
  }
}
