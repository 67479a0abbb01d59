import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import { drawPlan } from '../../../contract/draw-plan.ts';
import { isMany } from '../../../contract/plan-place.ts';
import { whatOf } from '../../../contract/plan-task.ts';
import type { Run } from '../../../contract/runs.ts';
import { classNames } from '../../ui/class-names.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { StepIcon, type StepState } from '../../ui/step-icon.tsx';
import { pathBetween } from '../plan-graph/edge-path.ts';
import { type Graph, type GraphNode, layoutTasks } from '../plan-graph/layout.ts';
import { titleOf } from '../runs/task-rows.ts';
import { useActionTitle } from '../runs/use-run.ts';
import { countsText, drawnStates, type PlaceState, stateOfPlace } from './graph-states.ts';
import type { RunTree } from './tree-store.ts';
import type { RunActivity } from './use-activity.ts';
import { t } from '../../../words/words.ts';

const box = { width: 208, height: 52 };
/** Beyond so many tasks a picture helps nobody; the tree has them all. */
const mostDrawn = 600;

interface PlanGraphProps {
  run: Run;
  tree: RunTree;
  activity: RunActivity | undefined;
  playhead: number | undefined;
  lengthMs: number;
  selectedPath: string | undefined;
  onSelect: (path: string) => void;
}

/** The plan as boxes and arrows, as it stands, or stood then. */
export function PlanGraph({ run, tree, activity, playhead, lengthMs, selectedPath, onSelect }: PlanGraphProps) {
  const graph = useMemo(() => layoutTasks(run.plan.tasks, { sizeOf: () => box, mostDrawn }), [run.plan]);
  const single = useMemo(
    () => graph.nodes.filter(({ place }) => !isMany(run.plan, place)).map(({ place }) => place),
    [graph, run.plan],
  );
  useEffect(() => tree.show(single), [tree, single]);
  useStore(tree.state, ({ version }) => version);
  const actionTitle = useActionTitle();
  const share = playhead === undefined ? 1 : playhead / Math.max(1, activity ? activity.to - activity.from : lengthMs);
  const at = playhead === undefined ? undefined : run.createdAt + playhead;
  const moment = { plan: run.plan, taskOf: tree.taskOf, activity, at, share };
  const states = new Map(graph.nodes.map(({ place }) => [place, stateOfPlace(moment, place)]));
  return (
    <div
      role="region"
      aria-label={t('Plan graph')}
      tabIndex={0}
      className="min-h-0 flex-1 overflow-auto bg-sunken/50 p-6 focus-visible:-outline-offset-2"
    >
      {graph.isCut && (
        <div className="mb-4">
          <Notice>{t('The plan is too large to draw whole; the waterfall has every step.')}</Notice>
        </div>
      )}
      <div className="mb-2 flex justify-end">
        <CopyButton text={drawPlan(run.plan, drawnStates(states))} label={t('Copy as Mermaid')} />
      </div>
      <Waves graph={graph} />
      <div className="relative mx-auto" style={{ width: graph.width, height: graph.height }}>
        <Edges graph={graph} />
        <ul aria-label={t('Steps of the plan')}>
          {graph.nodes.map((node) => (
            <li key={node.place}>
              <Node
                node={node}
                title={titleOf(node.task, actionTitle)}
                state={states.get(node.place) ?? { step: 'waiting', counts: undefined }}
                isSelected={node.place === selectedPath}
                onSelect={isMany(run.plan, node.place) ? undefined : () => onSelect(node.place)}
              />
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

/** What can begin together stands in one column. */
function Waves({ graph: { waves, width } }: { graph: Graph }) {
  if (waves.length < 2) return null;
  return (
    <ol aria-label={t('Waves')} className="relative mx-auto mb-1 h-4" style={{ width }}>
      {waves.map((wave, index) => (
        <li key={wave.x} className="absolute truncate text-2xs text-muted" style={{ left: wave.x, width: wave.width }}>
          {t('Wave {{number}}', { number: index + 1 })}
        </li>
      ))}
    </ol>
  );
}

interface NodeProps {
  node: GraphNode;
  title: string;
  state: PlaceState;
  isSelected: boolean;
  /** Of what is done many times there is no one to show. */
  onSelect: (() => void) | undefined;
}

function Node({ node, title, state: { step, counts }, isSelected, onSelect }: NodeProps) {
  const { task } = node;
  const isAround = node.lanes.length > 0;
  const notes = [
    whatOf(task),
    ...(task.forEach ? ['for each'] : []),
    ...(task.repeat ? ['repeated'] : []),
    ...(task.when === undefined ? [] : ['if']),
  ];
  return (
    <div
      data-place={node.place}
      className={classNames(
        'absolute rounded-lg border text-left',
        looks[step],
        isAround ? 'bg-raised/60' : 'bg-raised shadow-raised',
        isSelected && 'outline-2 outline-accent outline-solid',
      )}
      style={{ left: node.x, top: node.y, width: node.width, height: node.height }}
    >
      <button
        type="button"
        disabled={!onSelect}
        onClick={onSelect}
        className="flex h-12 w-full items-center gap-2 rounded-lg px-3 text-left enabled:hover:bg-hover"
      >
        <StepIcon state={step} />
        <span className="min-w-0 flex-1">
          <span className="block truncate text-sm font-medium">{title}</span>
          <span className="block truncate text-2xs text-muted">{notes.join(' · ')}</span>
        </span>
        {counts && counts.begun > 0 && (
          <span className="shrink-0 text-right text-2xs leading-tight text-muted tabular-nums">
            <span className="block">{countsText(counts)}</span>
            {counts.failed > 0 && (
              <span className="block text-danger">
                {t('{{toLocaleString}} failed', { toLocaleString: counts.failed.toLocaleString() })}
              </span>
            )}
          </span>
        )}
      </button>
      {node.lanes.map(({ place, text, x, y }) => (
        <span key={place} className="absolute text-2xs font-medium text-muted" style={{ left: x, top: y }}>
          {text}
        </span>
      ))}
    </div>
  );
}

const looks: Record<StepState, string> = {
  waiting: 'border-dashed border-control',
  running: 'border-2 border-accent',
  asking: 'border-2 border-warning',
  blocked: 'border-2 border-warning',
  uncertain: 'border-2 border-dotted border-warning',
  completed: 'border-success',
  failed: 'border-2 border-danger',
  skipped: 'border-dashed border-control',
  cancelled: 'border-dotted border-control',
};

function Edges({ graph: { nodes, edges, width, height } }: { graph: Graph }) {
  const byPlace = new Map(nodes.map((node) => [node.place, node]));
  return (
    <svg aria-hidden width={width} height={height} className="pointer-events-none absolute inset-0 z-10 text-control">
      <defs>
        <marker id="graph-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
          <path d="M0 0 L8 4 L0 8 z" fill="currentColor" />
        </marker>
      </defs>
      {edges.map(({ from, to }) => {
        const [source, target] = [byPlace.get(from), byPlace.get(to)];
        if (!source || !target) return null;
        return (
          <path
            key={`${from} ${to}`}
            d={pathBetween(portOut(source), portIn(target))}
            fill="none"
            stroke="currentColor"
            strokeWidth={1.25}
            markerEnd="url(#graph-arrow)"
          />
        );
      })}
    </svg>
  );
}

/** Half way down its first line. */
function portOut({ x, y, width }: GraphNode): { x: number; y: number } {
  return { x: x + width, y: y + box.height / 2 };
}

function portIn({ x, y }: GraphNode): { x: number; y: number } {
  return { x, y: y + box.height / 2 };
}
