import { ListTree, Pin, Plus } from 'lucide-react';
import { type KeyboardEvent, type RefObject, useMemo, useRef, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { StepIcon } from '../../ui/step-icon.tsx';
import { useMedia } from '../../ui/use-media.ts';
import { VisuallyHidden } from '../../ui/visually-hidden.tsx';
import type { BuildActions } from './build-actions.ts';
import { useBuilderParts, useBuilderState } from './builder-context.ts';
import { isBlank, reorderTask } from './document/edit.ts';
import { idsBefore, type OutlineRow } from './document/walk.ts';
import { FrameOutlineRow } from './frames/frame-row.tsx';
import { framedOutline, type FrameRow } from './frames/framed-outline.ts';
import { OutlineItem, type OutlineItemState } from './outline-item.tsx';
import { outlineKey, type PlacedRow, toggled } from './outline-keys.ts';
import { problemsAt } from './problems.ts';
import { StartingRow, startingRows, type TriggerRow } from './triggers/outline-rows.tsx';
import { StepGlyph } from './step-glyph.tsx';
import { aboutStep, titleOfStep } from './steps.ts';
import { t } from '../../../words/words.ts';

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
  const rows = useMemo(() => framedOutline(document), [document]);
  const all = useMemo(() => [...starting, ...rows].map(asPlaced), [starting, rows]);
  const [visited, setVisited] = useState<string>();
  const tree = useRef<HTMLUListElement>(null);
  // Of several that are chosen, the keys go on from where they were last.
  const chosen = all.filter(({ place }) => selection.includes(place));
  const current = chosen.find(({ place }) => place === visited) ?? chosen[0] ?? all[0];
  const go = (place: string | undefined, isMore = false): void => {
    if (place === undefined) return;
    builder.select(isMore ? [...new Set([...selection, place])] : [place]);
    setVisited(place);
    tree.current?.querySelector<HTMLElement>(`[data-outline="${CSS.escape(place)}"]`)?.focus();
  };
  const choose = (place: string, isMore: boolean): void =>
    opensAtOnce ? onOpen(place) : builder.select(isMore ? toggled(selection, place) : [place]);
  const press = (event: KeyboardEvent): void => {
    const isMoving = event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown');
    const act = isMoving
      ? () => current && builder.edit((now) => reorderTask(now, current.place, event.key === 'ArrowUp' ? -1 : 1))
      : outlineKey({ event, rows: all, current, go, onOpen, builder, actions });
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex items-center gap-2 px-3 pt-3 pb-2">
        <Button size="sm" icon={Plus} onClick={onAdd} className="flex-1 justify-center">
          {t('Add a step')}
        </Button>
      </div>
      {all.length === 0 ? (
        <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
          <EmptyState
            icon={ListTree}
            title={t('No steps yet')}
            text={t('The steps of the workflow stand here, in their order.')}
          />
        </div>
      ) : (
        <Tree {...{ tree, starting, rows, current, selection, onOpen }} onSelect={choose} onKeyDown={press} />
      )}
    </div>
  );
}

function asPlaced(row: TriggerRow | OutlineRow | FrameRow): PlacedRow {
  const { place, depth } = row;
  return 'frame' in row ? { place, depth, isOpen: row.frame.isFolded !== true } : { place, depth };
}

interface TreeProps {
  tree: RefObject<HTMLUListElement | null>;
  starting: readonly TriggerRow[];
  rows: readonly (OutlineRow | FrameRow)[];
  current: PlacedRow | undefined;
  selection: readonly string[];
  onSelect: (place: string, isMore: boolean) => void;
  onOpen: (place: string) => void;
  onKeyDown: (event: KeyboardEvent) => void;
}

/** What starts the workflow, then its steps. */
function Tree({ tree, starting, rows, current, selection, onSelect, onOpen, onKeyDown }: TreeProps) {
  const stateOf = (place: string): OutlineItemState => ({
    isCurrent: place === current?.place,
    isSelected: selection.includes(place),
    onSelect: (isMore: boolean) => onSelect(place, isMore),
    onOpen: () => onOpen(place),
    onKeyDown,
  });
  const { catalogue } = useBuilderParts();
  const titles = useMemo(
    () => new Map(rows.flatMap((row) => ('task' in row ? [[row.task.id, titleOfStep(row.task, catalogue)]] : []))),
    [rows, catalogue],
  );
  return (
    <div className="min-h-0 flex-1 overflow-y-auto px-2 pb-3">
      <ul ref={tree} role="tree" aria-label={t('Steps')} aria-multiselectable>
        {starting.map((row, index) => (
          <StartingRow key={row.place} row={row} isFirst={index === 0} state={stateOf(row.place)} />
        ))}
        {rows.map((row) =>
          'frame' in row ? (
            <FrameOutlineRow key={row.place} row={row} state={stateOf(row.place)} />
          ) : (
            <Row key={row.place} row={row} titles={titles} state={stateOf(row.place)} />
          ),
        )}
      </ul>
    </div>
  );
}

interface RowProps {
  row: OutlineRow;
  /** Of all steps, by their ids. */
  titles: ReadonlyMap<string, string>;
  state: OutlineItemState;
}

function Row({ row: { place, task, depth, lane, isFirst }, titles, state }: RowProps) {
  const { catalogue, steps, problems, pinned } = useBuilderParts();
  const stepState = steps.of(place);
  const [problem] = problemsAt(problems, place);
  const before = idsBefore(task).map((id) => titles.get(id) ?? id);
  return (
    <>
      {lane !== undefined && isFirst && (
        <li role="none" className="pt-1 text-2xs font-medium text-muted" style={{ paddingLeft: 8 + depth * 16 }}>
          {lane}
        </li>
      )}
      <OutlineItem state={state} place={place} depth={depth}>
        <StepGlyph task={task} size={15} className="shrink-0 text-muted" />
        <span className="min-w-0 flex-1">
          <span className={classNames('block truncate text-sm', isBlank(task) && 'text-muted')}>
            {titleOfStep(task, catalogue)}
          </span>
          <span className="block truncate text-2xs text-muted">
            {before.length > 0
              ? t('after {{steps}}', { steps: before.join(', ') })
              : isBlank(task)
                ? ''
                : aboutStep(task, catalogue)}
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
        {stepState && stepState !== 'waiting' && <StepIcon state={stepState} />}
      </OutlineItem>
    </>
  );
}
