import type { AnyEvent } from '../../contract/events.ts';
import type { EventDraft } from '../base/event-log.ts';
import type { Haste } from '../base/group-commit.ts';

export type Recorder = {
  /** Resolves when the events are safe on disk: for what must be known before its effect. */
  record: (drafts: EventDraft[]) => Promise<AnyEvent[]>;
  /**
   * Hands events to the log and does not wait. A log that cannot be written stops the run. What is noted `soon` is of steps that
   * change nothing: many of them share a commit, and whatever has an effect after them has them on disk before it.
   */
  note: (draft: EventDraft, haste?: Haste) => void;
  /** Stops the run because of something else that could not be written. */
  fail: (error: unknown) => void;
  /** Resolves when everything noted is safe. Errors: what kept it from being so. */
  settled: () => Promise<void>;
  /** Resolves at once, or, when much is noted and not yet safe, once it is: steps in memory must not outrun the disk. */
  room: () => Promise<void> | undefined;
};

const mostUnsafe = 512;

export function createRecorder(
  write: (drafts: EventDraft[], haste?: Haste) => Promise<AnyEvent[]>,
  onFailure: (error: unknown) => void,
): Recorder {
  let unsafe = 0;
  let latest: Promise<void> = Promise.resolve();
  let failure: { error: unknown } | undefined;

  function fail(error: unknown): void {
    if (failure) return;
    failure = { error };
    onFailure(error);
  }

  return {
    fail,
    record: async (drafts) => {
      if (failure) throw failure.error; // nothing follows what is missing
      try {
        return await write(drafts);
      } catch (error) {
        fail(error);
        throw error;
      }
    },
    note: (draft, haste) => {
      if (failure) return;
      unsafe += 1;
      latest = write([draft], haste).then(
        () => void (unsafe -= 1),
        (error: unknown) => {
          unsafe -= 1;
          fail(error);
        },
      );
    },
    settled: async () => {
      // What is noted later is safe later: the log keeps its order. Something empty that is in haste brings all before it along.
      if (unsafe > 0) await Promise.all([latest, write([])]);
      if (failure) throw failure.error;
    },
    room: () => (unsafe < mostUnsafe ? undefined : latest),
  };
}
