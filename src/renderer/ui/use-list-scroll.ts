import { type Virtualizer, useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useEffect } from 'react';

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
  useEffect(() => {
    if (revealIndex !== undefined && revealIndex >= 0) virtualizer.scrollToIndex(revealIndex, { align: 'auto' });
  }, [revealIndex, virtualizer]);
  return { virtualizer, isAtEnd: virtualizer.isAtEnd(endThreshold) };
}
