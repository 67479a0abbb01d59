import type { AnyEvent } from '../../../contract/events.ts';
import type { Clock } from '../../base/clock.ts';
import type { EventDraft } from '../../base/event-log.ts';
import type { Haste } from '../../base/group-commit.ts';
import { afterDelay } from './timer.ts';

/** The tasks of a run that stand in line. */
export type Lines = {
  /** Since a moment; `told` is the event that says so. Gives what takes it out again. */
  enter: (since: number, told: () => EventDraft) => () => void;
  close: () => void;
};

export type LineParts = {
  clock: Clock;
  record: (drafts: EventDraft[], haste?: Haste) => Promise<AnyEvent[]>;
  /** Who stands in line for longer than this is told of. Infinity: nobody is. */
  toldAfterMs: number;
  onFailure: (error: unknown) => void;
};

/**
 * Tells of those that stand in line for a while. It is no part of what the run does, so it is in no replay, and nobody waits until
 * it is on record.
 */
export function createLines({ clock, record, toldAfterMs, onFailure }: LineParts): Lines {
  const open = new Map<object, { since: number; told: () => EventDraft }>();
  let cancelTimer: (() => void) | undefined;

  function arm(): void {
    if (open.size > 0 && toldAfterMs !== Infinity) cancelTimer ??= afterDelay(toldAfterMs, look);
  }

  function look(): void {
    cancelTimer = undefined;
    const before = clock() - toldAfterMs;
    const drafts: EventDraft[] = [];
    for (const [each, { since, told }] of open) {
      if (since > before) continue;
      open.delete(each);
      drafts.push(told());
    }
    if (drafts.length > 0) record(drafts, 'soon').catch(onFailure);
    arm();
  }

  return {
    enter: (since, told) => {
      const each = {};
      open.set(each, { since, told });
      arm();
      return () => void open.delete(each);
    },
    close: () => {
      open.clear();
      cancelTimer?.();
    },
  };
}
