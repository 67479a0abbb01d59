import { type RefObject, useLayoutEffect, useState } from 'react';

/** What a canvas must know of the theme, read where it lies, and again when the theme changes. */
export function useThemed<Value extends object>(
  place: RefObject<HTMLElement | null>,
  readFrom: (place: HTMLElement) => Value,
): Value | undefined {
  const [value, setValue] = useState<Value>();
  useLayoutEffect(() => {
    const read = (): void => {
      if (place.current) setValue(readFrom(place.current));
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
  }, [place, readFrom]);
  return value;
}
