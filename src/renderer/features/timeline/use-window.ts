import { type RefObject, useEffect, useState } from 'react';

/** Rows drawn beyond the edges, so that scrolling shows no gaps. */
const beyond = 14;
/** New ones are drawn before the last of these come into sight. */
const least = 5;
/** At first, and after a leap, every row is new: so many beyond the edges at once, then more with each frame. */
const atOnce = 2;
const perFrame = 6;
/** Rows that are drawn on one canvas; only whole ones are in the window. */
export const stripRows = 4;

export type RowWindow = { first: number; last: number };

type Rows = { count: number; rowHeight: number; height: number };
type Options = Rows & { scroller: RefObject<HTMLElement | null> };
/** Where one looks, and how far beyond it rows are drawn by now. */
type Sight = { top: number; margin: number };

/**
 * Which rows are drawn. All are of one height, so nothing is measured, and a scroll of a few rows draws nothing anew: the browser moves
 * what is there.
 */
export function useWindow({ scroller, count, rowHeight, height }: Options): {
  drawn: RowWindow;
  scrollToRow: (index: number) => void;
} {
  const [sight, setSight] = useState<Sight>({ top: 0, margin: atOnce });
  const drawn = windowAt(sight, { count, rowHeight, height });
  useEffect(() => {
    const box = scroller.current;
    if (!box) return;
    const follow = (): void => {
      const { scrollTop } = box;
      setSight((before) => sightAfter(before, scrollTop, { count, rowHeight, height }));
    };
    follow();
    box.addEventListener('scroll', follow, { passive: true });
    return () => box.removeEventListener('scroll', follow);
  }, [scroller, count, rowHeight, height]);
  useEffect(() => {
    if (sight.margin >= beyond) return;
    const widen = ({ top, margin }: Sight): Sight => ({ top, margin: Math.min(beyond, margin + perFrame) });
    const frame = requestAnimationFrame(() => setSight(widen));
    return () => cancelAnimationFrame(frame);
  }, [sight]);
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

/** The same sight as long as enough is drawn around what is looked at. */
export function sightAfter(before: Sight, top: number, rows: Rows): Sight {
  const seen = visibleAt(top, rows);
  const drawn = windowAt(before, rows);
  const isLeap = seen.last < drawn.first || seen.first > drawn.last;
  if (isLeap) return { top, margin: atOnce };
  const spare = Math.min(least, before.margin);
  const isInside =
    seen.first >= Math.min(drawn.first + (drawn.first === 0 ? 0 : spare), rows.count) &&
    seen.last <= drawn.last - (drawn.last === rows.count ? 0 : spare);
  return isInside ? before : { top, margin: before.margin };
}

export function windowAt({ top, margin }: Sight, rows: Rows): RowWindow {
  const seen = visibleAt(top, rows);
  const first = Math.max(0, Math.floor((seen.first - margin) / stripRows) * stripRows);
  const last = Math.min(rows.count, Math.ceil((seen.last + margin) / stripRows) * stripRows);
  return { first: Math.min(first, last), last };
}

function visibleAt(top: number, { rowHeight, height }: Rows): RowWindow {
  return { first: Math.floor(top / rowHeight), last: Math.ceil((top + height) / rowHeight) };
}
