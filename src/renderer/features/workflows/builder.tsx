import { ReactFlowProvider } from '@xyflow/react';
import {
  lazy,
  type ReactNode,
  type RefObject,
  Suspense,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useStore } from 'zustand';
import type { CanvasPoint } from '../../../contract/canvas.ts';
import type { WorkflowPart } from '../../../contract/workflow-run.ts';
import type { Workflow } from '../../../contract/workflows.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { loadCodeEditor } from '../../ui/use-code-editor.ts';
import { useMedia } from '../../ui/use-media.ts';
import { AddStep } from './add-step.tsx';
import { type BuildActions, createBuildActions } from './build-actions.ts';
import { BuilderContext, type BuilderParts, useBuilderParts, useBuilderState } from './builder-context.ts';
import type { Area } from './builder-state.ts';
import { type Builder, createBuilder } from './builder-store.ts';
import { Canvas } from './canvas.tsx';
import { useCatalogue } from './catalogue.ts';
import { openComments } from './document/comments.ts';
import { scenarioNamed } from './document/scenarios.ts';
import { EarlierData } from './earlier-data.tsx';
import { UnsavedBar } from './unsaved-bar.tsx';
import { edgesOf } from './flow-nodes.ts';
import type { FlowEdge } from './flow-edges.ts';
import { Outline } from './outline.tsx';
import { DraggedStep, StepPalette } from './palette.tsx';
import { problemsOf } from './problems.ts';
import { ShownRun } from './shown-run.tsx';
import { SidePanel } from './side-panel.tsx';
import { noStates, type StepStates } from './step-states.ts';
import type { PaletteStep } from './steps.ts';
import { unsentOf } from './together/unsent.ts';
import { Toolbar } from './toolbar.tsx';
import { useStarts } from './triggers/use-starts.ts';
import { listOfSelection, useBuilderKeys } from './use-builder-keys.ts';
import type { CanvasHandle } from './use-canvas-handle.ts';
import { PaletteDragContext, usePaletteDrag } from './use-palette-drag.ts';
import { WorkflowMenu } from './workflow-menu.tsx';
import { t } from '../../../words/words.ts';

/** What is seldom looked at comes when it is. */
const VersionsView = lazy(async () => {
  const { VersionsView: view } = await import('./versions/versions-view.tsx');
  return { default: view };
});

/** One workflow, to build, to run and to look at. What it is opened with counts once; from then on it follows the engine. */
export function WorkflowBuilder({ workflow }: { workflow: Workflow }) {
  const { engine } = useHeron();
  const [builder] = useState(() => createBuilder({ ...engine, workflow, unsent: unsentOf(workflow.id, localStorage) }));
  useEffect(() => builder.follow(), [builder]);
  useEffect(loadCodeEditor, []);
  return (
    <ReactFlowProvider>
      <Workbench builder={builder} />
    </ReactFlowProvider>
  );
}

/** Where a step goes that is chosen in the dialog. */
type Adding = { after?: string | undefined; at?: CanvasPoint | undefined; between?: FlowEdge };

