import type { AnyEvent } from '../../contract/events.ts';
import type { EventDraft } from '../base/event-log.ts';
import type { Haste } from '../base/group-commit.ts';

export type Recorder = {
  /** Resolves when the events are safe on disk: for what must be known before its effect. */
  record: (drafts: EventDraft[]) => Promise<AnyEvent[]>;
  /**
   * Hands events to the log and does not wait. A log that cannot be written stops the run. What is noted `soon` is of steps that
   * change nothing: many of them share a commit, and whatever has an effect after them has them on disk before it. `then` is what
   * others are to do about it; it is done in the order of the log.
   */
  note: (draft: EventDraft, haste?: Haste, then?: () => void) => void;
  /** The same of several that nothing follows from: they are stored together. */
  noteAll: (drafts: EventDraft[], haste?: Haste) => void;
  /** Stops the run because of something else that could not be written. */
  fail: (error: unknown) => void;
  /** Resolves when everything noted is safe. Errors: what kept it from being so. */
  settled: () => Promise<void>;
  /**
   * The same of a task and of what is inside it. Nothing of others is waited for: how far they are is nowhere written down, so a replay
   * could not tell whether it had gone on.
   */
  settledIn: (path: string) => Promise<void>;
  /** Resolves at once, or, when much is noted and not yet safe, once it is: steps in memory must not outrun the disk. */
  room: () => Promise<void> | undefined;
  /** How many may be noted before there is no room. */
  left: () => number;
  /** How many events are not yet safe, for the record of what ends something; nothing when all are. */
  unsafe: () => { unsafe?: number };
};

const mostUnsafe = 1024;

/** What was noted together, until it is safe. */
function createOpenNotes() {
  const notes = new Set<{ drafts: EventDraft[]; safe: Promise<void> }>();
  return {
    /** Gives what takes it off again. */
    add: (drafts: EventDraft[], safe: Promise<void>): (() => void) => {
      const note = { drafts, safe };
      notes.add(note);
      return () => void notes.delete(note);
    },
    within: (path: string): Promise<void>[] =>
      [...notes].filter(({ drafts }) => drafts.some((draft) => isWithin(draft, path))).map(({ safe }) => safe),
  };
}

function isWithin({ scope }: EventDraft, path: string): boolean {
  return `${scope?.taskId ?? ''}/`.startsWith(`${path}/`);
}

export function createRecorder(
  write: (drafts: EventDraft[], haste?: Haste) => Promise<AnyEvent[]>,
  onFailure: (error: unknown) => void,
  /** When to do what follows from an event; at once, if nothing else is said. */
  follow: (draft: EventDraft, then: () => void) => void = (_draft, then) => then(),
): Recorder {
  /** Of `unsafe`, those nobody waits for are noted. */
  let noted = 0;
  let unsafe = 0;
  let latest: Promise<void> = Promise.resolve();
  const open = createOpenNotes();
  let failure: { error: unknown } | undefined;

  function fail(error: unknown): void {
    if (failure) return;
    failure = { error };
    onFailure(error);
  }

  function noteAll(drafts: EventDraft[], haste?: Haste): void {
    if (failure) return;
    unsafe += drafts.length;
    noted += drafts.length;
    const settle = (): void => {
      unsafe -= drafts.length;
      noted -= drafts.length;
      forget();
    };
    latest = write(drafts, haste).then(settle, (error: unknown) => {
      settle();
      fail(error);
    });
    const forget = open.add(drafts, latest);
  }

  async function record(drafts: EventDraft[]): Promise<AnyEvent[]> {
    if (failure) throw failure.error; // nothing follows what is missing
    unsafe += drafts.length;
    try {
      return await write(drafts);
    } catch (error) {
      fail(error);
      throw error;
    } finally {
      unsafe -= drafts.length;
    }
  }

  /** What is noted later is safe later: the log keeps its order. Something empty that is in haste brings all before it along. */
  async function whenSafe(notes: Promise<void>[]): Promise<void> {
    if (notes.length > 0) await Promise.all([...notes, write([])]);
    if (failure) throw failure.error;
  }

  return {
    ...{ fail, noteAll, record },
    settled: () => whenSafe(unsafe > 0 ? [latest] : []),
    settledIn: (path) => whenSafe(open.within(path)),
    note: (draft, haste, then) => {
      if (failure) return then?.(); // whoever waits for the end of a task must not wait for ever
      noteAll([draft], haste);
      if (then) follow(draft, then);
    },
    room: () => (noted < mostUnsafe ? undefined : latest),
    left: () => (failure ? 0 : Math.max(0, mostUnsafe - noted)),
    unsafe: () => (unsafe > 0 ? { unsafe } : {}),
  };
}
