import { ChevronRight } from 'lucide-react';
import { memo } from 'react';
import type { TimelineTask } from '../../../contract/timeline.ts';
import { classNames } from '../../ui/class-names.ts';
import { StepIcon, type StepState } from '../../ui/step-icon.tsx';
import { exactTimeText } from '../../ui/time-text.ts';
import { VisuallyHidden } from '../../ui/visually-hidden.tsx';
import { spanText } from './axis.ts';
import type { RowTitle } from './row-titles.ts';
import { t } from '../../../words/words.ts';

interface WaterfallRowProps {
  id: string;
  rowKey: string;
  part: string | undefined;
  depth: number;
  index: number;
  count: number;
  title: RowTitle;
  task: TimelineTask | undefined;
  /** How it stands, or stood where the person has gone back to. */
  step: StepState;
  top: number;
  height: number;
  labelWidth: number;
  hasCounts: boolean;
  isStacked: boolean;
  isOpenable: boolean;
  isOpen: boolean;
  isSelected: boolean;
  isActive: boolean;
}

/** The words of a row; its bars are on the canvas beside it, or below it where there is no room. */
export const WaterfallRow = memo(function WaterfallRow(props: WaterfallRowProps) {
  const { rowKey, part, depth, title, task, step, isStacked, isOpenable, isOpen, isSelected, isActive } = props;
  const about = title.about ?? task?.about;
  return (
    <div
      id={props.id}
      role="treeitem"
      aria-level={depth + 1}
      aria-setsize={props.count}
      aria-posinset={props.index + 1}
      aria-selected={isSelected}
      aria-expanded={isOpenable ? isOpen : undefined}
      data-place={rowKey}
      className={classNames(
        'absolute inset-x-0 flex cursor-default contain-strict select-none',
        isStacked ? 'items-start pt-1' : 'items-center',
        isSelected ? 'bg-accent-soft' : 'hover:bg-hover',
        isActive &&
          'outline-2 -outline-offset-2 outline-focus in-focus-visible:outline-solid not-in-focus-visible:outline-none',
      )}
      style={{ top: props.top, height: props.height }}
    >
      <div
        className={classNames('flex min-w-0 items-center gap-1.5 pr-3', isStacked && 'w-full')}
        style={{ paddingLeft: 6 + depth * 16, ...(isStacked ? {} : { width: props.labelWidth }) }}
      >
        <span
          data-toggle={isOpenable || undefined}
          className="flex size-6 shrink-0 items-center justify-center text-muted"
        >
          {isOpenable && <ChevronRight aria-hidden size={14} className={isOpen ? 'rotate-90' : ''} />}
        </span>
        {part === undefined && <StepIcon state={step} size={15} />}
        <span className={classNames('min-w-0 truncate', step === 'waiting' || step === 'skipped' ? 'text-muted' : '')}>
          {title.title}
          {about && <span className="ml-2 text-muted">{about}</span>}
          {title.id && <span className="ml-2 font-mono text-xs text-muted">{title.id}</span>}
        </span>
        {props.hasCounts && <Counts task={task} />}
        <VisuallyHidden>{spoken(task)}</VisuallyHidden>
      </div>
    </div>
  );
});

function Counts({ task }: { task: TimelineTask | undefined }) {
  if (task?.done === undefined) return null;
  const { done, total, failed = 0 } = task;
  return (
    <span className="ml-auto flex shrink-0 gap-2 pl-2 text-xs text-muted tabular-nums">
      {failed > 0 && (
        <span className="text-danger">
          {t('{{toLocaleString}} failed', { toLocaleString: failed.toLocaleString() })}
        </span>
      )}
      <span>
        {total === undefined || total === done
          ? done.toLocaleString()
          : `${done.toLocaleString()} of ${total.toLocaleString()}`}
      </span>
    </span>
  );
}

/** What the bars show, in words. */
function spoken(task: TimelineTask | undefined): string {
  if (!task) return '';
  const { startedAt, endedAt, attempt } = task;
  return [
    ...(attempt > 1 ? [t('attempt {{attempt}}', { attempt })] : []),
    ...(startedAt === undefined ? [] : [t('started {{time}}', { time: exactTimeText(startedAt) })]),
    ...(startedAt === undefined || endedAt === undefined
      ? []
      : [t('took {{span}}', { span: spanText(endedAt - startedAt) })]),
  ].join(', ');
}
