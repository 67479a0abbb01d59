import { setImmediate as nextTurn } from 'node:timers/promises';
import type { PruneReport } from '../../../contract/history.ts';
import type { AnyEvent } from '../../../contract/events.ts';
import { createSlices, type Slices } from './slices.ts';
import type { HistoryStore } from './store.ts';
import type { PruningPlan } from './plan-pruning.ts';

export type PruneParts = {
  store: HistoryStore;
  clock: () => number;
  removeBlobs: (runId: string) => Promise<number>;
  /** Drops the former contents of files that a run has changed. */
  forgetUndo: (runId: string) => Promise<void>;
};

/** What is written of workers themselves, by the hour and for nobody's run. */
export const engineTypes: readonly AnyEvent['type'][] = [
  'worker.loaded',
  'worker.unloaded',
  'worker.failed',
  'worker.started',
  'worker.paused',
  'worker.resumed',
  'worker.stopped',
  'hook.failed',
];

export type Removed = Pick<PruneReport, 'runs' | 'events' | 'blobs' | 'bytes'>;

/** Removes runs one after the other, the oldest first; stops between any two steps when told to. */
export async function removeRuns(
  parts: PruneParts,
  { runs }: Pick<PruningPlan, 'runs'>,
  mayGoOn: () => boolean,
): Promise<Removed> {
  const removed = { runs: 0, events: 0, blobs: 0, bytes: 0 };
  const slices = createSlices(mayGoOn);
  for (const run of runs) {
    if (!mayGoOn()) break;
    // Something may have happened to it since it was looked at.
    if (!parts.store.begin(run.id, parts.clock())) continue;
    const { events, blobs } = await removeParts(parts, slices, run.id);
    removed.runs += 1;
    removed.events += events;
    removed.blobs += blobs;
    removed.bytes += run.bytes;
    await nextTurn();
  }
  return removed;
}

/** Everything of a run whose removal has begun. If it is stopped, the rest goes the next time. */
export async function removeParts(
  { store, removeBlobs, forgetUndo }: PruneParts,
  slices: Slices,
  runId: string,
): Promise<{ events: number; blobs: number }> {
  const blobs = await removeBlobs(runId);
  await forgetUndo(runId);
  let events = 0;
  await slices.drain((most) => {
    const removed = store.removeEvents(runId, most);
    events += removed.events;
    return removed.rows;
  });
  await slices.drain((most) => store.removeRows(runId, most));
  const isGone = store.measure(runId, 0, 1).events === 0 && store.rowsOf(runId) === 0;
  if (isGone) store.finish(runId);
  return { events, blobs };
}

/** Gives free pages back to the system, a few at a time, where the database's file can shrink. */
export async function giveBack(store: HistoryStore, mayGoOn: () => boolean): Promise<void> {
  if (!store.canShrink()) return store.checkpoint();
  const slices = createSlices(mayGoOn);
  await slices.drain((most) => {
    const { free } = store.pages();
    store.shrink(Math.min(most, free));
    return Math.min(most, free);
  });
  store.checkpoint();
}
