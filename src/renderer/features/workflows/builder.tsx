import { ReactFlowProvider } from '@xyflow/react';
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { CanvasPoint } from '../../../contract/canvas.ts';
import type { WorkflowPart } from '../../../contract/workflow-run.ts';
import type { Workflow } from '../../../contract/workflows.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { Tabs } from '../../ui/tabs.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { useMedia } from '../../ui/use-media.ts';
import { AddStep } from './add-step.tsx';
import { createBuildActions } from './build-actions.ts';
import { BuilderContext, type BuilderParts } from './builder-context.ts';
import { type Builder, createBuilder } from './builder-store.ts';
import { Canvas, type CanvasHandle } from './canvas.tsx';
import { useCatalogue } from './catalogue.ts';
import { ConflictBar } from './conflict-bar.tsx';
import type { FlowEdge } from './flow-nodes.ts';
import { Outline } from './outline.tsx';
import { DraggedStep, StepPalette } from './palette.tsx';
import { problemsOf } from './problems.ts';
import { SidePanel, type PanelView } from './side-panel.tsx';
import { noStates } from './step-states.ts';
import type { PaletteStep } from './steps.ts';
import { Toolbar } from './toolbar.tsx';
import { listOfSelection, useBuilderKeys } from './use-builder-keys.ts';
import { PaletteDragContext, usePaletteDrag } from './use-palette-drag.ts';
import { useShownRun } from './use-shown-run.ts';
import { WorkflowMenu } from './workflow-menu.tsx';

/** One workflow, to build, to run and to look at. */
export function WorkflowBuilder({ workflow }: { workflow: Workflow }) {
  const { engine } = useHeron();
  const [builder, setBuilder] = useState<Builder>();
  useEffect(() => {
    const made = createBuilder({ ...engine, workflow });
    setBuilder(made);
    return made.close;
    // What it is opened with counts once; from then on it follows the engine by itself.
  }, [engine, workflow.id]);
  if (!builder) return null;
  return (
    <ReactFlowProvider>
      <Workbench builder={builder} />
    </ReactFlowProvider>
  );
}

/** Where a step goes that is chosen in the dialog. */
type Adding = { after?: string | undefined; at?: CanvasPoint };

function Workbench({ builder }: { builder: Builder }) {
  const catalogue = useCatalogue();
  const latest = useRef(catalogue);
  useEffect(() => {
    latest.current = catalogue;
  }, [catalogue]);
  const actions = useMemo(() => createBuildActions(builder, () => latest.current), [builder]);
  const document = useStore(builder.state, ({ history }) => history.present);
  const check = useStore(builder.state, (state) => state.check);
  const runId = useStore(builder.state, (state) => state.runId);
  const selection = useStore(builder.state, (state) => state.selection);
  const [adding, setAdding] = useState<Adding>();
  const [edge, setEdge] = useState<FlowEdge>();
  const [view, setView] = useState<PanelView>('step');
  const [states, setStates] = useState(noStates);
  const canvas = useRef<CanvasHandle>(null);
  const reveal = useCallback(
    (place: string) => {
      builder.select([place]);
      setView('step');
      canvas.current?.reveal(place);
    },
    [builder],
  );
  const problems = useMemo(() => problemsOf(document, check), [document, check]);
  const parts = useMemo<BuilderParts>(
    () => ({ builder, catalogue, problems, steps: states, reveal }),
    [builder, catalogue, problems, states, reveal],
  );
  const [selected] = selection;
  useEffect(() => {
    if (selected !== undefined) {
      setEdge(undefined);
      setView('step');
    }
  }, [selected]);
  const start = useAction(
    'It could not be run',
    useCallback(
      async (part?: WorkflowPart) => {
        await builder.run(part);
        setView('run');
      },
      [builder],
    ),
  );
  const add = (step: PaletteStep, where: Adding = {}): void => {
    const list = listOfSelection(builder);
    const isInside = selected !== undefined && list === selected;
    actions.add(step, isInside ? { list, ...where } : { after: selected, ...where });
  };
  const drop = useCallback(
    (step: PaletteStep, x: number, y: number) => {
      const over = canvas.current?.pointAt(x, y);
      if (!over) return false;
      actions.add(step, { list: over.list, at: { x: over.point.x - 40, y: over.point.y - 26 } });
      return true;
    },
    [actions],
  );
  const dragging = usePaletteDrag(drop);
  useBuilderKeys({
    ...{ builder, actions, onAdd: () => setAdding({ after: selected }) },
    removeEdge: edge && (() => removeEdge()),
  });
  const removeEdge = (): void => {
    if (!edge) return;
    actions.disconnect(edge.source, edge.target);
    setEdge(undefined);
  };
  return (
    <BuilderContext value={parts}>
      <PaletteDragContext value={dragging}>
        <ShownRun runId={runId} onStates={setStates} onAsking={() => setView('run')} />
        <Toolbar
          isStarting={start.isBusy}
          onRun={() => void start.run()}
          menu={<WorkflowMenu onRunPanel={() => setView('run')} onAbout={() => setView('about')} />}
        />
        <ConflictBar />
        <Areas
          left={<StepPalette onAdd={add} />}
          outline={
            <Outline
              actions={actions}
              onAdd={() => setAdding({ after: selected })}
              onOpen={(place) => {
                builder.select([place]);
                setView('step');
                focusPanel();
              }}
            />
          }
          canvas={
            <Canvas
              {...{ actions, selectedEdge: edge, onSelectEdge: setEdge }}
              handle={canvas}
              onAddAfter={(after, at) => setAdding({ after, at })}
              onRefused={(reason) => showToast({ title: reason })}
            />
          }
          panel={
            <SidePanel
              {...{ view, actions, edge, onView: setView, onRemoveEdge: removeEdge }}
              onRun={(part) => void start.run(part)}
            />
          }
        />
        <AddStep
          isOpen={adding !== undefined}
          onClose={() => setAdding(undefined)}
          onAdd={(step) => add(step, adding ?? {})}
        />
        <DraggedStep />
      </PaletteDragContext>
    </BuilderContext>
  );
}

