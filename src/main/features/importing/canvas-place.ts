import type { Json } from '../../../contract/json.ts';

/** A place in another program's drawing as one of the canvas. */
export function pointOf(x: number, y: number): { x: number; y: number } {
  const coordinate = (value: number): number => Math.round(Math.min(1_000_000, Math.max(-1_000_000, value)));
  return { x: coordinate(x), y: coordinate(y) };
}

/** The size of a note. */
export function within(value: Json | undefined, otherwise: number, least: number): number {
  return Math.round(Math.min(4000, Math.max(least, typeof value === 'number' ? value : otherwise)));
}
