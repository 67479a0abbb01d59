import {
  Ban,
  CircleCheck,
  CircleDashed,
  CircleQuestionMark,
  CircleSlash,
  CircleX,
  Hand,
  LoaderCircle,
  type LucideIcon,
  MessageCircleQuestionMark,
} from 'lucide-react';
import { memo } from 'react';
import { classNames } from './class-names.ts';
import { VisuallyHidden } from './visually-hidden.tsx';
import { t } from '../../words/words.ts';

export type StepState =
  | 'waiting'
  | 'running'
  | 'asking'
  | 'completed'
  | 'failed'
  | 'skipped'
  | 'cancelled'
  | 'blocked'
  | 'uncertain';

const looks: Record<StepState, { icon: LucideIcon; colour: string; name: () => string }> = {
  waiting: { icon: CircleDashed, colour: 'text-muted', name: () => t('Waiting') },
  running: { icon: LoaderCircle, colour: 'animate-spin text-accent', name: () => t('Running') },
  asking: { icon: Hand, colour: 'text-warning', name: () => t('Needs you') },
  completed: { icon: CircleCheck, colour: 'text-success', name: () => t('Done') },
  failed: { icon: CircleX, colour: 'text-danger', name: () => t('Failed') },
  skipped: { icon: CircleSlash, colour: 'text-muted', name: () => t('Skipped') },
  cancelled: { icon: Ban, colour: 'text-muted', name: () => t('Cancelled') },
  blocked: { icon: MessageCircleQuestionMark, colour: 'text-warning', name: () => t('Asks you') },
  uncertain: { icon: CircleQuestionMark, colour: 'text-warning', name: () => t('Uncertain') },
};

interface StepIconProps {
  state: StepState;
  hasLabel?: boolean;
  size?: number;
}

/** How one step of several is doing. Without a label its state is only spoken. Long lists draw it row by row, so it is kept. */
export const StepIcon = memo(function StepIcon({ state, hasLabel = false, size = 16 }: StepIconProps) {
  const { icon: Icon, colour, name } = looks[state];
  return (
    <span className="inline-flex shrink-0 items-center gap-1.5 text-xs text-muted">
      <Icon aria-hidden size={size} className={classNames('shrink-0', colour)} />
      {hasLabel ? name() : <VisuallyHidden>{name()}</VisuallyHidden>}
    </span>
  );
});
