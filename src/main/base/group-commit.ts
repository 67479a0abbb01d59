import { type Database, withoutWaiting } from './database.ts';
import { isOfDatabase } from './errors.ts';

/**
 * `now`: with the others of this turn of the loop, and of the next ones while there are some. `soon`: within 20 milliseconds, or up to
 * 100 where the disk is slow, with whatever comes meanwhile.
 */
export type Haste = 'now' | 'soon';

/** Writes that come close together share a transaction: one fsync for many small steps. Their order is kept, whatever their haste. */
export type GroupCommit<Entry, Result> = {
  /** Resolves once the entry is safe on disk. Rejects if it could not be written; then nothing of it was kept. */
  add(entry: Entry, haste?: Haste): Promise<Result>;
  /** Resolves when what was added so far has been committed or refused, which is now. */
  settled(): Promise<void>;
};

export type GroupCommitParts<Entry, Result> = {
  database: Database;
  /** Called at the start of each try, so that a failed one leaves no trace in memory. */
  begin: () => void;
  write: (entry: Entry) => Result;
  /** Called at the end of each try, in its transaction. */
  end?: () => void;
  /** How much an entry is, where they are not all alike: 1 is a small step. */
  weight?: (entry: Entry) => number;
  /** Entries with the same answer follow each other: none is kept when one before it was not. */
  followsIn?: (entry: Entry) => string | undefined;
  /** A commit of nothing but such entries does not wait for the disk (see `withoutWaiting`). */
  needsNoWaiting?: (entry: Entry) => boolean;
  /** Called after the commit with all its results in order, before any of the promises is resolved. */
  committed: (results: Result[]) => void;
};

const soonMs = 20;
/** On a disk that takes its time, what is not in haste waits for so many times as long as the last commit took, and no longer than `latestMs`. */
const restTimes = 10;
const latestMs = 100;
/** Where several are at work, what is in haste waits for others while each turn of the loop brings some, and no longer than so many. */
const mostTurns = 8;
/** More than this is not kept waiting: one transaction must not hold up the loop. */
const mostWaiting = 256;

/** How long what is not in haste waits after a commit. */
function restAfter(commit: () => void): number {
  const begun = performance.now();
  commit();
  return Math.min(latestMs, Math.max(soonMs, (performance.now() - begun) * restTimes));
}

type Waiting<Entry, Result> = { entry: Entry; resolve: (result: Result) => void; reject: (error: unknown) => void };

export function createGroupCommit<Entry, Result>(parts: GroupCommitParts<Entry, Result>): GroupCommit<Entry, Result> {
  let queue: Waiting<Entry, Result>[] = [];
  let weight = 0;
  /** Of the queue. */
  const lines = new Set<string | undefined>();
  let turn: Promise<void> | undefined;
  let later: NodeJS.Timeout | undefined;
  let laterMs = soonMs;

  function commit(batch: Waiting<Entry, Result>[]): void {
    const write = parts.database.transaction(() => {
      parts.begin();
      const results = batch.map(({ entry }) => parts.write(entry));
      parts.end?.();
      return results;
    });
    const isLight = batch.every(({ entry }) => parts.needsNoWaiting?.(entry) ?? false);
    let results: Result[];
    try {
      results = isLight ? withoutWaiting(parts.database, write) : write();
    } catch (error) {
      if (batch.length === 1 || isOfDatabase(error)) for (const { reject } of batch) reject(error);
      else apart(batch, parts.followsIn, (one) => commit([one]));
      return;
    }
    parts.committed(results);
    for (let index = 0; index < batch.length; index += 1) batch[index]?.resolve(results[index] as Result);
  }

  function takeTurn(done: () => void): void {
    const batch = queue;
    queue = [];
    weight = 0;
    lines.clear();
    turn = undefined;
    clearTimeout(later);
    later = undefined;
    laterMs = restAfter(() => commit(batch));
    done();
  }

  /** Whoever was answered by the last commit is back a turn later: then all that come together share the next one. */
  function gather(done: () => void, known: number, turns: number): void {
    if (lines.size < 2 || queue.length === known || turns === mostTurns || weight >= mostWaiting) takeTurn(done);
    else setImmediate(gather, done, queue.length, turns + 1);
  }

  function hurry(): void {
    turn ??= new Promise((done) => setImmediate(gather, done, 0, 1));
  }

  return {
    add: (entry, haste = 'now') =>
      new Promise((resolve, reject) => {
        queue.push({ entry, resolve, reject });
        weight += parts.weight?.(entry) ?? 1;
        lines.add(parts.followsIn?.(entry));
        if (haste === 'now' || weight >= mostWaiting) hurry();
        else later ??= setTimeout(hurry, laterMs);
      }),
    settled: async () => {
      if (queue.length > 0) hurry();
      await turn;
    },
  };
}

/** One bad entry must not lose the others': each is tried in a transaction of its own, but for those that follow it. */
function apart<Entry, Result>(
  batch: Waiting<Entry, Result>[],
  followsIn: GroupCommitParts<Entry, Result>['followsIn'],
  commitOne: (one: Waiting<Entry, Result>) => void,
): void {
  const broken = new Map<string, unknown>();
  for (const one of batch) {
    const line = followsIn?.(one.entry);
    if (line !== undefined && broken.has(line)) {
      one.reject(broken.get(line));
      continue;
    }
    const reject = (error: unknown): void => {
      if (line !== undefined) broken.set(line, error);
      one.reject(error);
    };
    commitOne({ ...one, reject });
  }
}
