import type { KeyboardEvent } from 'react';
import type { WorkflowTrigger } from '../../../../contract/workflow-triggers.ts';
import type { WorkflowDocument } from '../../../../contract/workflows.ts';
import { classNames } from '../../../ui/class-names.ts';
import { VisuallyHidden } from '../../../ui/visually-hidden.tsx';
import { useBuilderParts, useBuilderState } from '../builder-context.ts';
import { placeOfTrigger } from '../document/triggers.ts';
import { problemsAt } from '../problems.ts';
import { stateOfTrigger } from './trigger-state.ts';
import { TriggerGlyph } from './trigger-glyph.tsx';
import { titleOfTrigger } from './trigger-words.ts';
import { t } from '../../../words/words.ts';

export type TriggerRow = { place: string; depth: 0; trigger: WorkflowTrigger };

/** What starts the workflow stands before its steps. */
export function startingRows({ triggers = [] }: WorkflowDocument): TriggerRow[] {
  return triggers.map((trigger) => ({ place: placeOfTrigger(trigger.id), depth: 0, trigger }));
}

interface StartingRowProps {
  row: TriggerRow;
  isFirst: boolean;
  isCurrent: boolean;
  isSelected: boolean;
  onSelect: (isMore: boolean) => void;
  onOpen: () => void;
  onKeyDown: (event: KeyboardEvent) => void;
}

export function StartingRow(props: StartingRowProps) {
  const { row, isFirst, isCurrent, isSelected, onSelect, onOpen, onKeyDown } = props;
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
      <li
        role="treeitem"
        aria-level={1}
        aria-selected={isSelected}
        tabIndex={isCurrent ? 0 : -1}
        data-outline={place}
        onClick={(event) => onSelect(event.shiftKey || event.metaKey || event.ctrlKey)}
        onDoubleClick={onOpen}
        onKeyDown={onKeyDown}
        className={classNames(
          'flex min-h-9 cursor-default items-center gap-2 rounded-md py-1 pr-2 pl-2 focus-visible:-outline-offset-2',
          isSelected ? 'chosen bg-accent-soft' : 'hover:bg-hover',
        )}
      >
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
      </li>
    </>
  );
}
