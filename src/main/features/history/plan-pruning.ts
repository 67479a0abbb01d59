import { setImmediate as nextTurn } from 'node:timers/promises';
import type { PrunePreview } from '../../../contract/history.ts';
import type { HistoryStore, OldRun } from './store.ts';

export type Limits = {
  /** Runs that ended before this go. */
  endedBefore: number | undefined;
  /** The oldest runs go until no more bytes are left than this. */
  mostBytes: number | undefined;
};

export type RunCost = { events: number; bytes: number; blobs: number };

export type PlanParts = {
  store: HistoryStore;
  /** Blobs that would go with a run. */
  blobsOf: (runId: string) => { blobs: number; bytes: number };
  /** Bytes of all runs and blobs. */
  usedBytes: () => number;
};

/** What pruning by these limits would remove. */
export type PruningPlan = { runs: (OldRun & RunCost)[]; kept: PrunePreview['kept'] };

/** What a row of an event takes besides its payload, with its part of the indices; measured, see docs/performance.md. */
export const bytesAnEvent = 420;
/** The same of any other row of a run. */
const bytesARow = 150;
const page = 200;
const slice = 2000;

/** The oldest first. Waits for others between any two steps; changes nothing. */
export async function planPruning(parts: PlanParts, { endedBefore, mostBytes }: Limits): Promise<PruningPlan> {
  const { store } = parts;
  const plan: PruningPlan = { runs: [], kept: { unfinished: 0, pinned: 0, origins: 0 } };
  const left = mostBytes === undefined ? 0 : parts.usedBytes() - mostBytes;
  const before = left > 0 ? Number.MAX_SAFE_INTEGER : (endedBefore ?? 0);
  const origins = await originsIn(store);
  let freed = 0;
  for await (const run of endedRuns(store, before)) {
    const isTooOld = endedBefore !== undefined && run.endedAt < endedBefore;
    if (!isTooOld && freed >= left) break;
    if (run.pinned === 1) plan.kept.pinned += 1;
    else if (origins.has(run.id)) plan.kept.origins += 1;
    else {
      const cost = await costOf(parts, run.id);
      freed += cost.bytes;
      plan.runs.push({ ...run, ...cost });
    }
  }
  plan.kept.unfinished = store.unfinishedBefore(endedBefore ?? plan.runs.at(-1)?.endedAt ?? 0);
  return plan;
}

async function* endedRuns(store: HistoryStore, before: number): AsyncGenerator<OldRun> {
  let last = { endedAt: 0, id: '' };
  for (;;) {
    const runs = store.endedBefore(before, last, page);
    yield* runs;
    const end = runs.at(-1);
    if (!end || runs.length < page) return;
    last = end;
    await nextTurn();
  }
}

export async function costOf({ store, blobsOf }: PlanParts, runId: string): Promise<RunCost> {
  const blobs = blobsOf(runId);
  const cost = { events: 0, bytes: blobs.bytes + store.rowsOf(runId) * bytesARow, blobs: blobs.blobs };
  for (let after: number | undefined = 0; after !== undefined; await nextTurn()) {
    const measured = store.measure(runId, after, slice);
    cost.events += measured.events;
    cost.bytes += measured.bytes + measured.rows * bytesAnEvent;
    after = measured.last;
  }
  return cost;
}

/** A run that another one was forked from stays while that one is there. */
async function originsIn(store: HistoryStore): Promise<Set<string>> {
  const origins = new Set<string>();
  for (let after = 0; ; await nextTurn()) {
    const read = store.origins(after, page);
    for (const { origin } of read) if (origin !== null) origins.add(origin);
    const last = read.at(-1);
    if (!last || read.length < page) return origins;
    after = last.seq;
  }
}
