import { type RefObject, useEffect, useRef } from 'react';
import { type Branch, placeOfKey } from './tree.ts';
import type { RowsHandle } from './waterfall-rows.tsx';

/** To see a step in the tree, with what lies around it. */
export type Wish = { path: string };

/** Scrolls to the step as soon as its row is there, once for each wish. */
export function useReveal(wish: Wish | undefined, root: Branch, handle: RefObject<RowsHandle | null>): void {
  const done = useRef<Wish>(undefined);
  useEffect(() => {
    if (!wish || done.current === wish) return;
    const place = placeOfKey(root, wish.path);
    if (place < 0 || !handle.current) return;
    done.current = wish;
    handle.current.reveal(place);
    handle.current.focus();
  }, [wish, root, handle]);
}
