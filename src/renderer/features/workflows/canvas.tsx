import './canvas.css';
import '@xyflow/react/dist/base.css';
import {
  Background,
  BackgroundVariant,
  type Connection,
  ConnectionLineType,
  type FinalConnectionState,
  type NodeChange,
  ReactFlow,
  SelectionMode,
  useReactFlow,
} from '@xyflow/react';
import { type RefObject, useCallback, useEffect, useImperativeHandle, useMemo, useRef, useState } from 'react';
import type { CanvasPoint } from '../../../contract/canvas.ts';
import type { BuildActions } from './build-actions.ts';
import { useBuilderParts, useBuilderState } from './builder-context.ts';
import { CanvasTools } from './canvas-tools.tsx';
import { moveTask, withPositions } from './document/edit.ts';
import { changeNote } from './document/notes.ts';
import { listOf } from './document/place.ts';
import { edgesOf, fieldOfPort, type FlowEdge, type FlowNode, listAt, nodesOf, noteOfNode } from './flow-nodes.ts';
import { NoteNodeView } from './note-node.tsx';
import { BoxNodeView, StepNodeView } from './step-node.tsx';
import type { StepStates } from './step-states.ts';
import { titleOfStep } from './steps.ts';

const nodeTypes = { step: StepNodeView, box: BoxNodeView, note: NoteNodeView };
const grid: [number, number] = [8, 8];

export type CanvasHandle = {
  /** A point of the window on the canvas; undefined where it is not over it. */
  pointAt: (x: number, y: number) => { point: CanvasPoint; list: string } | undefined;
  reveal: (place: string) => void;
};

interface CanvasProps {
  actions: BuildActions;
  handle: RefObject<CanvasHandle | null>;
  selectedEdge: FlowEdge | undefined;
  onSelectEdge: (edge: FlowEdge | undefined) => void;
  /** A line was let go over nothing: something is to be added there. */
  onAddAfter: (from: string, at: CanvasPoint) => void;
  onRefused: (reason: string) => void;
}

/** The steps as boxes to drag and connect. */
export function Canvas(props: CanvasProps) {
  const { actions, handle, selectedEdge, onSelectEdge } = props;
  const { builder, catalogue, steps } = useBuilderParts();
  const document = useBuilderState(({ history }) => history.present);
  const selection = useBuilderState((state) => state.selection);
  const [isSnapping, setIsSnapping] = useState(true);
  const [hasMap, setHasMap] = useState(false);
  const [wasEmpty] = useState(document.tasks.length === 0);
  const region = useRef<HTMLDivElement>(null);
  const chosen = useMemo(() => new Set(selection), [selection]);
  const nodes = useMemo(() => nodesOf(document, catalogue, chosen), [document, catalogue, chosen]);
  const edges = useMemo(() => edgesOf(document, catalogue), [document, catalogue]);
  const { shown, change } = useDragging(nodes);
  const shownEdges = useMemo(() => drawnEdges(edges, steps, selectedEdge?.id), [edges, steps, selectedEdge]);
  const named = useMemo(() => shown.map((node) => withName(node, catalogue)), [shown, catalogue]);
  useCanvasHandle(handle, region);
  const connecting = useConnecting(props);
  return (
    <div ref={region} className="workflow-canvas relative min-h-0 flex-1">
      <ReactFlow
        aria-label="Canvas"
        nodes={named}
        edges={shownEdges}
        nodeTypes={nodeTypes}
        onNodesChange={change}
        {...connecting}
        onEdgeClick={(_, edge) => {
          builder.select([]);
          onSelectEdge(edge);
        }}
        onPaneClick={() => onSelectEdge(undefined)}
        connectionLineType={ConnectionLineType.Bezier}
        connectionRadius={28}
        selectionMode={SelectionMode.Partial}
        snapToGrid={isSnapping}
        snapGrid={grid}
        deleteKeyCode={null}
        multiSelectionKeyCode={['Shift', 'Meta', 'Control']}
        panOnScroll
        minZoom={0.1}
        maxZoom={2}
        // An empty canvas has nothing to fit, and must not jump when the first step is dropped.
        fitView={!wasEmpty}
        fitViewOptions={{ maxZoom: 1, padding: 0.2 }}
        onlyRenderVisibleElements
        elevateNodesOnSelect={false}
        proOptions={{ hideAttribution: true }}
      >
        <Background variant={BackgroundVariant.Dots} gap={16} size={1} />
        <CanvasTools
          {...{ isSnapping, hasMap }}
          onSnap={() => setIsSnapping(!isSnapping)}
          onMap={() => setHasMap(!hasMap)}
          onTidy={actions.tidy}
        />
      </ReactFlow>
    </div>
  );
}

