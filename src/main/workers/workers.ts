import { join } from 'node:path';
import type { ContainerSupport } from '../../contract/containers.ts';
import type { Failure } from '../../contract/errors.ts';
import type { Health } from '../../contract/health.ts';
import type { Manifest } from '../../contract/manifest.ts';
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
import { pidFolder } from './hosts/containers/container-sandbox.ts';
import { endOldContainers } from './hosts/containers/end-old-containers.ts';
import {
  type ContainerPrograms,
  containerPrograms,
  findContainer,
  type FoundContainer,
} from './hosts/containers/find-container.ts';
import { findBubblewrap, probeSandbox, type Sandbox } from './hosts/machine/sandbox.ts';
import { createHostMark, type HostMark } from './hosts/strays.ts';
import { openRegistry, type WorkerRegistry } from './registry/registry.ts';
import { registryEvents } from './registry/registry-events.ts';
import { type Judge, trustAll } from './registry/verdict.ts';
import { prepareRoots } from './registry/worker-roots.ts';
import { createResultCache } from './result-cache.ts';
import { createRooms } from './rooms.ts';
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
  /** What to run containers with; likewise. */
  containers?: ContainerPrograms;
};

export type Workers = {
  callWorker: CallWorker;
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
  const opening = probing.then((usual) =>
    createRooms({
      ...{ usual, logger, routing: () => parts.settings().containers },
      findContainer: () => searchContainer({ ...parts, logger }, mark),
    }),
  );
  const moves = new Set<() => void>();
  const onRouting = (move: () => void): (() => void) => {
    moves.add(move);
    return () => void moves.delete(move);
  };
  const registry = await openRegistry({
    roots,
    hostVersion: host.version,
    logger,
    judge: parts.judge ?? trustAll,
    catalogueParts: opening.then((rooms) => {
      const pids = (): string => pidFolder({ folder: containerFolder(host), mark: mark.argument });
      const given = { rooms, events, statistics, mark, onRouting, pidFolder: pids };
      const supervise = createSupervise({ ...parts, ...given, logger });
      const breakerFor = (workerId: string): Breaker => createWorkerBreaker(workerId, breakerParts);
      return { events, supervise, breakerFor, statisticsOf: statistics.of, isolationOf: rooms.describe };
    }),
  });
  const rooms = await opening;
  const usual = rooms.sandbox('usual');
  const { state, message } = usual.health();
  if (state !== 'ok') logger.warn(message);
  const { manifests } = registry;

  /** Those that cannot be held as they must be are then shown as failed, with the reason. */
  function reroute(): void {
    for (const move of moves) move();
    const waiting = manifests().flatMap((manifest) => rooms.prepare(manifest) ?? []);
    if (waiting.length === 0) return;
    void Promise.allSettled(waiting).then(() => registry.judgeAgain());
  }

  reroute();
  void sweep(mark, logger);
  const chores = setInterval(() => {
    void sweep(mark, logger);
    statistics.save();
  }, choresEveryMs).unref();
  const { openSession, mayReadBlob, settingsOf } = parts;
  return {
    callWorker: createCallWorker({
      ...{ registry, openSession, mayReadBlob, settingsOf, logger, missing: usual.missing },
      noteError: statistics.note,
      chaos: parts.chaos,
      cache: createResultCache(clock),
    }),
    registry,
    health: () => rooms.health(manifests()),
    containers: { support: () => rooms.support(manifests()), reroute },
    async sandboxFor(manifest) {
      await rooms.prepare(manifest);
      return rooms.sandbox(rooms.kindOf(manifest));
    },
    async close() {
      clearInterval(chores);
      await registry.close();
      statistics.save();
    },
  };
}

function containerFolder({ dataFolder }: EngineHost): string {
  return join(dataFolder, 'containers');
}

/** Whoever has found a runtime sees what earlier engines left in it. */
async function searchContainer(
  { host, containers, logger }: Pick<WorkersParts, 'host' | 'containers' | 'logger'>,
  { argument: mark }: HostMark,
): Promise<FoundContainer | { missing: string }> {
  const place = { folder: containerFolder(host), mark };
  const programs = containers ?? containerPrograms();
  const found = await findContainer({ ...place, programs, nodeBinary: host.nodeBinary });
  if ('missing' in found) return found;
  const ended = await endOldContainers({ ...place, runtime: found.runtime });
  if (ended.length > 0) logger.warn(`Removed ${ended.length} containers that an earlier Heron left behind`);
  return found;
}

async function sweep(mark: HostMark, logger: Logger): Promise<void> {
  try {
    const ended = await mark.endStrays();
    if (ended.length > 0) logger.warn(`Ended ${ended.length} processes of workers that an earlier Heron left behind`);
  } catch (error) {
    logger.error('Could not look for processes that an earlier Heron left behind', toFailure(error));
  }
}
