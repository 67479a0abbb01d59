import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import { findInPlan } from '../../../contract/plan-place.ts';
import type { Plan } from '../../../contract/plan.ts';
import { whatOf } from '../../../contract/plan-task.ts';
import type { Run } from '../../../contract/runs.ts';
import { classNames } from '../../ui/class-names.ts';
import { Notice } from '../../ui/notice.tsx';
import { StepIcon, type StepState } from '../../ui/step-icon.tsx';
import { pathBetween } from '../plan-graph/edge-path.ts';
import { type Graph, type GraphNode, layoutTasks } from '../plan-graph/layout.ts';
import { titleOf } from '../runs/task-rows.ts';
import { useActionTitle } from '../runs/use-run.ts';
import { stepAt } from './bars.ts';
import type { RunTree } from './tree-store.ts';
import { countsAt, type RunActivity } from './use-activity.ts';
import { t } from '../../words/words.ts';

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

/** How many were done of what is done many times. */
type Counts = { begun: number; ended: number; failed: number };
type NodeState = { step: StepState; counts: Counts | undefined };

/** The plan as boxes and arrows, as it stands, or stood then. */
export function PlanGraph({ run, tree, activity, playhead, lengthMs, selectedPath, onSelect }: PlanGraphProps) {
  const graph = useMemo(() => layoutTasks(run.plan.tasks, { sizeOf: () => box, mostDrawn }), [run.plan]);
  const single = useMemo(
    () => graph.nodes.filter(({ place }) => !isMany(run.plan, place)).map(({ place }) => place),
    [graph, run.plan],
  );
  useEffect(() => tree.show(single.slice(0, 500)), [tree, single]);
  useStore(tree.state, ({ version }) => version);
  const actionTitle = useActionTitle();
  const share = playhead === undefined ? 1 : playhead / Math.max(1, activity ? activity.to - activity.from : lengthMs);
  const at = playhead === undefined ? undefined : run.createdAt + playhead;
  const stateOf = (place: string): NodeState => {
    const counts = activity && countsOf(activity, place, share);
    if (!isMany(run.plan, place))
      return { step: stepAt(tree.taskOf(place), at), counts: hasItems(run.plan, place) ? counts : undefined };
    return { step: counts ? stepOfCounts(counts) : 'waiting', counts };
  };
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
      <div className="relative mx-auto" style={{ width: graph.width, height: graph.height }}>
        <Edges graph={graph} />
        <ul aria-label={t('Steps of the plan')}>
          {graph.nodes.map((node) => (
            <li key={node.place}>
              <Node
                node={node}
                title={titleOf(node.task, actionTitle)}
                state={stateOf(node.place)}
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

interface NodeProps {
  node: GraphNode;
  title: string;
  state: NodeState;
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
            <span className="block">
              {counts.begun > counts.ended
                ? t('{{ended}} of {{begun}} done', { ended: counts.ended, begun: counts.begun })
                : t('{{ended}} done', { ended: counts.ended })}
            </span>
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

/** Whether a place stands for many: it is inside a list or a loop. */
function isMany(plan: Plan, place: string): boolean {
  const segments = place.split('/');
  return segments.some((_, index) => index > 0 && hasItems(plan, segments.slice(0, index).join('/')));
}

function hasItems(plan: Plan, place: string): boolean {
  const found = findInPlan(plan, place);
  return found !== undefined && (found.hasItems || found.hasIterations);
}

function countsOf({ places }: RunActivity, place: string, share: number): Counts | undefined {
  const own = places.find((each) => each.place === `${place}/*`) ?? places.find((each) => each.place === place);
  return own && countsAt(own, share);
}

function stepOfCounts({ begun, ended, failed }: Counts): StepState {
  if (begun > ended) return 'running';
  if (failed > 0) return 'failed';
  return ended > 0 ? 'completed' : 'waiting';
}
