import type { Failure } from '../../../contract/errors.ts';
import { WorkerId } from '../../../contract/ids.ts';
import { appendNews } from '../../base/append-news.ts';
import type { EventLog } from '../../base/event-log.ts';
import type { Logger } from '../../base/logger.ts';

/** What the log hears about workers. */
export type RegistryEvents = {
  loaded: (workerId: string, version: string) => void;
  unloaded: (workerId: string) => void;
  /** `name` is the folder's, and need not be a worker's id. */
  failed: (name: string, folder: string, error: Failure) => void;
  started: (workerId: string, pid: number, startMs: number) => void;
  paused: (workerId: string, pid: number) => void;
  resumed: (workerId: string, pid: number) => void;
  stopped: (workerId: string, reason: string) => void;
};

export function registryEvents(parts: { events: EventLog; logger: Logger }): RegistryEvents {
  const append = appendNews(parts);
  const known = new Set<string>();

  /** A start that finds what the last engine had is no news. */
  function isNews(workerId: string, version: string): boolean {
    if (known.has(workerId)) return true;
    known.add(workerId);
    const scope = { workerId };
    const loaded = parts.events.last('worker.loaded', scope);
    if (loaded?.payload.version !== version) return true;
    const gone = Math.max(
      seqOf(parts.events.last('worker.unloaded', scope)),
      seqOf(parts.events.last('worker.failed', scope)),
    );
    return seqOf(loaded) < gone;
  }

  return {
    loaded: (workerId, version) => {
      if (isNews(workerId, version)) append({ type: 'worker.loaded', payload: { version }, scope: { workerId } });
    },
    unloaded: (workerId) => append({ type: 'worker.unloaded', payload: {}, scope: { workerId } }),
    failed(name, folder, error) {
      parts.logger.error(`The worker ${name} cannot be used: ${error.message}`, { folder, code: error.code });
      const scope = WorkerId.safeParse(name).success ? { workerId: name } : {};
      append({ type: 'worker.failed', payload: { folder, error }, scope });
    },
    started: (workerId, pid, startMs) =>
      append({ type: 'worker.started', payload: { pid, startMs }, scope: { workerId } }),
    paused: (workerId, pid) => append({ type: 'worker.paused', payload: { pid }, scope: { workerId } }),
    resumed: (workerId, pid) => append({ type: 'worker.resumed', payload: { pid }, scope: { workerId } }),
    stopped: (workerId, reason) => append({ type: 'worker.stopped', payload: { reason }, scope: { workerId } }),
  };
}

function seqOf(event: { seq?: number | undefined } | undefined): number {
  return event?.seq ?? 0;
}
