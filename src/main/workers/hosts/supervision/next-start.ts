import type { Pool } from '../pool.ts';
import type { Door } from './door.ts';
import type { HostRun } from './host-run.ts';
import type { Starter } from './starter.ts';

/** Wants the process that follows a worn one, where there is a place for both. */
export type NextStart = {
  /** False when there will be none. */
  want: () => boolean;
  /** A process has become ready. */
  began: () => void;
  /** True of a next one, which never became ready: no worn one waits for another. */
  ended: (run: HostRun) => boolean;
};

export type NextStartParts = { starter: Starter; pool: Pool; door: Door; isNext: (run: HostRun) => boolean };

export function createNextStart({ starter, pool, door, isNext }: NextStartParts): NextStart {
  let isSpoilt = false;
  return {
    want() {
      if (starter.isWanted()) return true;
      if (isSpoilt || door.refusal() || !pool.hasRoom()) return false;
      starter.want('background');
      return true;
    },
    began: () => void (isSpoilt = false),
    ended(run) {
      if (!isNext(run)) return false;
      isSpoilt = true;
      return true;
    },
  };
}
