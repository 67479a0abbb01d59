import { ListTree, Pin, Plus } from 'lucide-react';
import { type KeyboardEvent, type RefObject, useMemo, useRef } from 'react';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { StepIcon } from '../../ui/step-icon.tsx';
import { useMedia } from '../../ui/use-media.ts';
import { VisuallyHidden } from '../../ui/visually-hidden.tsx';
import { namedIn } from '../plan-graph/layout.ts';
import type { BuildActions } from './build-actions.ts';
import { useBuilderParts, useBuilderState } from './builder-context.ts';
import { isBlank, reorderTask } from './document/edit.ts';
import { listOf } from './document/place.ts';
import { type OutlineRow, outlineOf } from './document/walk.ts';
import { problemsAt } from './problems.ts';
import { StartingRow, startingRows, type TriggerRow } from './triggers/outline-rows.tsx';
import { StepGlyph } from './step-glyph.tsx';
import { aboutStep, titleOfStep } from './steps.ts';
import { t } from '../../words/words.ts';

interface OutlineProps {
  actions: BuildActions;
  /** Asks which step is to be added after the one that is chosen. */
  onAdd: () => void;
  /** The step's fields are wanted. */
  onOpen: (place: string) => void;
}

/** The steps as a tree: all that the canvas can do, with the keys alone. */
export function Outline({ actions, onAdd, onOpen }: OutlineProps) {
  const { builder } = useBuilderParts();
  // Where there is room for one thing, a press on a step is a wish to see it.
  const opensAtOnce = useMedia('(width < 48rem)');
  const document = useBuilderState(({ history }) => history.present);
  const selection = useBuilderState((state) => state.selection);
  const starting = useMemo(() => startingRows(document), [document]);
  const rows = useMemo(() => outlineOf(document), [document]);
  const all = useMemo(() => [...starting, ...rows], [starting, rows]);
  const tree = useRef<HTMLUListElement>(null);
  const current = all.find(({ place }) => selection.includes(place)) ?? all[0];
  const go = (place: string | undefined): void => {
    if (place === undefined) return;
    builder.select([place]);
    tree.current?.querySelector<HTMLElement>(`[data-outline="${CSS.escape(place)}"]`)?.focus();
  };
  const choose = (place: string, isMore: boolean): void =>
    opensAtOnce ? onOpen(place) : builder.select(isMore ? toggled(selection, place) : [place]);
  const press = (event: KeyboardEvent): void => {
    const act = keyAction({ event, rows: all, current, go, onOpen, actions });
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
    if (event.altKey && current)
      builder.edit((now) => reorderTask(now, current.place, event.key === 'ArrowUp' ? -1 : 1));
  };
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex items-center gap-2 px-3 pt-3 pb-2">
        <Button size="sm" icon={Plus} onClick={onAdd} className="flex-1 justify-center">
          {t('Add a step')}
        </Button>
      </div>
      {all.length === 0 ? (
        <EmptyState
          icon={ListTree}
          title={t('No steps yet')}
          text={t('The steps of the workflow stand here, in their order.')}
        />
      ) : (
        <Tree {...{ tree, starting, rows, current, selection, onOpen }} onSelect={choose} onKeyDown={press} />
      )}
    </div>
  );
}

interface TreeProps {
  tree: RefObject<HTMLUListElement | null>;
  starting: readonly TriggerRow[];
  rows: readonly OutlineRow[];
  current: PlacedRow | undefined;
  selection: readonly string[];
  onSelect: (place: string, isMore: boolean) => void;
  onOpen: (place: string) => void;
  onKeyDown: (event: KeyboardEvent) => void;
}

/** What starts the workflow, then its steps. */
function Tree({ tree, starting, rows, current, selection, onSelect, onOpen, onKeyDown }: TreeProps) {
  return (
    <div className="min-h-0 flex-1 overflow-y-auto px-2 pb-3">
      <ul ref={tree} role="tree" aria-label={t('Steps')} aria-multiselectable>
        {starting.map((row, index) => (
          <StartingRow
            key={row.place}
            row={row}
            isFirst={index === 0}
            isCurrent={row === current}
            isSelected={selection.includes(row.place)}
            onSelect={(isMore) => onSelect(row.place, isMore)}
            onOpen={() => onOpen(row.place)}
            onKeyDown={onKeyDown}
          />
        ))}
        {rows.map((row) => (
          <Row
            key={row.place}
            row={row}
            isCurrent={row === current}
            isSelected={selection.includes(row.place)}
            onSelect={(isMore) => onSelect(row.place, isMore)}
            onOpen={() => onOpen(row.place)}
            onKeyDown={onKeyDown}
          />
        ))}
      </ul>
    </div>
  );
}

