import { type Database, safeOnDisk, withoutWaiting } from './database.ts';
import { isOfDatabase } from './errors.ts';

/**
 * `now`: with the others of this turn of the loop, and of the next ones while there are some. `soon`: within 20 milliseconds, or up to
 * 100 where the disk is slow, with whatever comes meanwhile.
 */
export type Haste = 'now' | 'soon';

/**
 * Writes that come close together share a transaction, and one wait for the disk. The loop goes on during that; what comes meanwhile is the
 * next transaction. Their order is kept, whatever their haste.
 */
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
  /** Called right after the commit: the next one begins where this one ended. A power cut may still take it back. */
  committed?: () => void;
  /** Called once the commit is safe, with all its results in order, before any of the promises is resolved. */
  safe?: (results: Result[]) => void;
  /** What a commit waits for, if for anything, until it is safe against a power cut. */
  onDisk?: () => Promise<void> | undefined;
  /** Where the disk says that it could not make a commit safe: it is in the database, and nobody can tell for how long. */
  unsafe?: (error: unknown) => void;
};

const soonMs = 20;
/** On a disk that takes its time, what is not in haste waits for so many times as long as the last commit took, and no longer than `latestMs`. */
const restTimes = 10;
const latestMs = 100;
/** Where several are at work, what is in haste waits for others while each turn of the loop brings some, and no longer than so many. */
const mostTurns = 8;
/** More than this is not kept waiting: one transaction must not hold up the loop. */
const mostWaiting = 256;

/** How long what is not in haste waits after a commit that took so many milliseconds. */
function restAfter(tookMs: number): number {
  return Math.min(latestMs, Math.max(soonMs, tookMs * restTimes));
}

/** A process that goes on would act on what may be gone after a power cut; one that starts again reads what there is. */
function endProcess(error: unknown): void {
  setImmediate(() => {
    throw error;
  });
}

type Waiting<Entry, Result> = { entry: Entry; resolve: (result: Result) => void; reject: (error: unknown) => void };

/** Commits entries, and returns what is to be said once they are safe. */
type Commit<Entry, Result> = (batch: Waiting<Entry, Result>[]) => (() => void)[];

function committing<Entry, Result>(parts: GroupCommitParts<Entry, Result>): Commit<Entry, Result> {
  const { database } = parts;

  function tell(batch: Waiting<Entry, Result>[], results: Result[]): void {
    parts.safe?.(results);
    for (let index = 0; index < batch.length; index += 1) batch[index]?.resolve(results[index] as Result);
  }

  const commit: Commit<Entry, Result> = (batch) => {
    const write = database.transaction(() => {
      parts.begin();
      const results = batch.map(({ entry }) => parts.write(entry));
      parts.end?.();
      return results;
    });
    let results: Result[];
    try {
      results = withoutWaiting(database, write);
    } catch (error) {
      if (batch.length > 1 && !isOfDatabase(error)) return apart(batch, parts.followsIn, (one) => commit([one]));
      for (const { reject } of batch) reject(error);
      return [];
    }
    parts.committed?.();
    return [() => tell(batch, results)];
  };
  return commit;
}

export function createGroupCommit<Entry, Result>(parts: GroupCommitParts<Entry, Result>): GroupCommit<Entry, Result> {
  const { database, onDisk = () => safeOnDisk(database), unsafe = endProcess } = parts;
  const commit = committing(parts);
  let queue: Waiting<Entry, Result>[] = [];
  let weight = 0;
  /** Of the queue. */
  const lines = new Set<string | undefined>();
  /** From gathering to the word of the disk. */
  let turn: Promise<void> | undefined;
  /** Somebody in haste came while the disk was waited for. */
  let isHurried = false;
  let later: NodeJS.Timeout | undefined;
  let laterMs = soonMs;
  let added = 0;
  let settled = 0;

  function takeTurn(done: () => void): void {
    const batch = queue;
    queue = [];
    weight = 0;
    lines.clear();
    isHurried = false;
    clearTimeout(later);
    later = undefined;
    const begun = performance.now();
    const words = commit(batch);
    const end = (): void => {
      laterMs = restAfter(performance.now() - begun);
      turn = undefined;
      settled += batch.length;
      for (const word of words) word();
      if (isHurried && queue.length > 0) hurry();
      done();
    };
    const isLight = words.length === 0 || batch.every(({ entry }) => parts.needsNoWaiting?.(entry) ?? false);
    const safe = isLight ? undefined : onDisk();
    if (safe) safe.then(end, unsafe);
    else end();
  }

  /** Whoever was answered by the last commit is back a turn later: then all that come together share the next one. */
  function gather(done: () => void, known: number, turns: number): void {
    if (lines.size < 2 || queue.length === known || turns === mostTurns || weight >= mostWaiting) takeTurn(done);
    else setImmediate(gather, done, queue.length, turns + 1);
  }

  function hurry(): void {
    if (turn) isHurried = true;
    else turn = new Promise((done) => setImmediate(gather, done, 0, 1));
  }

  return {
    add: (entry, haste = 'now') =>
      new Promise((resolve, reject) => {
        added += 1;
        queue.push({ entry, resolve, reject });
        weight += parts.weight?.(entry) ?? 1;
        lines.add(parts.followsIn?.(entry));
        if (haste === 'now' || weight >= mostWaiting) hurry();
        else later ??= setTimeout(hurry, laterMs);
      }),
    settled: async () => {
      for (const all = added; settled < all; await turn) hurry();
    },
  };
}

/** One bad entry must not lose the others': each is tried in a transaction of its own, but for those that follow it. */
function apart<Entry, Result>(
  batch: Waiting<Entry, Result>[],
  followsIn: GroupCommitParts<Entry, Result>['followsIn'],
  commitOne: (one: Waiting<Entry, Result>) => (() => void)[],
): (() => void)[] {
  const broken = new Map<string, unknown>();
  return batch.flatMap((one) => {
    const line = followsIn?.(one.entry);
    if (line !== undefined && broken.has(line)) {
      one.reject(broken.get(line));
      return [];
    }
    const reject = (error: unknown): void => {
      if (line !== undefined) broken.set(line, error);
      one.reject(error);
    };
    return commitOne({ ...one, reject });
  });
}
