import './canvas.css';
import '@xyflow/react/dist/base.css';
import {
  Background,
  BackgroundVariant,
  type Connection,
  ConnectionLineType,
  type FinalConnectionState,
  ReactFlow,
  SelectionMode,
  useReactFlow,
} from '@xyflow/react';
import { type RefObject, useMemo, useRef, useState } from 'react';
import type { CanvasPoint } from '../../../contract/canvas.ts';
import { KeyHint } from '../../ui/key-hint.tsx';
import { useBuilderParts, useBuilderState } from './builder-context.ts';
import type { CanvasMenuActions } from './canvas-menu-parts.ts';
import { useCanvasMenu } from './use-canvas-menu.tsx';
import { CanvasTools } from './canvas-tools.tsx';
import type { Catalogue } from './catalogue.ts';
import { edgesOf, fieldOfPort, type FlowNode, nodesOf, startEdgesOf } from './flow-nodes.ts';
import type { FlowEdge } from './flow-edges.ts';
import { foldedInto, withFolded } from './frames/frame-nodes.ts';
import { titleOfFrame } from './frames/frame-words.ts';
import { FrameNodeView } from './frames/frame-node.tsx';
import { NoteNodeView } from './note-node.tsx';
import { BoxNodeView, StepNodeView } from './step-node.tsx';
import { TriggerNodeView } from './triggers/trigger-node.tsx';
import { titleOfTrigger } from './triggers/trigger-words.ts';
import type { StepStates } from './step-states.ts';
import { titleOfStep } from './steps.ts';
import { type CanvasHandle, useCanvasHandle } from './use-canvas-handle.ts';
import { showAtFirst } from './show-at-first.ts';
import { Pointers } from './together/pointers.tsx';
import { usePresence } from './together/use-presence.ts';
import { useDragging } from './use-dragging.ts';
import { t } from '../../../words/words.ts';

const nodeTypes = {
  step: StepNodeView,
  box: BoxNodeView,
  note: NoteNodeView,
  trigger: TriggerNodeView,
  frame: FrameNodeView,
};
const grid: [number, number] = [8, 8];

interface CanvasProps extends CanvasMenuActions {
  handle: RefObject<CanvasHandle | null>;
  /** A line was let go over nothing: something is to be added there. */
  onAddAfter: (from: string, at: CanvasPoint) => void;
  onRefused: (reason: string) => void;
}

/** The steps as boxes to drag and connect. */
export function Canvas(props: CanvasProps) {
  const { actions, handle } = props;
  const { builder } = useBuilderParts();
  const region = useRef<HTMLDivElement>(null);
  const [isSnapping, setIsSnapping] = useState(true);
  const [hasMap, setHasMap] = useState(false);
  const { nodes, edges, change, wasEmpty } = useDrawn();
  useCanvasHandle(handle, region);
  const connecting = useConnecting(props);
  const pointing = usePresence();
  const { screenToFlowPosition } = useReactFlow();
  const { handlers, menu } = useCanvasMenu(props, (at) => screenToFlowPosition(at));
  return (
    <div ref={region} {...pointing} className="workflow-canvas relative min-h-0 flex-1">
      <ReactFlow
        aria-label={t('Canvas')}
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        onNodesChange={change}
        {...connecting}
        {...handlers}
        connectOnClick={false}
        onEdgeClick={(_, edge) => edge.selectable !== false && builder.selectEdge(edge.id)}
        onPaneClick={() => builder.select([])}
        connectionLineType={ConnectionLineType.Bezier}
        connectionRadius={28}
        selectionMode={SelectionMode.Partial}
        snapToGrid={isSnapping}
        snapGrid={grid}
        deleteKeyCode={null}
        multiSelectionKeyCode={['Shift', 'Meta', 'Control']}
        panOnScroll
        minZoom={0.05}
        maxZoom={2}
        // An empty canvas has nothing to fit, and must not jump when the first step is dropped. The property of that name leaves a
        // large workflow out of sight, where none of its steps is drawn.
        onInit={(flow) => void (wasEmpty || showAtFirst(flow, region.current))}
        onlyRenderVisibleElements
        elevateNodesOnSelect={false}
        proOptions={{ hideAttribution: true }}
      >
        <Pointers />
        <Background variant={BackgroundVariant.Dots} gap={16} size={1} />
        <CanvasTools
          {...{ isSnapping, hasMap }}
          onSnap={() => setIsSnapping(!isSnapping)}
          onMap={() => setHasMap(!hasMap)}
          onTidy={actions.tidy}
        />
      </ReactFlow>
      {nodes.length === 0 && <HowToBegin />}
      {menu}
    </div>
  );
}

