import type { Clock } from '../base/clock.ts';
import type { Logger } from '../base/logger.ts';
import type { EngineHost } from '../host.ts';
import { createEndGuard } from './hosts/machine/end-guard.ts';
import { createFreezer } from './hosts/machine/freezer.ts';
import { type HostStart, planHostStart, type WorkerCode } from './hosts/machine/host-start.ts';
import { createMeter } from './hosts/machine/process-usage.ts';
import { findPrograms, type HostPrograms } from './hosts/machine/programs.ts';
import { createPool } from './hosts/pool.ts';
import type { HostMark } from './hosts/strays.ts';
import { createSupervisor, type Supervisor } from './hosts/supervision/supervisor.ts';
import { createHousing, type HousingParts } from './housing.ts';
import { containerPids } from './open-rooms.ts';
import type { CatalogueParts } from './registry/catalogue.ts';
import type { RegistryEvents } from './registry/registry-events.ts';
import type { WorkerRegistry } from './registry/registry.ts';
import type { Recheck } from './registry/verdict.ts';
import type { RoomKind, Rooms } from './rooms.ts';
import type { WorkerSettings } from './worker-settings.ts';
import type { StatisticsBook } from './worker-statistics.ts';

export type SuperviseParts = {
  host: EngineHost;
  clock: Clock;
  logger: Logger;
  settings: () => WorkerSettings;
  rooms: Rooms;
  routing: { onChange: HousingParts['onChange'] };
  events: RegistryEvents;
  statistics: StatisticsBook;
  mark: HostMark;
  /** By default those beside this code. */
  programs?: HostPrograms | undefined;
  /** It comes later; reads a folder again whose files were found to be others. */
  registry: () => Pick<WorkerRegistry, 'readAgain'>;
};

/** What the supervisors of all workers share: the places for processes, and what this machine can do with them. */
export function createSupervise(parts: SuperviseParts): CatalogueParts['supervise'] {
  const { rooms, events, statistics, settings, logger } = parts;
  const meter = createMeter();
  const freezer = createFreezer();
  const programs = parts.programs ?? findPrograms(parts.host.appFolder);
  const pool = createPool({ most: () => settings().workerProcesses });
  const guard = createEndGuard(logger);

  function open(code: WorkerCode, kind: RoomKind, recheck: Recheck | undefined): Supervisor {
    const { id } = code.manifest;
    let pid = 0;
    const files = recheck && watching(recheck);
    // Its calls have heard of it by the time the folder is read.
    const tell = (): void => void (files?.haveChanged() && parts.registry().readAgain(id));
    return createSupervisor({
      ...{ ...parts, pool, meter, freezer, manifest: code.manifest },
      ...(files ? { recheck: files.recheck } : {}),
      hostStart() {
        const sandbox = rooms.sandbox(kind);
        if (kind === 'container') guard.watchFolder(containerPids({ host: parts.host, mark: parts.mark.argument }));
        return marked(planHostStart(code, sandbox, programs), parts.mark);
      },
      onSpawned(spawned) {
        // Bubblewrap ends its process with the engine.
        if (rooms.sandbox(kind).kind !== 'bubblewrap') guard.watch(spawned);
      },
      onStarted(started, startMs) {
        pid = started;
        statistics.started(id, startMs, started);
        events.started(id, started, startMs);
      },
      onPaused: () => events.paused(id, pid),
      onResumed: () => events.resumed(id, pid),
      onUsage: (usage, used) => statistics.used(id, usage, used),
      onStopped(end, stopped) {
        if (rooms.sandbox(kind).kind !== 'bubblewrap') guard.forget(stopped);
        statistics.stopped(id, end, stopped);
        // Ends that were wanted, of an idle worker for example, are no news.
        if (end.isCrash || end.error.code !== 'worker-unavailable') logger.warn(end.error.message);
        events.stopped(id, end.reason);
        tell();
      },
      onLoneStopped(end, stopped) {
        if (rooms.sandbox(kind).kind !== 'bubblewrap') guard.forget(stopped);
        statistics.loneStopped(stopped);
        if (end.isCrash || end.error.code !== 'worker-unavailable') logger.warn(end.error.message);
        tell();
      },
      onFailed: (failure) => events.failed(id, code.folder, failure),
    });
  }

  return (code, recheck) => {
    const { manifest } = code;
    return createHousing({
      wanted: () => rooms.kindOf(manifest),
      prepare: () => rooms.prepare(manifest),
      refusal: () => rooms.refusal(manifest),
      open: (kind) => open(code, kind, recheck),
      onChange: parts.routing.onChange,
    });
  };
}

function watching(recheck: Recheck): { recheck: Recheck; haveChanged: () => boolean } {
  let haveChanged = false;
  return {
    haveChanged: () => haveChanged,
    async recheck() {
      const refusal = await recheck();
      haveChanged = refusal !== undefined;
      return refusal;
    },
  };
}

function marked(start: HostStart, mark: HostMark): HostStart {
  const { command } = start;
  return { ...start, command: { ...command, args: [...command.args, mark.argument] } };
}
