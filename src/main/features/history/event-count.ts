import { setImmediate as nextTurn } from 'node:timers/promises';
import type { HistoryStore } from './store.ts';

const slice = 20_000;

/** How many events there are: counted once, then only the new ones. */
export function createEventCount(store: Pick<HistoryStore, 'countEvents'>, lastSeq: () => number) {
  let counted = 0;
  let through = 0;

  return {
    async now(): Promise<number> {
      const last = lastSeq();
      while (through < last) {
        const next = Math.min(last, through + slice);
        counted += store.countEvents(through, next);
        through = next;
        await nextTurn();
      }
      return counted;
    },
    forget(): void {
      counted = 0;
      through = 0;
    },
  };
}
