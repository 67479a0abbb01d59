import { ChevronDown, ChevronRight } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { classNames } from '../../../ui/class-names.ts';
import { plural } from '../../../words/words.ts';
import type { FrameRow } from './framed-outline.ts';
import { titleOfFrame } from './frame-words.ts';

interface FrameOutlineRowProps {
  row: FrameRow;
  isCurrent: boolean;
  isSelected: boolean;
  onSelect: (isMore: boolean) => void;
  onOpen: () => void;
  onKeyDown: (event: KeyboardEvent) => void;
}

/** A frame in the outline; its steps stand below it, unless it is folded. */
export function FrameOutlineRow(props: FrameOutlineRowProps) {
  const { row, isCurrent, isSelected, onSelect, onOpen, onKeyDown } = props;
  const { frame, place } = row;
  const Sign = frame.isFolded ? ChevronRight : ChevronDown;
  return (
    <li
      role="treeitem"
      aria-level={1}
      aria-expanded={frame.isFolded !== true}
      aria-selected={isSelected}
      tabIndex={isCurrent ? 0 : -1}
      data-outline={place}
      onClick={(event) => onSelect(event.shiftKey || event.metaKey || event.ctrlKey)}
      onDoubleClick={onOpen}
      onKeyDown={onKeyDown}
      className={classNames(
        'flex min-h-9 cursor-default items-center gap-2 rounded-md py-1 pr-2 pl-2 focus-visible:-outline-offset-2',
        isSelected ? 'chosen bg-accent-soft' : 'hover:bg-hover',
      )}
    >
      <Sign size={15} aria-hidden className="shrink-0 text-muted" />
      <span className="min-w-0 flex-1">
        <span className="block truncate text-sm font-medium">{titleOfFrame(frame)}</span>
        <span className="block truncate text-2xs text-muted">
          {plural(frame.steps.length, { one: '{{count}} step', other: '{{count}} steps' })}
        </span>
      </span>
    </li>
  );
}
