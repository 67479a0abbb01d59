import { statSync } from 'node:fs';
import type { ScheduleTime } from '../../../contract/time/schedule-time.ts';
import { toFailure } from '../../base/errors.ts';
import type { EventLog } from '../../base/event-log.ts';
import type { Logger } from '../../base/logger.ts';
import type { Clockwork } from './clockwork.ts';
import type { ScheduleStore, StoredSchedule } from './store.ts';
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

type FilesTime = Extract<ScheduleTime, { kind: 'files' }>;
type Watch = { key: string; stop: () => Promise<void> };

/** What starts schedules besides the clock: files that change, and events. */
export function createOutside(parts: OutsideParts): Outside {
  const { store } = parts;
  const heard = createHeardEvents(parts);
  const watches = createWatches(parts);
  let following: Promise<unknown> = Promise.resolve();
  return {
    follow: () => {
      const done = following.then(async () => {
        const schedules = store.list().filter(({ isPaused }) => !isPaused);
        heard.follow(schedules);
        await watches.follow(schedules);
      });
      following = done.catch(() => undefined);
      return done;
    },
    close: async () => {
      heard.close();
      await following;
      await watches.close();
    },
  };
}

function createHeardEvents({ store, events, logger, happen }: OutsideParts) {
  let wanted = new Map<string, string[]>();

  /** The end of a run that an event started would start the next one. */
  function isOwnEcho(runId: string | undefined): boolean {
    const id = runId === undefined ? undefined : store.scheduleOf(runId);
    return id !== undefined && store.get(id)?.definition.time.kind === 'event';
  }

  const close = events.listen(({ type, at, scope }) => {
    const ids = wanted.get(type);
    if (!ids || isOwnEcho(scope.runId)) return;
    for (const id of ids) {
      happen(id, 'event', { event: { type, at, ...scope } }).catch((error: unknown) => {
        logger.warn('What happened started nothing', toFailure(error));
      });
    }
  });
  return {
    close,
    follow: (schedules: readonly StoredSchedule[]): void => {
      wanted = new Map();
      for (const { id, definition } of schedules) {
        const { time } = definition;
        if (time.kind === 'event') wanted.set(time.event, [...(wanted.get(time.event) ?? []), id]);
      }
    },
  };
}

function createWatches({ store, logger, happen, ignored, changesOf }: OutsideParts) {
  const watches = new Map<string, Watch>();

  /** What the schedule's own run wrote into the folder is no reason to run it again. */
  async function filesChanged(id: string, paths: string[]): Promise<void> {
    const runId = store.latest(id)?.run?.runId;
    const own = runId === undefined ? undefined : await changesOf(runId);
    const others = own ? paths.filter((path) => !own.paths.includes(path) || changedAt(path) > own.endedAt) : paths;
    if (others.length > 0) await happen(id, 'files', { files: others });
  }

  async function watch(id: string, time: FilesTime): Promise<Watch> {
    const onQuiet = (paths: string[]): void => {
      filesChanged(id, paths).catch((error: unknown) => {
        logger.warn(`Changes in ${time.folder} started nothing`, toFailure(error));
      });
    };
    return { key: JSON.stringify(time), stop: await watchFiles({ ...time, ignored, logger, onQuiet }) };
  }

  return {
    follow: async (schedules: readonly StoredSchedule[]): Promise<void> => {
      const wanted = new Map(
        schedules.flatMap(({ id, definition: { time } }) => (time.kind === 'files' ? [[id, time] as const] : [])),
      );
      for (const [id, { key, stop }] of watches) {
        if (JSON.stringify(wanted.get(id)) === key) continue;
        watches.delete(id);
        await stop();
      }
      for (const [id, time] of wanted) if (!watches.has(id)) watches.set(id, await watch(id, time));
    },
    close: async (): Promise<void> => {
      for (const { stop } of watches.values()) await stop();
      watches.clear();
    },
  };
}

function changedAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
