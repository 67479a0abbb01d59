import type { KeyboardEvent, RefObject } from 'react';

/** Arrow keys, Home and End walk over the rows (`[data-row]` within `[data-index]`), also to those not yet drawn. */
export function useRowKeys(
  scroller: RefObject<HTMLElement | null>,
  count: number,
  scrollTo: (index: number) => void,
): (event: KeyboardEvent) => void {
  return (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1, Home: -count, End: count }[event.key];
    const target = event.target as HTMLElement;
    const isOnRow = target.closest('[data-row]') !== null;
    if (step === undefined || count === 0 || (target !== scroller.current && !isOnRow)) return;
    // A list without rows to press keeps the keys for scrolling.
    if (!scroller.current?.querySelector('[data-row]')) return;
    event.preventDefault();
    const from = isOnRow
      ? Number(target.closest<HTMLElement>('[data-index]')?.dataset['index'])
      : step > 0
        ? -1
        : count;
    const next = Math.min(count - 1, Math.max(0, from + step));
    scrollTo(next);
    focusWhenDrawn(scroller.current, next, 10);
  };
}

function focusWhenDrawn(scroller: HTMLElement, index: number, triesLeft: number): void {
  const row = scroller.querySelector<HTMLElement>(`[data-index="${index}"] [data-row]`);
  if (row) row.focus({ preventScroll: true });
  else if (triesLeft > 0) requestAnimationFrame(() => focusWhenDrawn(scroller, index, triesLeft - 1));
}
