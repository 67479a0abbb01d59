import { type RefObject, useEffect, useState } from 'react';

/** Rows drawn beyond the edges, so that scrolling shows no gaps. */
const beyond = 14;
/** New ones are drawn before the last of these come into sight. */
const least = 5;

export type RowWindow = { first: number; last: number };

type Options = { scroller: RefObject<HTMLElement | null>; count: number; rowHeight: number; height: number };

/**
 * Which rows are drawn. All are of one height, so nothing is measured, and a scroll of a few rows draws nothing anew: the browser moves
 * what is there.
 */
export function useWindow({ scroller, count, rowHeight, height }: Options): {
  drawn: RowWindow;
  scrollToRow: (index: number) => void;
} {
  const [top, setTop] = useState(0);
  const drawn = windowAt(top, { count, rowHeight, height });
  useEffect(() => {
    const box = scroller.current;
    if (!box) return;
    const follow = (): void => {
      const { scrollTop } = box;
      setTop((before) =>
        isInside(windowAt(before, { count, rowHeight, height }), scrollTop, { count, rowHeight, height })
          ? before
          : scrollTop,
      );
    };
    follow();
    box.addEventListener('scroll', follow, { passive: true });
    return () => box.removeEventListener('scroll', follow);
  }, [scroller, count, rowHeight, height]);
  const scrollToRow = (index: number): void => {
    const box = scroller.current;
    if (!box) return;
    const start = index * rowHeight;
    if (start < box.scrollTop) box.scrollTo({ top: start });
    else if (start + rowHeight > box.scrollTop + box.clientHeight) {
      box.scrollTo({ top: start + rowHeight - box.clientHeight });
    }
  };
  return { drawn, scrollToRow };
}

type Rows = Pick<Options, 'count' | 'rowHeight' | 'height'>;

function windowAt(top: number, { count, rowHeight, height }: Rows): RowWindow {
  const first = Math.max(0, Math.floor(top / rowHeight) - beyond);
  const last = Math.min(count, Math.ceil((top + height) / rowHeight) + beyond);
  return { first: Math.min(first, last), last };
}

function isInside({ first, last }: RowWindow, top: number, { count, rowHeight, height }: Rows): boolean {
  const from = Math.floor(top / rowHeight);
  const to = Math.ceil((top + height) / rowHeight);
  return from >= Math.min(first + (first === 0 ? 0 : least), count) && to <= last - (last === count ? 0 : least);
}
