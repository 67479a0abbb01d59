import type { HookEvent, Manifest } from '../../../contract/manifest.ts';
import type { Supervisor } from '../hosts/supervision/supervisor.ts';

/** A worker that has a hook. */
export type Watcher = { manifest: Manifest; supervisor: Supervisor };

export type Watchers = {
  /** By worker id; the same list until workers change. */
  of: (event: HookEvent) => readonly Watcher[];
  /** Workers have come or gone. */
  forget: () => void;
};

/** Asked before every call, so each list is made once. */
export function createWatchers(workers: () => Watcher[]): Watchers {
  const known = new Map<HookEvent, readonly Watcher[]>();
  return {
    of(event) {
      let watchers = known.get(event);
      if (!watchers) {
        watchers = workers()
          .filter(({ manifest }) => manifest.hooks.includes(event))
          .toSorted((a, b) => (a.manifest.id < b.manifest.id ? -1 : 1));
        known.set(event, watchers);
      }
      return watchers;
    },
    forget: () => known.clear(),
  };
}
