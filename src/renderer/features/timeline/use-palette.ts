import type { RefObject } from 'react';
import { useThemed } from '../../ui/use-themed.ts';
import { type Palette, readPalette } from './palette.ts';

/** The theme's colours for a canvas, read again when the theme changes. */
export function usePalette(place: RefObject<HTMLElement | null>): Palette | undefined {
  return useThemed(place, readPalette);
}
