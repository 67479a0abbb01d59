import { WorkerStatistics } from '../../contract/workers.ts';
import type { Clock } from '../base/clock.ts';
import type { Database } from '../base/database.ts';
import { type HeronError, toFailure } from '../base/errors.ts';
import type { Scrubber } from '../base/scrubber.ts';
import type { Usage } from './hosts/machine/process-usage.ts';

/** What is counted of each worker; it goes on when the worker is loaded again and when the engine is started again. */
export type StatisticsBook = {
  /** Changed in place. */
  of: (workerId: string) => WorkerStatistics;
  started: (workerId: string, startMs: number, pid: number) => void;
  used: (workerId: string, usage: Usage, pid: number) => void;
  stopped: (workerId: string, end: { isCrash: boolean; error: HeronError }, pid: number) => void;
  /** A process that was never told as started is gone. */
  loneStopped: (pid: number) => void;
  /** How an error is kept: without the values of secrets. */
  note: (error: unknown) => NonNullable<WorkerStatistics['lastError']>;
  save: () => void;
};

export type StatisticsParts = { database: Database; clock: Clock; scrubber?: Pick<Scrubber, 'json'> };

export function openStatistics(parts: StatisticsParts): StatisticsBook {
  const { clock, scrubber } = parts;
  const stored = statisticsRows(parts.database);
  const books = new Map<string, WorkerStatistics>();
  /** Processor time of each process that is there, as it was last told: a worker may have two for a while. */
  const counted = new Map<number, number>();
  /** The one that started last: its memory is the worker's. */
  const latest = new Map<string, number>();
  const crashed = new Set<string>();

  function of(workerId: string): WorkerStatistics {
    const known = books.get(workerId);
    if (known) return known;
    const fresh = stored.read(workerId) ?? emptyStatistics();
    books.set(workerId, fresh);
    return fresh;
  }

  function note(error: unknown): NonNullable<WorkerStatistics['lastError']> {
    const failure = toFailure(error);
    return { ...(scrubber ? scrubber.json(failure) : failure), at: clock() };
  }

  return {
    of,
    note,
    started(workerId, startMs, pid) {
      const statistics = of(workerId);
      statistics.startMs = startMs;
      if (crashed.delete(workerId)) statistics.restarts += 1;
      latest.set(workerId, pid);
      delete statistics.memoryMb;
    },
    used(workerId, usage, pid) {
      const statistics = of(workerId);
      const memoryMb = Math.round(usage.memoryMb * 10) / 10;
      if ((latest.get(workerId) ?? pid) === pid) statistics.memoryMb = memoryMb;
      statistics.peakMemoryMb = Math.max(statistics.peakMemoryMb ?? 0, memoryMb);
      statistics.cpuMs += Math.max(0, usage.cpuMs - (counted.get(pid) ?? 0));
      counted.set(pid, usage.cpuMs);
    },
    loneStopped: (pid) => void counted.delete(pid),
    stopped(workerId, { isCrash, error }, pid) {
      const statistics = of(workerId);
      counted.delete(pid);
      if ((latest.get(workerId) ?? pid) === pid) {
        latest.delete(workerId);
        delete statistics.memoryMb;
      }
      if (!isCrash) return;
      statistics.crashes += 1;
      statistics.lastError = note(error);
      crashed.add(workerId);
    },
    save() {
      for (const [workerId, statistics] of books) stored.write(workerId, statistics);
    },
  };
}

export function emptyStatistics(): WorkerStatistics {
  return { calls: 0, errors: 0, crashes: 0, restarts: 0, cacheHits: 0, cpuMs: 0 };
}

/** One row a worker. What cannot be read is begun anew: it is only counted, nothing rests on it. */
function statisticsRows(database: Database) {
  const one = database.prepare<[string], { statistics: string }>(
    'SELECT statistics FROM worker_statistics WHERE worker_id = ?',
  );
  const put = database.prepare(
    'INSERT INTO worker_statistics (worker_id, statistics) VALUES (?, ?) ON CONFLICT (worker_id) DO UPDATE SET statistics = excluded.statistics',
  );
  return {
    read(workerId: string): WorkerStatistics | undefined {
      const row = one.get(workerId);
      if (!row) return undefined;
      try {
        return WorkerStatistics.parse(JSON.parse(row.statistics));
      } catch {
        return undefined;
      }
    },
    write: database.transaction((workerId: string, { memoryMb: _now, ...kept }: WorkerStatistics) => {
      put.run(workerId, JSON.stringify(kept));
    }),
  };
}
