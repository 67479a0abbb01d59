import type { NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { classNames } from '../../ui/class-names.ts';
import { useBuilderParts } from './builder-context.ts';
import { isBlank } from './document/edit.ts';
import type { StepNode } from './flow-nodes.ts';
import type { NodeRow } from './node-rows.ts';
import { problemsAt } from './problems.ts';
import { StepFace, stateLooks } from './step-face.tsx';
import { StepPorts } from './step-ports.tsx';
import { OthersHere } from './together/others-here.tsx';
import { t } from '../../../words/words.ts';

export const StepNodeView = memo(function StepNodeView({ data, selected }: NodeProps<StepNode>) {
  const { place, task, rows } = data;
  const { catalogue, steps, problems, pinned, comments } = useBuilderParts();
  const state = steps.of(place);
  return (
    <div
      data-place={place}
      className={classNames(
        'h-full rounded-lg border',
        isBlank(task) ? 'border-dashed border-control bg-transparent' : 'bg-raised shadow-raised',
        stateLooks[state ?? 'waiting'],
        selected && 'outline-2 outline-offset-1 outline-accent outline-solid',
      )}
    >
      <StepFace
        {...{ task, catalogue, state }}
        isPinned={pinned.has(place) || steps.isPinned(place)}
        comments={comments.get(task.id)}
        progress={steps.progressOf(place)}
        problem={problemsAt(problems, place)[0]}
      />
      {rows.length > 0 && <Rows rows={rows} />}
      <StepPorts {...{ rows, place }} />
      <OthersHere place={place} />
    </div>
  );
});

export const BoxNodeView = memo(function BoxNodeView({ data, selected }: NodeProps<StepNode>) {
  const { place, task, lanes } = data;
  const { catalogue, steps, problems, pinned, comments } = useBuilderParts();
  const state = steps.of(place);
  return (
    <div
      data-place={place}
      className={classNames(
        'h-full rounded-xl border bg-sunken/60',
        stateLooks[state ?? 'waiting'],
        selected && 'outline-2 outline-offset-1 outline-accent outline-solid',
      )}
    >
      <StepFace
        {...{ task, catalogue, state }}
        isPinned={pinned.has(place) || steps.isPinned(place)}
        comments={comments.get(task.id)}
        progress={steps.progressOf(place)}
        problem={problemsAt(problems, place)[0]}
      />
      {lanes.map((lane) => (
        <div
          key={lane.place}
          className={classNames('absolute', lane.text !== '' && 'border-t')}
          style={{ left: lane.x, top: lane.y, width: lane.width, height: lane.height }}
        >
          {lane.text !== '' && (
            <span className="block truncate pt-1.5 text-2xs font-medium text-muted">
              {lane.text} {caseText(task.switch, lane.place)}
            </span>
          )}
        </div>
      ))}
      <StepPorts {...{ rows: [], place }} />
      <OthersHere place={place} />
    </div>
  );
});

function caseText(choice: StepNode['data']['task']['switch'], lane: string): string {
  const each = choice?.cases[Number(lane.slice(lane.lastIndexOf('/') + 1))];
  if (!each) return '';
  return 'when' in each ? `if ${each.when}` : `is ${JSON.stringify(each.is)}`;
}

function Rows({ rows }: { rows: readonly NodeRow[] }) {
  return (
    <ul className="border-t pt-1" style={{ marginTop: -1 }}>
      {rows.map(({ name, text, from, isMissing }) => (
        <li key={name} className="flex h-[26px] items-center gap-2 px-3 text-2xs">
          <span className="max-w-24 shrink-0 truncate text-muted">{name}</span>
          {from ? (
            <span className="ml-auto min-w-0 truncate rounded-sm bg-accent-soft px-1.5 py-px font-medium text-accent">
              {from.taskId}
              {from.path !== '' && ` · ${from.path}`}
            </span>
          ) : (
            <span className={classNames('ml-auto min-w-0 truncate', isMissing ? 'text-danger' : 'font-mono')}>
              {isMissing ? t('missing') : text}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
