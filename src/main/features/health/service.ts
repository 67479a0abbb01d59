import type { CrashReport } from '../../../contract/crash-reports.ts';
import type { Health, LogLine } from '../../../contract/health.ts';
import type { Clock } from '../../base/clock.ts';
import { HeronError, toFailure } from '../../base/errors.ts';
import type { Failures, FailureStore } from './failure-store.ts';
import { listCrashes, removeCrash } from './crash-reports.ts';
import { crashAsReported, makeReport, type ReportParts } from './make-report.ts';
import { readLog, type LogFilter } from './read-log.ts';

export type ComponentState = { state: 'ok' | 'degraded' | 'failed'; message: string };

/** Looks at one part of the engine. A probe that throws, or does not answer in time, reports a failed component. */
export type Probe = { name: string; check: () => ComponentState | Promise<ComponentState> };

export type HealthParts = {
  version: string;
  program: Health['program'];
  dataFolder: string;
  /** The log's files, newest first. */
  logFiles: () => string[];
  logFolder: string;
  /** Shows a folder of this machine; absent where the program cannot. */
  openFolder?: ((path: string) => Promise<void>) | undefined;
  report: Omit<ReportParts, 'facts' | 'logFiles'> & {
    /** What is told besides the state of Heron, by the name of its file. */
    facts: () => Record<string, unknown>;
  };
  failures: FailureStore;
  probes: readonly Probe[];
  clock: Clock;
  /** Resident bytes of this process. */
  memoryBytes: () => number;
  probeTimeLimitMs?: number;
};

export type HealthService = {
  get(): Promise<Health>;
  logs(filter: LogFilter): LogLine[];
  logFolder(): { path: string; canOpen: boolean };
  /** Errors: `unsupported`. */
  openLogFolder(): Promise<void>;
  openDataFolder(): Promise<void>;
  /** Newest first. */
  crashes(): CrashReport[];
  /** As it would be in the report. Errors: `not-found`. */
  crash(id: string): Promise<string>;
  /** Errors: `not-found`. */
  removeCrash(id: string): void;
  /** A zip file of what helps to find a fault, in pieces. */
  report(signal?: AbortSignal): AsyncGenerator<Uint8Array>;
  /** What went wrong in the last so many milliseconds. */
  failures(sinceMs: number): Failures;
};

export function createHealth(parts: HealthParts): HealthService {
  const startedAt = parts.clock();
  const timeLimitMs = parts.probeTimeLimitMs ?? 2000;
  async function get(): Promise<Health> {
    const components = await Promise.all(
      parts.probes.map(async (probe) => ({ name: probe.name, ...(await look(probe, timeLimitMs)) })),
    );
    return {
      version: parts.version,
      node: process.versions.node,
      program: parts.program,
      dataFolder: parts.dataFolder,
      startedAt,
      memoryMb: Math.round(parts.memoryBytes() / (1024 * 1024)),
      components,
    };
  }

  async function open(folder: string): Promise<void> {
    if (!parts.openFolder) throw new HeronError('unsupported', `Only a desktop shows folders; this one is ${folder}`);
    await parts.openFolder(folder);
  }

  return {
    get,
    logFolder: () => ({ path: parts.logFolder, canOpen: parts.openFolder !== undefined }),
    openLogFolder: () => open(parts.logFolder),
    openDataFolder: () => open(parts.dataFolder),
    crashes: () => listCrashes(parts.report.crashFolder),
    crash: (id) => crashAsReported({ ...parts, ...parts.report }, id),
    removeCrash: (id) => removeCrash(parts.report.crashFolder, id),
    report: (signal) =>
      makeReport(
        { ...parts, ...parts.report, facts: async () => ({ health: await get(), ...parts.report.facts() }) },
        signal,
      ),
    logs: (filter) => readLog(parts.logFiles(), filter),
    failures: (sinceMs) => parts.failures.count(parts.clock() - sinceMs),
  };
}

async function look(probe: Probe, timeLimitMs: number): Promise<ComponentState> {
  let timer: NodeJS.Timeout | undefined;
  const tooSlow = new Promise<ComponentState>((resolve) => {
    timer = setTimeout(
      () => resolve({ state: 'failed', message: `No answer within ${timeLimitMs / 1000} s` }),
      timeLimitMs,
    );
  });
  try {
    return await Promise.race([Promise.resolve().then(() => probe.check()), tooSlow]);
  } catch (error) {
    return { state: 'failed', message: toFailure(error).message };
  } finally {
    clearTimeout(timer);
  }
}
