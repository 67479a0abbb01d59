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
import { classNames } from './class-names.ts';
import { VisuallyHidden } from './visually-hidden.tsx';

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

const looks: Record<StepState, { icon: LucideIcon; colour: string; name: string }> = {
  waiting: { icon: CircleDashed, colour: 'text-muted', name: 'Waiting' },
  running: { icon: LoaderCircle, colour: 'animate-spin text-accent', name: 'Running' },
  asking: { icon: Hand, colour: 'text-warning', name: 'Needs you' },
  completed: { icon: CircleCheck, colour: 'text-success', name: 'Done' },
  failed: { icon: CircleX, colour: 'text-danger', name: 'Failed' },
  skipped: { icon: CircleSlash, colour: 'text-muted', name: 'Skipped' },
  cancelled: { icon: Ban, colour: 'text-muted', name: 'Cancelled' },
  blocked: { icon: MessageCircleQuestionMark, colour: 'text-warning', name: 'Asks you' },
  uncertain: { icon: CircleQuestionMark, colour: 'text-warning', name: 'Uncertain' },
};

/** How one step of several is doing. Without a label its state is only spoken. */
export function StepIcon({
  state,
  hasLabel = false,
  size = 16,
}: {
  state: StepState;
  hasLabel?: boolean;
  size?: number;
}) {
  const { icon: Icon, colour, name } = looks[state];
  return (
    <span className="inline-flex shrink-0 items-center gap-1.5 text-xs text-muted">
      <Icon aria-hidden size={size} className={classNames('shrink-0', colour)} />
      {hasLabel ? name : <VisuallyHidden>{name}</VisuallyHidden>}
    </span>
  );
}
