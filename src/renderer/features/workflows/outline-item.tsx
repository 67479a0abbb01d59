import type { KeyboardEvent, ReactNode } from 'react';
import { classNames } from '../../ui/class-names.ts';

/** What every row of the outline is told. */
export interface OutlineItemState {
  isCurrent: boolean;
  isSelected: boolean;
  /** `isMore`: besides what is chosen already. */
  onSelect: (isMore: boolean) => void;
  onOpen: () => void;
  onKeyDown: (event: KeyboardEvent) => void;
}

interface OutlineItemProps {
  state: OutlineItemState;
  place: string;
  /** 0 is outermost. */
  depth?: number;
  isExpanded?: boolean;
  children: ReactNode;
}

/** One row of the outline's tree. */
export function OutlineItem({ state, place, depth = 0, isExpanded, children }: OutlineItemProps) {
  const { isCurrent, isSelected, onSelect, onOpen, onKeyDown } = state;
  return (
    <li
      role="treeitem"
      aria-level={depth + 1}
      aria-expanded={isExpanded}
      aria-selected={isSelected}
      tabIndex={isCurrent ? 0 : -1}
      data-outline={place}
      onClick={(event) => onSelect(event.shiftKey || event.metaKey || event.ctrlKey)}
      onDoubleClick={onOpen}
      onKeyDown={onKeyDown}
      className={classNames(
        'flex min-h-9 cursor-default items-center gap-2 rounded-md py-1 pr-2 focus-visible:-outline-offset-2',
        isSelected ? 'chosen bg-accent-soft' : 'hover:bg-hover',
      )}
      style={{ paddingLeft: 8 + depth * 16 }}
    >
      {children}
    </li>
  );
}
