import type { WorkflowTrigger } from '../../../../contract/workflow-triggers.ts';
import type { WorkflowDocument } from '../../../../contract/workflows.ts';
import { VisuallyHidden } from '../../../ui/visually-hidden.tsx';
import { useBuilderParts, useBuilderState } from '../builder-context.ts';
import { placeOfTrigger } from '../document/triggers.ts';
import { OutlineItem, type OutlineItemState } from '../outline-item.tsx';
import { problemsAt } from '../problems.ts';
import { stateOfTrigger } from './trigger-state.ts';
import { TriggerGlyph } from './trigger-glyph.tsx';
import { titleOfTrigger } from './trigger-words.ts';
import { t } from '../../../../words/words.ts';

export type TriggerRow = { place: string; depth: 0; trigger: WorkflowTrigger };

/** What starts the workflow stands before its steps. */
export function startingRows({ triggers = [] }: WorkflowDocument): TriggerRow[] {
  return triggers.map((trigger) => ({ place: placeOfTrigger(trigger.id), depth: 0, trigger }));
}

interface StartingRowProps {
  row: TriggerRow;
  isFirst: boolean;
  state: OutlineItemState;
}

export function StartingRow({ row, isFirst, state }: StartingRowProps) {
  const { starts, problems } = useBuilderParts();
  const isOff = useBuilderState(({ kept }) => kept.isOff);
  const { place, trigger } = row;
  const [problem] = problemsAt(problems, place);
  return (
    <>
      {isFirst && (
        <li role="none" className="pt-1 pl-2 text-2xs font-medium text-muted">
          {t('Starts it')}
        </li>
      )}
      <OutlineItem state={state} place={place}>
        <TriggerGlyph trigger={trigger} size={15} className="shrink-0 text-accent" />
        <span className="min-w-0 flex-1">
          <span className="block truncate text-sm">{titleOfTrigger(trigger)}</span>
          <span className="block truncate text-2xs text-muted">{stateOfTrigger(trigger, starts, isOff).text}</span>
        </span>
        {problem && (
          <span className="shrink-0 text-2xs text-danger">
            <span aria-hidden>●</span>
            <VisuallyHidden>{problem.message}</VisuallyHidden>
          </span>
        )}
      </OutlineItem>
    </>
  );
}
