import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

interface ListRowProps {
  /** An icon, StepIcon or StatusDot. */
  start?: ReactNode;
  title: ReactNode;
  text?: ReactNode;
  /** At the right, muted: a time, a badge. */
  end?: ReactNode;
  /** Buttons of their own, beside the row's. */
  actions?: ReactNode;
  /** They take no room before the row, inside of a `group/row`, is pointed at or has the focus. */
  hidesActions?: boolean;
  /** Long texts break instead of being cut off. */
  wraps?: boolean;
  isSelected?: boolean;
  /** Without it the row cannot be pressed. */
  onSelect?: () => void;
}

/** For one small button. */
const makesRoom =
  'group-focus-within/row:pr-10 group-hover/row:pr-10 group-has-[[aria-expanded=true]]/row:pr-10 pointer-coarse:pr-10';

export function ListRow({
  start,
  title,
  text,
  end,
  actions,
  hidesActions = false,
  wraps = false,
  isSelected = false,
  onSelect,
}: ListRowProps) {
  const content = (
    <>
      {start && <span className="flex h-5 shrink-0 items-center">{start}</span>}
      <span className="min-w-0 flex-1">
        <span className={classNames('block text-sm', wraps ? 'wrap-anywhere' : 'truncate')}>{title}</span>
        {text && (
          <span className={classNames('block text-xs text-muted', wraps ? 'wrap-anywhere' : 'truncate')}>{text}</span>
        )}
      </span>
      {end && <span className="flex h-5 shrink-0 items-center gap-2 text-xs text-muted tabular-nums">{end}</span>}
    </>
  );
  const layout = classNames('flex min-w-0 flex-1 items-start gap-2.5 px-3 py-2 text-left', hidesActions && makesRoom);
  return (
    <div
      className={classNames(
        'relative flex items-center rounded-md transition-colors',
        isSelected ? 'chosen bg-accent-soft' : onSelect && 'hover:bg-hover',
      )}
    >
      {onSelect ? (
        <button
          type="button"
          data-row
          aria-current={isSelected || undefined}
          onClick={onSelect}
          className={classNames(layout, 'rounded-md select-none focus-visible:-outline-offset-2')}
        >
          {content}
        </button>
      ) : (
        <div className={layout}>{content}</div>
      )}
      {actions && (
        <div
          className={classNames('flex shrink-0 items-center gap-1 pr-2', hidesActions && 'absolute inset-y-0 right-0')}
        >
          {actions}
        </div>
      )}
    </div>
  );
}