function Workbench({ builder }: { builder: Builder }) {
  const canvas = useRef<CanvasHandle>(null);
  const [adding, setAdding] = useState<Adding>();
  const [states, setStates] = useState<StepStates>(noStates);
  const askAfter = useCallback((after: string) => setAdding({ after }), []);
  const parts = useParts(builder, states, canvas, askAfter);
  const actions = useMemo(() => createBuildActions(builder, parts.catalogue), [builder, parts.catalogue]);
  const runId = useStore(builder.state, (state) => state.runId);
  const isComparing = useStore(builder.state, (state) => state.isComparing);
  const [selected] = useStore(builder.state, (state) => state.selection);
  // The panel that opens for a step may stand where it was.
  useEffect(() => {
    if (selected !== undefined) afterDrawing(() => canvas.current?.show(selected));
  }, [selected]);
  const start = useStarting(builder, parts, canvas);
  const { add, dragging } = useAdding(parts, actions, canvas);
  const { edge, removeEdge } = useSelectedEdge(parts, actions);
  const ask = (): void => setAdding({ after: selected });
  useBuilderKeys({ ...{ builder, actions, onAdd: ask }, removeEdge: edge && removeEdge, isOff: isComparing });
  return (
    <BuilderContext value={parts}>
      <PaletteDragContext value={dragging}>
        <Toolbar isStarting={start.isBusy} onRun={() => void start.run()} menu={<WorkflowMenu />} />
        <UnsavedBar />
        {isComparing ? (
          <Suspense fallback={<Skeleton lines={3} label={t('Loading the versions')} />}>
            <VersionsView />
          </Suspense>
        ) : (
          <Areas
            left={<StepPalette onAdd={add} />}
            outline={<Outline actions={actions} onAdd={ask} onOpen={(place) => openPanel(builder, place)} />}
            canvas={
              <Canvas
                {...{ actions, handle: canvas }}
                onAddAfter={(after, at) => setAdding({ after, at })}
                onAddAt={(at) => setAdding({ at })}
                onInsert={(between) => setAdding({ between })}
                onRun={(part) => void start.run(part)}
                onRefused={(reason) => showToast({ title: reason })}
              />
            }
            panel={
              <SidePanel {...{ actions, edge, onRemoveEdge: removeEdge }} onRun={(part) => void start.run(part)} />
            }
          />
        )}
        {runId !== undefined && <ShownRun key={runId} runId={runId} onStates={setStates} builder={builder} />}
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

function useParts(
  builder: Builder,
  steps: StepStates,
  canvas: RefObject<CanvasHandle | null>,
  askAfter: BuilderParts['askAfter'],
): BuilderParts {
  const catalogue = useCatalogue();
  const document = useStore(builder.state, ({ history }) => history.present);
  const check = useStore(builder.state, (state) => state.check);
  const problems = useMemo(() => problemsOf(document, check), [document, check]);
  const starts = useStarts(useStore(builder.state, ({ kept }) => kept.id));
  const scenario = useStore(builder.state, (state) => state.scenario);
  const pinned = useMemo(
    () => new Set(Object.keys(scenarioNamed(document, scenario)?.pins ?? {})),
    [document, scenario],
  );
  // As a text, so that all steps are drawn anew only when it says something else.
  const said = JSON.stringify([...openComments(document)]);
  const comments = useMemo(() => new Map(JSON.parse(said) as [string, number][]), [said]);
  return useMemo(() => {
    const reveal = (place: string): void => {
      builder.select([place]);
      afterDrawing(() => canvas.current?.reveal(place));
    };
    return { builder, catalogue, problems, steps, starts, pinned, comments, askAfter, reveal };
  }, [builder, catalogue, problems, steps, starts, pinned, comments, askAfter, canvas]);
}

function useStarting(builder: Builder, { reveal }: BuilderParts, canvas: RefObject<CanvasHandle | null>) {
  return useAction(
    t('It could not be run'),
    useCallback(
      async (part?: WorkflowPart) => {
        if (part === undefined && (await toldWhatIsWrong(builder, reveal))) return;
        await builder.run(part);
        afterDrawing(() => canvas.current?.fit());
      },
      [builder, reveal, canvas],
    ),
  );
}

/** What keeps it from running is shown at its step, and not run into. */
async function toldWhatIsWrong(builder: Builder, reveal: (place: string) => void): Promise<boolean> {
  await builder.check();
  const { history, check } = builder.state.getState();
  const wrong = problemsOf(history.present, check).filter(({ tone, isOfStart }) => tone === 'danger' && !isOfStart);
  const [first] = wrong;
  if (!first) return false;
  if (first.place !== undefined) reveal(first.place);
  const more = wrong.length === 1 ? '' : ` And ${wrong.length - 1} more: they are listed under problems.`;
  showToast({ title: t('It cannot run yet'), text: `${first.message}.${more}` });
  return true;
}

function useAdding(
  { builder, catalogue }: BuilderParts,
  actions: BuildActions,
  canvas: RefObject<CanvasHandle | null>,
) {
  const add = (step: PaletteStep, { between, ...where }: Adding = {}): void => {
    if (between && step.task) return actions.insert(step, between);
    const [selected] = builder.state.getState().selection;
    const list = listOfSelection(builder);
    const isInside = selected !== undefined && list === selected;
    actions.add(step, isInside ? { list, ...where } : { after: selected, ...where });
  };
  const drop = (step: PaletteStep, x: number, y: number): void => {
    const over = canvas.current?.pointAt(x, y);
    if (!over) return;
    const under = step.task && edgeUnder(x, y);
    const edge =
      under === undefined ? undefined : edgesOf(builder.document(), catalogue).find(({ id }) => id === under);
    if (edge) return actions.insert(step, edge);
    actions.add(step, { list: over.list, at: { x: over.point.x - 40, y: over.point.y - 26 } });
  };
  return { add, dragging: usePaletteDrag(drop) };
}

/** The line at a point of the window. */
function edgeUnder(x: number, y: number): string | undefined {
  const lines = document.elementsFromPoint(x, y).flatMap((one) => one.closest<SVGElement>('.react-flow__edge') ?? []);
  return lines[0]?.dataset['id'];
}

function useSelectedEdge({ builder, catalogue }: BuilderParts, actions: BuildActions) {
  const document = useStore(builder.state, ({ history }) => history.present);
  const id = useStore(builder.state, (state) => state.edge);
  const edge = useMemo<FlowEdge | undefined>(
    () => (id === undefined ? undefined : edgesOf(document, catalogue).find((each) => each.id === id)),
    [document, catalogue, id],
  );
  const removeEdge = (): void => {
    if (!edge) return;
    actions.disconnect(edge.source, edge.target);
    builder.selectEdge(undefined);
  };
  return { edge, removeEdge };
}

function afterDrawing(act: () => void): void {
  requestAnimationFrame(() => requestAnimationFrame(act));
}

/** The fields of a step or a trigger, with the focus in them. */
function openPanel(builder: Builder, place: string): void {
  builder.select([place]);
  builder.openArea('panel');
  afterDrawing(() => {
    const panel = document.querySelector('[data-step-panel]');
    const first = panel?.querySelector<HTMLElement>('[role=tab]') ?? panel?.querySelector<HTMLElement>('input, select');
    first?.focus();
  });
}

interface AreasProps {
  left: ReactNode;
  outline: ReactNode;
  canvas: ReactNode;
  panel: ReactNode;
}

/** What stands at the left of the canvas. */
type Side = 'steps' | 'outline' | 'data';

/** Side by side; on a phone one at a time, the outline first. */
function Areas({ left, outline, canvas, panel }: AreasProps) {
  const isNarrow = useMedia('(width < 48rem)');
  const { builder } = useBuilderParts();
  const area = useBuilderState((state) => state.area);
  const [side, setSide] = useState<Side>('steps');
  if (isNarrow) {
    return (
      <Tabs<Area>
        label={t('Views of the workflow')}
        className="flex-1"
        panelClassName="flex flex-col data-[state=inactive]:hidden"
        value={area}
        onChange={builder.openArea}
        tabs={[
          { id: 'outline', label: t('Outline'), content: outline },
          { id: 'canvas', label: t('Canvas'), content: canvas },
          { id: 'panel', label: t('Details'), content: panel },
        ]}
      />
    );
  }
  return (
    <div className="flex min-h-0 flex-1">
      <Tabs<Side>
        label={t('Steps')}
        className="w-56 shrink-0 border-r"
        panelClassName="flex flex-col data-[state=inactive]:hidden"
        value={side}
        onChange={setSide}
        tabs={[
          { id: 'steps', label: t('Add'), content: left },
          { id: 'outline', label: t('Outline'), content: outline },
          { id: 'data', label: t('Data'), content: <EarlierData /> },
        ]}
      />
      {canvas}
      {panel}
    </div>
  );
}
