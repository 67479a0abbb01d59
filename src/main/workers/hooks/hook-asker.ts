import type { HookEvent, Manifest } from '../../../contract/manifest.ts';
import { toFailure } from '../../base/errors.ts';
import type { EventLog } from '../../base/event-log.ts';
import type { Logger } from '../../base/logger.ts';
import type { Watcher } from '../registry/watchers.ts';
import type { SettingsOf } from '../worker-call.ts';
import { askHook, type HookQuestion, hookTimes } from './ask-hook.ts';

export type HookAskerParts = {
  /** By worker id. */
  watchers: (event: HookEvent) => readonly Watcher[];
  isEnabled: (workerId: string) => boolean;
  settingsOf: SettingsOf;
  events: EventLog;
  logger: Logger;
  /** How long a hook may take. */
  times?: typeof hookTimes;
};

export type Asked = Omit<HookQuestion, 'settings' | 'times'>;

export type HookAsker = {
  watchersOf: (event: HookEvent) => readonly Watcher[];
  /** In order, each after the other; calls `hear` with what each has to say. Never rejects. */
  askAll: (
    watchers: readonly Watcher[],
    asked: Asked,
    hear?: (manifest: Manifest, said: unknown) => void,
  ) => Promise<void>;
  /** Nobody waits for what only watches. */
  tell: (asked: Asked) => void;
  /** Resolves when all that were told have ended or their time is over. */
  settled: () => Promise<void>;
};

export const outsideOfRuns = { runId: 'engine', taskId: 'engine', attempt: 1 };

export function createHookAsker(parts: HookAskerParts): HookAsker {
  const { times = hookTimes } = parts;
  const going = new Set<Promise<void>>();

  function watchersOf(event: HookEvent): readonly Watcher[] {
    const watchers = parts.watchers(event);
    return watchers.length === 0 ? watchers : watchers.filter(({ manifest }) => parts.isEnabled(manifest.id));
  }

  const askAll: HookAsker['askAll'] = async (watchers, asked, hear) => {
    for (const watcher of watchers) {
      const { manifest } = watcher;
      try {
        const said = await askHook(watcher, { ...asked, times, settings: parts.settingsOf(manifest) });
        hear?.(manifest, said);
      } catch (error) {
        if (asked.signal.aborted) return;
        reportFailure(parts, manifest.id, asked, error);
      }
    }
  };

  return {
    watchersOf,
    askAll,
    tell(asked) {
      const watchers = watchersOf(asked.event);
      if (watchers.length === 0) return;
      const asking = askAll(watchers, asked).finally(() => going.delete(asking));
      going.add(asking);
    },
    settled: async () => void (await Promise.all(going)),
  };
}

function reportFailure(parts: HookAskerParts, workerId: string, { event, scope }: Asked, cause: unknown): void {
  const error = toFailure(cause);
  parts.logger.warn(`The hook ${event} of ${workerId} failed and was passed over: ${error.message}`);
  const { runId, taskId } = scope;
  const of = {
    ...(runId === outsideOfRuns.runId ? {} : { runId }),
    ...(taskId === outsideOfRuns.taskId ? {} : { taskId }),
  };
  parts.events
    .append([{ type: 'hook.failed', scope: { ...of, workerId }, payload: { event, error } }])
    .catch((unstored: unknown) => parts.logger.error('The event hook.failed was not stored', toFailure(unstored)));
}