/** The fields of the step that was just chosen, once they are drawn. */
function focusPanel(): void {
  requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-step-panel] [role=tab]')?.focus());
}

interface ShownRunProps {
  runId: string | undefined;
  onStates: (states: ReturnType<typeof useShownRun>['states']) => void;
  onAsking: () => void;
}

/** Follows the run, and tells what is drawn of it. */
function ShownRun({ runId, ...rest }: ShownRunProps) {
  return runId === undefined ? null : <Followed key={runId} runId={runId} {...rest} />;
}

function Followed({ runId, onStates, onAsking }: ShownRunProps & { runId: string }) {
  const { states, isAsking } = useShownRun(runId);
  useEffect(() => onStates(states), [states, onStates]);
  useEffect(() => {
    if (isAsking) onAsking();
    // Once for each time it begins to ask.
  }, [isAsking]);
  return null;
}

interface AreasProps {
  left: ReactNode;
  outline: ReactNode;
  canvas: ReactNode;
  panel: ReactNode;
}

type Area = 'outline' | 'canvas' | 'panel';

/** Side by side; on a phone one at a time, the outline first. */
function Areas({ left, outline, canvas, panel }: AreasProps) {
  const isNarrow = useMedia('(width < 48rem)');
  const [area, setArea] = useState<Area>('outline');
  const [side, setSide] = useState<'steps' | 'outline'>('steps');
  if (isNarrow) {
    return (
      <Tabs<Area>
        label="Views of the workflow"
        className="flex-1"
        panelClassName="flex flex-col data-[state=inactive]:hidden"
        value={area}
        onChange={setArea}
        tabs={[
          { id: 'outline', label: 'Outline', content: outline },
          { id: 'canvas', label: 'Canvas', content: canvas },
          { id: 'panel', label: 'Details', content: panel },
        ]}
      />
    );
  }
  return (
    <div className="flex min-h-0 flex-1">
      <Tabs<'steps' | 'outline'>
        label="Steps"
        className="w-56 shrink-0 border-r"
        panelClassName="flex flex-col data-[state=inactive]:hidden"
        value={side}
        onChange={setSide}
        tabs={[
          { id: 'steps', label: 'Add', content: left },
          { id: 'outline', label: 'Outline', content: outline },
        ]}
      />
      {canvas}
      {panel}
    </div>
  );
}
