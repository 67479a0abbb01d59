import { type RefObject, useEffect, useEffectEvent } from 'react';
import type { View } from './use-view.ts';

/** With Control or Command the wheel zooms about the pointer, with Shift or sideways it pans; alone it scrolls the rows. */
export function useAxisWheel(place: RefObject<HTMLElement | null>, view: View, left: number, width: number): void {
  const turn = useEffectEvent((event: WheelEvent) => {
    const { shown } = view;
    const isSideways = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
    if (!event.ctrlKey && !event.metaKey && !isSideways) return;
    event.preventDefault();
    if (event.ctrlKey || event.metaKey) {
      const x = event.clientX - (place.current?.getBoundingClientRect().left ?? 0) - left;
      const share = Math.min(1, Math.max(0, x / Math.max(1, width)));
      view.zoom(1.0018 ** event.deltaY, shown.from + share * (shown.to - shown.from));
    } else view.pan((event.deltaX || event.deltaY) / Math.max(1, width));
  });
  useEffect(() => {
    const box = place.current;
    // React's own listeners are passive and could not keep the page from zooming.
    box?.addEventListener('wheel', turn, { passive: false });
    return () => box?.removeEventListener('wheel', turn);
  }, [place]);
}
