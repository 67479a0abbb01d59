import type { ContainerSupport } from '../../contract/containers.ts';
import type { Failure } from '../../contract/errors.ts';
import type { Health } from '../../contract/health.ts';
import type { Manifest } from '../../contract/manifest.ts';
import { appendNews } from '../base/append-news.ts';
import type { Clock } from '../base/clock.ts';
import type { Database } from '../base/database.ts';
import type { EventLog } from '../base/event-log.ts';
import type { Logger } from '../base/logger.ts';
import type { Scrubber } from '../base/scrubber.ts';
import type { EngineHost } from '../host.ts';
import type { OpenSession } from './broker/session.ts';
import type { MayReadBlob } from './check-output.ts';
import type { Chaos } from './chaos.ts';
import { startChores } from './chores.ts';
import type { Breaker } from './circuits/breaker.ts';
import { createWorkerBreaker } from './circuits/worker-breaker.ts';
import { createCallWorker } from './call-worker.ts';
import type { ContainerPrograms } from './hosts/containers/find-container.ts';
import { findBubblewrap, type Sandbox } from './hosts/machine/sandbox.ts';
import type { HostPrograms } from './hosts/machine/programs.ts';
import { createHostMark, type HostMark } from './hosts/strays.ts';
import { openRooms } from './open-rooms.ts';
import { openRegistry, type WorkerRegistry } from './registry/registry.ts';
import { registryEvents } from './registry/registry-events.ts';
import { type Judge, trustAll } from './registry/verdict.ts';
import { prepareRoots } from './registry/worker-roots.ts';
import { createResultCache } from './result-cache.ts';
import { createRouting } from './routing.ts';
import { createSupervise } from './supervise.ts';
import type { CallWorker, SettingsOf } from './worker-call.ts';
import { createWarm, type Warm } from './warming.ts';
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
  /** By default one of its own. */
  mark?: HostMark;
  /** What to sandbox with; by default what the machine has. */
  bubblewrap?: string | undefined;
  /** What holds a worker that goes into no container; by default the best this machine gives. */
  usualRoom?: Sandbox | Promise<Sandbox> | undefined;
  /** The code of the hosts; by default what lies beside this code. */
  programs?: HostPrograms | undefined;
  /** What to run containers with; likewise. */
  containers?: ContainerPrograms;
  /** Between two looks for what is left over; the usual time, if it is not said. */
  choresEveryMs?: number | undefined;
};

export type Workers = {
  callWorker: CallWorker;
  warm: Warm;
  registry: WorkerRegistry;
  /** Which sandbox this machine gives, and who is without one. */
  health: () => Health['components'][number];
  containers: {
    support: () => Promise<ContainerSupport>;
    /** The settings may send other workers into containers than before. */
    reroute: () => void;
  };
  /** What a worker is held in. Errors: `worker-unavailable`. */
  sandboxFor: (manifest: Manifest) => Promise<Sandbox>;
  /** Ends every worker; resolves when no process is left. */
  close: () => Promise<void>;
};

/** Finds the workers and what this machine can hold them in; processes start with the first call, or for one that is to come. */
export async function createWorkers(parts: WorkersParts): Promise<Workers> {
  const { host, clock } = parts;
  const logger = parts.logger.from('workers');
  const bubblewrap = 'bubblewrap' in parts ? parts.bubblewrap : findBubblewrap();
  const mark = parts.mark ?? createHostMark(host.dataFolder);
  const opening = openRooms({
    ...{ host, logger, bubblewrap, usualRoom: parts.usualRoom },
    ...{ mark: mark.argument, routing: () => parts.settings().containers },
    ...('containers' in parts ? { containers: parts.containers } : {}),
  }).then((found) => ({
    rooms: found,
    // Those that cannot be held as they must be are then shown as failed, with the reason.
    routing: createRouting({ rooms: found, manifests: () => manifests(), onRefused: () => void registry.judgeAgain() }),
  }));
  const events = registryEvents({ events: parts.events, logger });
  const statistics = openStatistics(parts);
  const ground = { events, statistics, mark, logger };
  const roots = await prepareRoots(host);
  const registry = await openRegistry({
    ...{ roots, logger, hostVersion: host.version, judge: parts.judge ?? trustAll },
    catalogueParts: opening.then(({ rooms, routing }) => ({
      events,
      breakerFor: breakersOf(parts, logger),
      supervise: createSupervise({ ...parts, ...ground, rooms, routing, registry: () => registry }),
      statisticsOf: statistics.of,
      isolationOf: rooms.describe,
    })),
  });
  const { manifests } = registry;
  const { rooms, routing } = await opening;
  routing.follow();
  const endChores = startChores({ ...parts, ...ground, rooms, registry });
  const { openSession, mayReadBlob, settingsOf } = parts;
  return {
    callWorker: createCallWorker({
      ...{ registry, openSession, mayReadBlob, settingsOf, logger },
      noteError: statistics.note,
      chaos: parts.chaos,
      cache: createResultCache(clock),
    }),
    warm: createWarm(registry),
    registry,
    health: () => rooms.health(manifests()),
    containers: { support: () => rooms.support(manifests()), reroute: routing.follow },
    async sandboxFor(manifest) {
      await rooms.prepare(manifest);
      return rooms.sandbox(rooms.kindOf(manifest));
    },
    async close() {
      endChores();
      routing.close();
      await registry.close();
      statistics.save();
    },
  };
}

function breakersOf(
  { clock, settings, events, scrubber }: WorkersParts,
  logger: Logger,
): (workerId: string) => Breaker {
  const breakerParts = {
    clock,
    rules: () => settings().circuit,
    append: appendNews({ events, logger }),
    scrub: (error: Failure) => scrubber?.json(error) ?? error,
  };
  return (workerId) => createWorkerBreaker(workerId, breakerParts);
}