function toggled(selection: readonly string[], place: string): string[] {
  return selection.includes(place) ? selection.filter((each) => each !== place) : [...selection, place];
}

interface RowProps {
  row: OutlineRow;
  isCurrent: boolean;
  isSelected: boolean;
  onSelect: (isMore: boolean) => void;
  onOpen: () => void;
  onKeyDown: (event: KeyboardEvent) => void;
}

function Row({
  row: { place, task, depth, lane, isFirst },
  isCurrent,
  isSelected,
  onSelect,
  onOpen,
  onKeyDown,
}: RowProps) {
  const { catalogue, steps, problems, pinned } = useBuilderParts();
  const state = steps.of(place);
  const [problem] = problemsAt(problems, place);
  const before = [...new Set([...(task.after ?? []), ...namedIn(task)])];
  return (
    <>
      {lane !== undefined && isFirst && (
        <li role="none" className="pt-1 text-2xs font-medium text-muted" style={{ paddingLeft: 8 + depth * 16 }}>
          {lane}
        </li>
      )}
      <li
        role="treeitem"
        aria-level={depth + 1}
        aria-selected={isSelected}
        tabIndex={isCurrent ? 0 : -1}
        data-outline={place}
        onClick={(event) => onSelect(event.shiftKey || event.metaKey || event.ctrlKey)}
        onDoubleClick={onOpen}
        onKeyDown={onKeyDown}
        className={classNames(
          'flex min-h-9 cursor-default items-center gap-2 rounded-md py-1 pr-2 focus-visible:-outline-offset-2',
          isSelected ? 'chosen bg-accent-soft' : 'hover:bg-hover',
        )}
        style={{ paddingLeft: 8 + depth * 16 }}
      >
        <StepGlyph task={task} size={15} className="shrink-0 text-muted" />
        <span className="min-w-0 flex-1">
          <span className={classNames('block truncate text-sm', isBlank(task) && 'text-muted')}>
            {titleOfStep(task, catalogue)}
          </span>
          <span className="block truncate text-2xs text-muted">
            {before.length > 0 ? `after ${before.join(', ')}` : isBlank(task) ? '' : aboutStep(task, catalogue)}
          </span>
        </span>
        {lane !== undefined && <VisuallyHidden>{lane}</VisuallyHidden>}
        {problem && (
          <span className={classNames('shrink-0 text-2xs', problem.tone === 'danger' ? 'text-danger' : 'text-warning')}>
            <span aria-hidden>●</span>
            <VisuallyHidden>{problem.message}</VisuallyHidden>
          </span>
        )}
        {(pinned.has(place) || steps.isPinned(place)) && (
          <Pin role="img" aria-label={t('Pinned')} size={13} className="shrink-0 text-accent" />
        )}
        {state && state !== 'waiting' && <StepIcon state={state} />}
      </li>
    </>
  );
}

type PlacedRow = Pick<OutlineRow, 'place' | 'depth'>;

type KeyParts = {
  event: KeyboardEvent;
  rows: readonly PlacedRow[];
  current: PlacedRow | undefined;
  go: (place: string | undefined) => void;
  onOpen: (place: string) => void;
  actions: BuildActions;
};

function keyAction({ event, rows, current, go, onOpen, actions }: KeyParts): (() => void) | undefined {
  if (!current || event.ctrlKey || event.metaKey) return undefined;
  const index = rows.indexOf(current);
  switch (event.key) {
    case 'ArrowDown':
      return event.altKey ? () => undefined : () => go(rows[index + 1]?.place);
    case 'ArrowUp':
      return event.altKey ? () => undefined : () => go(rows[index - 1]?.place);
    case 'ArrowRight':
      return () => go(rows[index + 1]?.depth === current.depth + 1 ? rows[index + 1]?.place : undefined);
    case 'ArrowLeft':
      return () => go(rows.slice(0, index).findLast(({ depth }) => depth < current.depth)?.place);
    case 'Home':
      return () => go(rows[0]?.place);
    case 'End':
      return () => go(rows.at(-1)?.place);
    case 'Enter':
      return () => onOpen(current.place);
    case 'Delete':
    case 'Backspace':
      return () => {
        const next = rows[index + 1] ?? rows[index - 1];
        actions.remove([current.place]);
        go(
          next?.place === current.place || next?.place.startsWith(`${current.place}/`)
            ? listOf(current.place)
            : next?.place,
        );
      };
    default:
      return undefined;
  }
}
