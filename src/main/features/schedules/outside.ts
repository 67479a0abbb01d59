import { statSync } from 'node:fs';
import type { AnyEvent } from '../../../contract/events.ts';
import type { EventLog } from '../../base/event-log.ts';
import type { Logger } from '../../base/logger.ts';
import type { Clockwork } from './clockwork.ts';
import type { ScheduleStore } from './store.ts';
import { watchFiles } from './watch-files.ts';

export type OutsideParts = {
  store: ScheduleStore;
  events: Pick<EventLog, 'listen'>;
  logger: Pick<Logger, 'warn'>;
  happen: Clockwork['happen'];
  ignored: string[];
  /** What a run changed, and when it ended; never, as long as it goes on. */
  changesOf: (runId: string) => Promise<{ paths: string[]; endedAt: number }>;
};

export type Outside = {
  /** Watches for those schedules that are there now. */
  follow(): Promise<void>;
  close(): Promise<void>;
};

type Watch = { key: string; stop: () => Promise<void> };

/** What starts schedules besides the clock: files that change, and events. */
export function createOutside(parts: OutsideParts): Outside {
  const { store, events, logger, happen } = parts;
  const watches = new Map<string, Watch>();
  let wanted = new Map<string, string[]>();
  let following: Promise<unknown> = Promise.resolve();

  function hear({ type, at, scope }: AnyEvent): void {
    const ids = wanted.get(type);
    if (!ids || isOwnEcho(scope.runId)) return;
    for (const id of ids) {
      happen(id, 'event', { event: { type, at, ...scope } }).catch((error: unknown) => logger.warn(String(error)));
    }
  }

  /** The end of a run that an event started would start the next one. */
  function isOwnEcho(runId: string | undefined): boolean {
    const id = runId === undefined ? undefined : store.scheduleOf(runId);
    return id !== undefined && store.get(id)?.definition.time.kind === 'event';
  }

  /** What the schedule's own run wrote into the folder is no reason to run it again. */
  async function filesChanged(id: string, paths: string[]): Promise<void> {
    const runId = store.latest(id)?.run?.runId;
    const own = runId === undefined ? undefined : await parts.changesOf(runId);
    const others = own ? paths.filter((path) => !own.paths.includes(path) || changedAt(path) > own.endedAt) : paths;
    if (others.length > 0) await happen(id, 'files', { files: others });
  }

  async function followNow(): Promise<void> {
    const schedules = store.list().filter(({ isPaused }) => !isPaused);
    wanted = new Map();
    for (const { id, definition } of schedules) {
      const { time } = definition;
      if (time.kind === 'event') wanted.set(time.event, [...(wanted.get(time.event) ?? []), id]);
    }
    const keys = new Map(
      schedules.flatMap(({ id, definition: { time } }) => (time.kind === 'files' ? [[id, time] as const] : [])),
    );
    for (const [id, watch] of watches) {
      if (JSON.stringify(keys.get(id)) === watch.key) continue;
      watches.delete(id);
      await watch.stop();
    }
    for (const [id, time] of keys) {
      if (watches.has(id)) continue;
      const onQuiet = (paths: string[]): void => {
        filesChanged(id, paths).catch((error: unknown) => logger.warn(String(error)));
      };
      const stop = await watchFiles({ ...time, ignored: parts.ignored, logger, onQuiet });
      watches.set(id, { key: JSON.stringify(time), stop });
    }
  }

  const stopListening = events.listen(hear);
  const follow = (): Promise<void> => {
    const done = following.then(followNow);
    following = done.catch(() => undefined);
    return done;
  };
  return {
    follow,
    close: async () => {
      stopListening();
      await following;
      for (const { stop } of watches.values()) await stop();
      watches.clear();
    },
  };
}

function changedAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
