import type { Health } from '../../contract/health.ts';
import type { WorkerStatistics } from '../../contract/workers.ts';
import type { Clock } from '../base/clock.ts';
import type { EventLog } from '../base/event-log.ts';
import type { Logger } from '../base/logger.ts';
import type { EngineHost } from '../host.ts';
import type { OpenSession } from './broker/session.ts';
import type { MayReadBlob } from './check-output.ts';
import { createCallWorker } from './call-worker.ts';
import { planHostStart, type WorkerCode } from './hosts/machine/host-start.ts';
import { createMeter } from './hosts/machine/process-usage.ts';
import { findPrograms } from './hosts/machine/programs.ts';
import { findBubblewrap, probeSandbox, type Sandbox } from './hosts/machine/sandbox.ts';
import { createSupervisor, type Supervisor } from './hosts/supervision/supervisor.ts';
import { openRegistry, type WorkerRegistry } from './registry/registry.ts';
import { type RegistryEvents, registryEvents } from './registry/registry-events.ts';
import { prepareRoots } from './registry/worker-roots.ts';
import type { CallWorker } from './worker-call.ts';

export type WorkersParts = {
  host: EngineHost;
  events: EventLog;
  logger: Logger;
  clock: Clock;
  openSession: OpenSession;
  mayReadBlob: MayReadBlob;
  /** Milliseconds a worker's process is kept after its last call; asked each time. */
  idleMs: () => number;
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

/** Finds the workers and what this machine can hold them in; processes start with the first call. */
export async function createWorkers(parts: WorkersParts): Promise<Workers> {
  const { host } = parts;
  const logger = parts.logger.from('workers');
  const bubblewrap = 'bubblewrap' in parts ? parts.bubblewrap : findBubblewrap();
  const probing = probeSandbox({ nodeBinary: host.nodeBinary, bubblewrap });
  const events = registryEvents({ events: parts.events, logger });
  const registry = await openRegistry({
    roots: await prepareRoots(host),
    hostVersion: host.version,
    logger,
    catalogueParts: probing.then((sandbox) => {
      const supervise = createSupervise({ ...parts, logger, sandbox, events });
      return { events, supervise, isolationOf: sandbox.describe };
    }),
  });
  const sandbox = await probing;
  const { state, message } = sandbox.health();
  if (state !== 'ok') logger.warn(message);
  return {
    callWorker: createCallWorker({
      registry,
      openSession: parts.openSession,
      mayReadBlob: parts.mayReadBlob,
      logger,
      missing: sandbox.missing,
    }),
    registry,
    health: sandbox.health,
    close: registry.close,
  };
}

type SuperviseParts = Pick<WorkersParts, 'host' | 'clock' | 'logger' | 'idleMs'> & {
  sandbox: Sandbox;
  events: RegistryEvents;
};

function createSupervise(parts: SuperviseParts): (code: WorkerCode, statistics: WorkerStatistics) => Supervisor {
  const { sandbox, events } = parts;
  const meter = createMeter();
  const programs = findPrograms(parts.host.appFolder);
  return (code, statistics) => {
    const { id } = code.manifest;
    return createSupervisor({
      ...parts,
      manifest: code.manifest,
      meter,
      hostStart: () => planHostStart(code, sandbox, programs),
      onStarted(pid, startMs) {
        statistics.startMs = startMs;
        events.started(id, pid, startMs);
      },
      onUsage({ memoryMb }) {
        statistics.memoryMb = Math.round(memoryMb * 10) / 10;
      },
      onStopped({ reason, isCrash, error }) {
        if (isCrash) statistics.crashes += 1;
        // Ends that were wanted, of an idle worker for example, are no news.
        if (isCrash || error.code !== 'worker-unavailable') parts.logger.warn(error.message);
        events.stopped(id, reason);
      },
      onFailed: (failure) => events.failed(id, code.folder, failure),
    });
  };
}