function HowToBegin() {
  return (
    <div className="pointer-events-none absolute inset-0 flex items-center justify-center p-6">
      <p className="max-w-72 rounded-lg border border-dashed border-control bg-surface p-4 text-center text-sm text-muted">
        {t('Drag a step here from the left, or press')} <KeyHint keys="A" /> {t('and type what it is called.')}
      </p>
    </div>
  );
}

/** The document as React Flow takes it. */
function useDrawn() {
  const { catalogue, steps } = useBuilderParts();
  const document = useBuilderState(({ history }) => history.present);
  const selection = useBuilderState((state) => state.selection);
  const selectedEdge = useBuilderState(({ edge }) => edge);
  const [wasEmpty] = useState(document.tasks.length === 0 && !document.triggers?.length);
  const chosen = useMemo(() => new Set(selection), [selection]);
  const drawn = useMemo(
    () => nodesOf(document, catalogue, chosen).map((node) => withName(node, catalogue)),
    [document, catalogue, chosen],
  );
  const { shown, change } = useDragging(drawn);
  const folded = useMemo(() => foldedInto(document), [document]);
  const lines = useMemo(() => withFolded(edgesOf(document, catalogue), folded), [document, catalogue, folded]);
  const starting = useMemo(() => withFolded(startEdgesOf(document), folded), [document, folded]);
  const edges = useMemo(
    () => [...starting, ...drawnEdges(lines, steps, selectedEdge)],
    [starting, lines, steps, selectedEdge],
  );
  return { nodes: shown, edges, change, wasEmpty };
}

function nameOf(node: FlowNode, catalogue: Catalogue): string {
  if (node.type === 'note') return t('Note');
  if (node.type === 'frame') return t('Frame: {{frame}}', { frame: titleOfFrame(node.data.frame) });
  if (node.type === 'trigger') return t('Trigger: {{trigger}}', { trigger: titleOfTrigger(node.data.trigger) });
  return titleOfStep(node.data.task, catalogue);
}

const named = new WeakMap<FlowNode, FlowNode>();

/** What a screen reader calls it. The same node gives the same again. */
function withName(node: FlowNode, catalogue: Catalogue): FlowNode {
  const ariaLabel = nameOf(node, catalogue);
  const known = named.get(node);
  if (known?.ariaLabel === ariaLabel) return known;
  const made = { ...node, ariaLabel };
  named.set(node, made);
  return made;
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
  const join = (from: string, to: string, field?: string): void => {
    const reason = actions.whyNot(from, to, field);
    if (reason === undefined) actions.connect(from, to, field);
    else onRefused(reason);
  };
  return {
    isValidConnection: ({ source, target, targetHandle }: Connection | FlowEdge) =>
      actions.whyNot(source, target, fieldOfPort(targetHandle)) === undefined,
    onConnect: ({ source, target, targetHandle }: Connection) => join(source, target, fieldOfPort(targetHandle)),
    onConnectEnd: (event: MouseEvent | TouchEvent, end: FinalConnectionState) => {
      const { isValid, fromNode, fromHandle, toNode, toHandle } = end;
      if (isValid || !fromNode || fromHandle?.type !== 'source') return;
      if (toNode && toHandle) return join(fromNode.id, toNode.id, fieldOfPort(toHandle.id));
      const at = pointOf(event);
      const under = at && document.elementFromPoint(at.x, at.y);
      const place = under?.closest<HTMLElement>('[data-place]')?.dataset['place'];
      if (place !== undefined) join(fromNode.id, place);
      else if (at && under?.closest('.react-flow__pane')) onAddAfter(fromNode.id, screenToFlowPosition(at));
    },
  };
}

function pointOf(event: MouseEvent | TouchEvent): CanvasPoint | undefined {
  const point = 'changedTouches' in event ? event.changedTouches[0] : event;
  return point && { x: point.clientX, y: point.clientY };
}
