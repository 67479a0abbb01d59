import type { KeyboardEvent } from 'react';
import type { BuildActions } from './build-actions.ts';
import type { Builder } from './builder-store.ts';
import { frameOfPlace } from './document/frames.ts';
import { listOf } from './document/place.ts';

/** `isOpen`: of what can be folded, whether its rows are shown. */
export type PlacedRow = { place: string; depth: number; isOpen?: boolean };

export type OutlineKeys = {
  event: KeyboardEvent;
  rows: readonly PlacedRow[];
  current: PlacedRow | undefined;
  /** Goes to a row; it is chosen, alone or besides what is. */
  go: (place: string | undefined, isMore?: boolean) => void;
  onOpen: (place: string) => void;
  builder: Builder;
  actions: BuildActions;
};

/** What a key does in the tree, if anything. */
export function outlineKey(parts: OutlineKeys): (() => void) | undefined {
  const { event, rows, current, go, onOpen, builder, actions } = parts;
  if (!current || event.ctrlKey || event.metaKey || event.altKey) return undefined;
  const index = rows.indexOf(current);
  switch (event.key) {
    case 'ArrowDown':
      return () => go(rows[index + 1]?.place, event.shiftKey);
    case 'ArrowUp':
      return () => go(rows[index - 1]?.place, event.shiftKey);
    case 'ArrowRight':
      if (current.isOpen === false) return () => actions.fold(current.place, false);
      return () => go(rows[index + 1]?.depth === current.depth + 1 ? rows[index + 1]?.place : undefined);
    case 'ArrowLeft':
      if (current.isOpen === true) return () => actions.fold(current.place, true);
      return () => go(rows.slice(0, index).findLast(({ depth }) => depth < current.depth)?.place);
    case 'Home':
      return () => go(rows[0]?.place);
    case 'End':
      return () => go(rows.at(-1)?.place);
    case ' ':
      return () => builder.select(toggled(builder.state.getState().selection, current.place));
    case 'Enter':
      return () => onOpen(current.place);
    case 'Delete':
    case 'Backspace':
      return () => removeRow(parts, current, index);
    default:
      return undefined;
  }
}

export function toggled(selection: readonly string[], place: string): string[] {
  return selection.includes(place) ? selection.filter((each) => each !== place) : [...selection, place];
}

/** All that is chosen goes, if the row is among it. */
function removeRow({ rows, go, builder, actions }: OutlineKeys, { place }: PlacedRow, index: number): void {
  const { selection } = builder.state.getState();
  if (selection.length > 1 && selection.includes(place)) return actions.remove(selection);
  const next = rows[index + 1] ?? rows[index - 1];
  actions.remove([place]);
  if (frameOfPlace(place) === undefined && next?.place.startsWith(`${place}/`)) go(listOf(place));
  else go(next?.place === place ? listOf(place) : next?.place);
}
