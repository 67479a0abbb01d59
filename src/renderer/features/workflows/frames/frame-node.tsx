import { Handle, type NodeProps, Position } from '@xyflow/react';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { memo } from 'react';
import type { CanvasFrame } from '../../../../contract/canvas.ts';
import { classNames } from '../../../ui/class-names.ts';
import { StepIcon } from '../../../ui/step-icon.tsx';
import { plural, t } from '../../../../words/words.ts';
import { useBuilderParts } from '../builder-context.ts';
import { changeFrame, placeOfFrame } from '../document/frames.ts';
import { portIn, portOut } from '../flow-edges.ts';
import { problemsAt } from '../problems.ts';
import type { StepStates } from '../step-states.ts';
import { OthersHere } from '../together/others-here.tsx';
import type { FrameNode } from './frame-nodes.ts';
import { frameLooks, titleOfFrame } from './frame-words.ts';

/** Around its steps, with its title above them; or instead of them. */
export const FrameNodeView = memo(function FrameNodeView({ data: { frame }, selected }: NodeProps<FrameNode>) {
  const place = placeOfFrame(frame.id);
  return (
    <div
      data-place={place}
      className={classNames(
        'h-full rounded-xl border',
        frame.isFolded ? 'shadow-raised' : 'border-dashed',
        frameLooks[frame.colour],
        selected && 'outline-2 outline-offset-1 outline-accent outline-solid',
      )}
    >
      <Head frame={frame} />
      {frame.isFolded && (
        <>
          <Handle id={portIn} type="target" position={Position.Left} isConnectable={false} />
          <Handle id={portOut} type="source" position={Position.Right} isConnectable={false} />
        </>
      )}
      <OthersHere place={place} />
    </div>
  );
});

function Head({ frame }: { frame: CanvasFrame }) {
  const { builder, steps, problems } = useBuilderParts();
  const { id, isFolded } = frame;
  const fold = (): void =>
    builder.edit((document) =>
      changeFrame(document, id, ({ isFolded: was, ...one }) => (was ? one : { ...one, isFolded: true })),
    );
  const hasProblem = frame.steps.some((step) => problemsAt(problems, step).some(({ tone }) => tone === 'danger'));
  const state = isFolded ? stateOf(frame, steps) : undefined;
  return (
    <div
      className={classNames(
        'frame-head pointer-events-auto flex items-center gap-1.5 px-2',
        isFolded ? 'h-full' : 'h-9',
      )}
    >
      <button
        type="button"
        aria-expanded={isFolded !== true}
        aria-label={isFolded ? t('Show the steps') : t('Fold')}
        onClick={fold}
        className="nodrag flex size-6 shrink-0 items-center justify-center rounded-md text-muted hover:bg-hover"
      >
        {isFolded ? <ChevronRight size={14} aria-hidden /> : <ChevronDown size={14} aria-hidden />}
      </button>
      <span className="min-w-0 flex-1">
        <span className="block truncate text-sm font-medium">{titleOfFrame(frame)}</span>
        {isFolded && (
          <span className={classNames('block truncate text-2xs', hasProblem ? 'text-danger' : 'text-muted')}>
            {plural(frame.steps.length, { one: '{{count}} step', other: '{{count}} steps' })}
          </span>
        )}
      </span>
      {state && <StepIcon state={state} />}
    </div>
  );
}

/** Of steps that are not drawn: what wants to be seen first. */
function stateOf({ steps: members }: CanvasFrame, steps: StepStates) {
  const states = members.map((step) => steps.of(step));
  const first = (['failed', 'asking', 'uncertain', 'blocked', 'running', 'cancelled'] as const).find((each) =>
    states.includes(each),
  );
  const isDone = states.every((each) => each === 'completed' || each === 'skipped');
  return first ?? (isDone ? 'completed' : undefined);
}
