import { type KeyboardEvent, type MouseEvent, type RefObject, useState } from 'react';
import type { RowSource, TreeRow } from './tree.ts';

export type TreeActions = {
  hasInside: (row: TreeRow) => boolean;
  isOpen: (row: TreeRow) => boolean;
  setOpen: (row: TreeRow, isOpen: boolean) => void;
  onSelect: (row: TreeRow) => void;
  placeOf: (key: string) => number;
};

type Parts = TreeActions & {
  source: RowSource;
  count: number;
  rowHeight: number;
  scroller: RefObject<HTMLElement | null>;
  scrollToRow: (place: number) => void;
};

/** Arrows, Home, End and the page keys walk over the rows; right and left open and close them; Enter selects. */
export function useTreeKeys(parts: Parts) {
  const [active, setActive] = useState<string>();
  const { source, count, placeOf, scrollToRow } = parts;

  function activate(place: number): void {
    if (count === 0) return;
    const next = Math.min(count - 1, Math.max(0, place));
    setActive(source.rowAt(next).key);
    scrollToRow(next);
  }

  function handleKeys(event: KeyboardEvent<HTMLDivElement>): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const here = active === undefined ? -1 : placeOf(active);
    const page = Math.max(1, Math.floor((parts.scroller.current?.clientHeight ?? 0) / parts.rowHeight) - 1);
    const targets: Record<string, number> = {
      ...{ ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: count - 1 },
      ...{ PageDown: here + page, PageUp: here - page },
    };
    const target = targets[event.key];
    const row = here >= 0 && here < count ? source.rowAt(here) : undefined;
    if (target !== undefined) activate(target);
    else if (row && event.key === 'ArrowRight') openOrEnter(row, here);
    else if (row && event.key === 'ArrowLeft') closeOrLeave(row);
    else if (row && event.key === 'Enter') parts.onSelect(row);
    else if (row && event.key === ' ') parts.setOpen(row, !parts.isOpen(row));
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  function openOrEnter(row: TreeRow, here: number): void {
    if (!parts.hasInside(row)) return;
    if (parts.isOpen(row)) activate(here + 1);
    else parts.setOpen(row, true);
  }

  function closeOrLeave(row: TreeRow): void {
    if (parts.isOpen(row) && parts.hasInside(row)) return parts.setOpen(row, false);
    const around = placeOf(row.parentKey);
    if (around >= 0) activate(around);
  }

  return {
    active,
    activate,
    handleKeys,
    handleClick: (event: MouseEvent<HTMLDivElement>) => {
      const row = rowUnder(event, parts);
      if (!row) return;
      setActive(row.key);
      const isToggle = isOnToggle(event);
      if ((isToggle || row.part !== undefined) && parts.hasInside(row)) parts.setOpen(row, !parts.isOpen(row));
      else parts.onSelect(row);
    },
    handleDoubleClick: (event: MouseEvent<HTMLDivElement>) => {
      const row = rowUnder(event, parts);
      const isToggle = isOnToggle(event);
      if (row && !isToggle && row.part === undefined && parts.hasInside(row)) parts.setOpen(row, !parts.isOpen(row));
    },
  };
}

function rowUnder(event: MouseEvent<HTMLDivElement>, { placeOf, source }: Parts): TreeRow | undefined {
  const key = (event.target as HTMLElement).closest<HTMLElement>('[data-place]')?.dataset['place'];
  const place = key === undefined ? -1 : placeOf(key);
  return place < 0 ? undefined : source.rowAt(place);
}

function isOnToggle(event: MouseEvent<HTMLDivElement>): boolean {
  return (event.target as HTMLElement).closest('[data-toggle]') !== null;
}
