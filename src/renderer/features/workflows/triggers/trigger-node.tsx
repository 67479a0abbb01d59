import { Handle, type NodeProps, Position } from '@xyflow/react';
import { CircleAlert } from 'lucide-react';
import { memo } from 'react';
import { classNames } from '../../../ui/class-names.ts';
import { useBuilderParts, useBuilderState } from '../builder-context.ts';
import { placeOfTrigger } from '../document/triggers.ts';
import type { TriggerNode } from '../flow-nodes.ts';
import { portOut } from '../flow-edges.ts';
import { problemsAt } from '../problems.ts';
import { OthersHere } from '../together/others-here.tsx';
import { stateOfTrigger, type TriggerState } from './trigger-state.ts';
import { TriggerGlyph } from './trigger-glyph.tsx';
import { titleOfTrigger } from './trigger-words.ts';

const signs: Record<TriggerState['tone'], string> = {
  on: 'bg-success',
  off: 'bg-control',
  unpublished: 'border border-control bg-transparent',
  wrong: 'bg-danger',
};

/** What starts the workflow: rounded towards where it comes from, and with its next or last time. */
export const TriggerNodeView = memo(function TriggerNodeView({ data: { trigger }, selected }: NodeProps<TriggerNode>) {
  const { starts, problems } = useBuilderParts();
  const isOff = useBuilderState(({ kept }) => kept.isOff);
  const place = placeOfTrigger(trigger.id);
  const { text, tone } = stateOfTrigger(trigger, starts, isOff);
  const [problem] = problemsAt(problems, place);
  return (
    <div
      data-place={place}
      className={classNames(
        'flex h-full items-center gap-2.5 rounded-l-[28px] rounded-r-lg border bg-raised pr-3 pl-2 shadow-raised',
        selected && 'outline-2 outline-offset-1 outline-accent outline-solid',
        problem && 'border-danger',
        tone === 'off' && 'border-dashed',
      )}
    >
      <span
        className={classNames(
          'flex size-10 shrink-0 items-center justify-center rounded-full',
          tone === 'off' ? 'bg-sunken text-muted' : 'bg-accent-soft text-accent',
        )}
      >
        <TriggerGlyph trigger={trigger} size={18} />
      </span>
      <span className="min-w-0 flex-1">
        <span className="block truncate text-sm font-medium">{titleOfTrigger(trigger)}</span>
        <span className="flex items-center gap-1.5 text-2xs text-muted">
          <span aria-hidden className={classNames('size-1.5 shrink-0 rounded-full', signs[tone])} />
          <span className="truncate">{text}</span>
        </span>
      </span>
      {problem && <CircleAlert role="img" aria-label={problem.message} size={15} className="shrink-0 text-danger" />}
      <Handle id={portOut} type="source" position={Position.Right} isConnectable={false} />
      <OthersHere place={place} />
    </div>
  );
});
