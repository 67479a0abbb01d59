import { ChevronDown, ChevronRight } from 'lucide-react';
import { plural } from '../../../../words/words.ts';
import { OutlineItem, type OutlineItemState } from '../outline-item.tsx';
import type { FrameRow } from './framed-outline.ts';
import { titleOfFrame } from './frame-words.ts';

interface FrameOutlineRowProps {
  row: FrameRow;
  state: OutlineItemState;
}

/** A frame in the outline; its steps stand below it, unless it is folded. */
export function FrameOutlineRow({ row, state }: FrameOutlineRowProps) {
  const { frame, place } = row;
  const Sign = frame.isFolded ? ChevronRight : ChevronDown;
  return (
    <OutlineItem state={state} place={place} isExpanded={frame.isFolded !== true}>
      <Sign size={15} aria-hidden className="shrink-0 text-muted" />
      <span className="min-w-0 flex-1">
        <span className="block truncate text-sm font-medium">{titleOfFrame(frame)}</span>
        <span className="block truncate text-2xs text-muted">
          {plural(frame.steps.length, { one: '{{count}} step', other: '{{count}} steps' })}
        </span>
      </span>
    </OutlineItem>
  );
}
