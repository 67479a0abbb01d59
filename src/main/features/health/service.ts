import type { Health, LogLine } from '../../../contract/health.ts';
import type { Clock } from '../../base/clock.ts';
import { toFailure } from '../../base/errors.ts';
import type { Failures, FailureStore } from './failure-store.ts';
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
  /** What went wrong in the last so many milliseconds. */
  failures(sinceMs: number): Failures;
};

export function createHealth(parts: HealthParts): HealthService {
  const startedAt = parts.clock();
  const timeLimitMs = parts.probeTimeLimitMs ?? 2000;
  return {
    async get() {
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
    },
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
