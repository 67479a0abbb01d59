import { CircleAlert, MessageSquare, Pin, TriangleAlert } from 'lucide-react';
import type { Task } from '../../../contract/plan-task.ts';
import { classNames } from '../../ui/class-names.ts';
import { StepIcon, type StepState } from '../../ui/step-icon.tsx';
import type { Catalogue } from './catalogue.ts';
import { isBlank } from './document/edit.ts';
import type { Problem } from './problems.ts';
import { StepGlyph } from './step-glyph.tsx';
import { aboutStep, titleOfStep } from './steps.ts';
import { t } from '../../../words/words.ts';

interface StepFaceProps {
  task: Task;
  catalogue: Catalogue;
  state: StepState | undefined;
  progress: string | undefined;
  problem: Problem | undefined;
  /** It is not done: what it gives is known. */
  isPinned?: boolean;
  /** How much was said of it that is open. */
  comments?: number | undefined;
}

/** The head of a step: what it is, who does it, how it is doing. */
export function StepFace({ task, catalogue, state, progress, problem, isPinned = false, comments }: StepFaceProps) {
  const isEmpty = isBlank(task);
  const Sign = problem?.tone === 'danger' ? CircleAlert : TriangleAlert;
  return (
    <div className="flex h-[52px] items-center gap-2.5 px-2.5">
      {!isEmpty && (
        <span className="flex size-8 shrink-0 items-center justify-center rounded-md bg-sunken text-muted">
          <StepGlyph task={task} size={16} />
        </span>
      )}
      <span className={classNames('min-w-0 flex-1', isEmpty && 'text-center text-muted')}>
        <span className={classNames('block truncate text-sm', !isEmpty && 'font-medium')}>
          {titleOfStep(task, catalogue)}
        </span>
        <span className="block truncate text-2xs text-muted">{aboutStep(task, catalogue)}</span>
      </span>
      {isPinned && <Pin role="img" aria-label={t('Pinned')} size={14} className="shrink-0 text-accent" />}
      {comments !== undefined && (
        <span className="flex shrink-0 items-center gap-0.5 text-2xs text-muted">
          <MessageSquare role="img" aria-label={t('Comments')} size={13} />
          {comments}
        </span>
      )}
      {progress && <span className="shrink-0 text-2xs text-muted tabular-nums">{progress}</span>}
      {state && state !== 'waiting' ? (
        <StepIcon state={state} />
      ) : (
        problem && (
          <Sign
            role="img"
            aria-label={problem.message}
            size={15}
            className={classNames('shrink-0', problem.tone === 'danger' ? 'text-danger' : 'text-warning')}
          />
        )
      )}
    </div>
  );
}

/** The border of a step by how it is doing. */
export const stateLooks: Record<StepState, string> = {
  waiting: 'border-border',
  running: 'border-accent',
  asking: 'border-warning',
  blocked: 'border-warning',
  uncertain: 'border-warning',
  completed: 'border-success',
  failed: 'border-danger',
  skipped: 'border-border border-dashed',
  cancelled: 'border-border border-dotted',
};
