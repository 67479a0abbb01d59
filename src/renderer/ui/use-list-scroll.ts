import { type Virtualizer, useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';

/** Pixels from the end that still count as being there. */
const endThreshold = 40;

export interface ListScrollOptions {
  scroller: RefObject<HTMLDivElement | null>;
  count: number;
  keyAt: (index: number) => string;
  estimateSize: number;
  followsEnd: boolean;
  revealIndex: number | undefined;
}

export interface ListScroll {
  virtualizer: Virtualizer<HTMLDivElement, Element>;
  isAtEnd: boolean;
}

export function useListScroll(options: ListScrollOptions): ListScroll {
  const { scroller, count, keyAt, estimateSize, followsEnd, revealIndex } = options;
  const virtualizer = useVirtualizer<HTMLDivElement, Element>({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => estimateSize,
    getItemKey: keyAt,
    overscan: 8,
    anchorTo: followsEnd ? 'end' : 'start',
    followOnAppend: followsEnd,
    scrollEndThreshold: endThreshold,
  });
  useEffect(() => {
    if (followsEnd) virtualizer.scrollToEnd();
  }, [followsEnd, virtualizer]);
  const wasAtEnd = useRef(true);
  useEffect(() => {
    const box = scroller.current;
    const note = (): void => {
      if (box) wasAtEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight <= endThreshold;
    };
    box?.addEventListener('scroll', note, { passive: true });
    return () => box?.removeEventListener('scroll', note);
  }, [scroller]);
  const lastKey = count > 0 ? keyAt(count - 1) : undefined;
  useLayoutEffect(() => {
    // Where rows leave at the beginning while others come at the end, the virtualizer sees no append to follow.
    if (followsEnd && lastKey !== undefined && wasAtEnd.current) virtualizer.scrollToEnd();
  }, [followsEnd, lastKey, virtualizer]);
  useEffect(() => {
    if (revealIndex !== undefined && revealIndex >= 0) virtualizer.scrollToIndex(revealIndex, { align: 'auto' });
  }, [revealIndex, virtualizer]);
  return { virtualizer, isAtEnd: virtualizer.isAtEnd(endThreshold) };
}