/** While something is dragged it is drawn where the pointer has it; when it is let go, the document says so. */
function useDragging(nodes: FlowNode[]) {
  const { builder, catalogue } = useBuilderParts();
  const [moved, setMoved] = useState<ReadonlyMap<string, CanvasPoint>>(new Map());
  const shown = useMemo(
    () => (moved.size === 0 ? nodes : nodes.map((node) => withPosition(node, moved.get(node.id)))),
    [nodes, moved],
  );
  const byId = useMemo(() => new Map(nodes.map((node) => [node.id, node])), [nodes]);

  function letGo(points: ReadonlyMap<string, CanvasPoint>): void {
    setMoved(new Map());
    const selected = new Map<string, string>();
    builder.edit((document) => {
      let next = document;
      for (const [id, at] of points) {
        const node = byId.get(id);
        if (!node) continue;
        const note = noteOfNode(id);
        if (note !== undefined) {
          next = changeNote(next, note, { x: Math.round(at.x), y: Math.round(at.y) });
          continue;
        }
        const absolute = absoluteOf(node, at, byId);
        const middle = { x: absolute.x + (node.width ?? 0) / 2, y: absolute.y + 26 };
        const list = listAt(next, catalogue, middle, id);
        const isOwn = listOf(id) === list;
        if (isOwn && list === '') next = withPositions(next, { [id]: at });
        if (isOwn) continue;
        const result = moveTask(next, id, list, absolute);
        if (!result) continue;
        next = result.document;
        selected.set(id, result.place);
      }
      return next;
    });
    if (selected.size > 0) builder.select([...selected.values()]);
  }

  const change = (changes: NodeChange<FlowNode>[]): void => {
    const points = new Map(moved);
    let isOver = false;
    let hasMoved = false;
    for (const each of changes) {
      if (each.type !== 'position' || !each.position) continue;
      hasMoved = true;
      points.set(each.id, each.position);
      // The arrow keys move at once.
      isOver ||= each.dragging !== true;
    }
    selectBy(changes);
    if (!hasMoved) return;
    if (isOver) letGo(points);
    else setMoved(points);
  };

  function selectBy(changes: NodeChange<FlowNode>[]): void {
    const choices = changes.filter((each) => each.type === 'select');
    if (choices.length === 0) return;
    const chosen = new Set(builder.state.getState().selection);
    for (const { id, selected } of choices) {
      if (selected) chosen.add(id);
      else chosen.delete(id);
    }
    builder.select([...chosen]);
  }

  return { shown, change };
}

function withPosition(node: FlowNode, position: CanvasPoint | undefined): FlowNode {
  return position ? { ...node, position } : node;
}

function absoluteOf(node: FlowNode, at: CanvasPoint, byId: ReadonlyMap<string, FlowNode>): CanvasPoint {
  let { x, y } = at;
  for (let parent = byId.get(node.parentId ?? ''); parent; parent = byId.get(parent.parentId ?? '')) {
    x += parent.position.x;
    y += parent.position.y;
  }
  return { x, y };
}

function withName(node: FlowNode, catalogue: Parameters<typeof titleOfStep>[1]): FlowNode {
  const ariaLabel = node.type === 'note' ? 'Note' : titleOfStep(node.data.task, catalogue);
  return node.ariaLabel === ariaLabel ? node : Object.assign(node, { ariaLabel });
}

function drawnEdges(edges: FlowEdge[], steps: StepStates, selectedId: string | undefined): FlowEdge[] {
  return edges.map((edge) => {
    const [from, to] = [steps.of(edge.source), steps.of(edge.target)];
    const className = from === 'completed' && to === 'completed' ? 'done' : to === 'running' ? 'running' : '';
    const selected = edge.id === selectedId;
    return className === '' && !selected ? edge : { ...edge, className, selected };
  });
}

function useConnecting({ actions, onAddAfter, onRefused }: CanvasProps) {
  const { screenToFlowPosition } = useReactFlow();
  const whyNot = ({ source, target, targetHandle }: Pick<Connection, 'source' | 'target' | 'targetHandle'>) =>
    actions.whyNot(source, target, fieldOfPort(targetHandle));
  const join = (from: string, to: string, field?: string): void => {
    const reason = actions.whyNot(from, to, field);
    if (reason === undefined) actions.connect(from, to, field);
    else onRefused(reason);
  };
  return {
    isValidConnection: (edge: Connection | FlowEdge) =>
      whyNot({ ...edge, targetHandle: edge.targetHandle ?? null }) === undefined,
    onConnect: ({ source, target, targetHandle }: Connection) => join(source, target, fieldOfPort(targetHandle)),
    onConnectEnd: (
      event: MouseEvent | TouchEvent,
      { isValid, fromNode, fromHandle, toNode, toHandle }: FinalConnectionState,
    ) => {
      if (isValid || !fromNode || fromHandle?.type !== 'source') return;
      if (toNode && toHandle) return join(fromNode.id, toNode.id, fieldOfPort(toHandle.id));
      const { clientX, clientY } =
        'changedTouches' in event ? (event.changedTouches[0] ?? { clientX: 0, clientY: 0 }) : event;
      const under = document.elementFromPoint(clientX, clientY);
      const place = under?.closest<HTMLElement>('[data-place]')?.dataset['place'];
      if (place !== undefined) join(fromNode.id, place);
      else if (under?.closest('.react-flow__pane')) {
        onAddAfter(fromNode.id, screenToFlowPosition({ x: clientX, y: clientY }));
      }
    },
  };
}

function useCanvasHandle(handle: RefObject<CanvasHandle | null>, region: RefObject<HTMLDivElement | null>): void {
  const { builder, catalogue } = useBuilderParts();
  const { screenToFlowPosition, fitView, getNode } = useReactFlow();
  const pointAt = useCallback(
    (x: number, y: number) => {
      const box = region.current?.getBoundingClientRect();
      if (!box || x < box.left || x > box.right || y < box.top || y > box.bottom) return undefined;
      const point = screenToFlowPosition({ x, y }, { snapToGrid: false });
      return { point, list: listAt(builder.document(), catalogue, point, undefined) };
    },
    [region, builder, catalogue, screenToFlowPosition],
  );
  const wanted = useRef<string>(undefined);
  const reveal = useCallback(
    (place: string) => {
      if (getNode(place)) void fitView({ nodes: [{ id: place }], maxZoom: 1, padding: 0.4, duration: 160 });
      else wanted.current = place;
    },
    [fitView, getNode],
  );
  useEffect(() => {
    if (wanted.current === undefined || !getNode(wanted.current)) return;
    const place = wanted.current;
    wanted.current = undefined;
    reveal(place);
  });
  useImperativeHandle(handle, () => ({ pointAt, reveal }), [pointAt, reveal]);
}
