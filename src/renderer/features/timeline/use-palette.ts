import { type RefObject, useLayoutEffect, useState } from 'react';
import { type Palette, readPalette } from './palette.ts';

/** The theme's colours for a canvas, read again when the theme changes. */
export function usePalette(place: RefObject<HTMLElement | null>): Palette | undefined {
  const [palette, setPalette] = useState<Palette>();
  useLayoutEffect(() => {
    const read = (): void => {
      if (place.current) setPalette(readPalette(place.current));
    };
    read();
    const observer = new MutationObserver(read);
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    const media = window.matchMedia('(prefers-color-scheme: dark)');
    media.addEventListener('change', read);
    return () => {
      observer.disconnect();
      media.removeEventListener('change', read);
    };
  }, [place]);
  return palette;
}
