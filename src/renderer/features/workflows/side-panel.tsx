import { History, Unlink, X } from 'lucide-react';
import { lazy, type ReactNode, Suspense } from 'react';
import type { WorkflowPart } from '../../../contract/workflow-run.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { OpenRun } from '../runs/open-run.tsx';
import type { BuildActions } from './build-actions.ts';
import { useBuilderParts, useBuilderState } from './builder-context.ts';
import { frameAt, frameOfPlace } from './document/frames.ts';
import { taskAt } from './document/place.ts';
import { triggerAt, triggerOfPlace } from './document/triggers.ts';
import { noteOfNode } from './flow-nodes.ts';
import type { FlowEdge } from './flow-edges.ts';
import { DocumentInspector, StepInspector } from './inspector.tsx';
import { ManySelected } from './many-selected.tsx';
import { titleOfStep } from './steps.ts';
import { t } from '../../../words/words.ts';

/** What is seldom looked at, and what has the forms of schedules, comes when it is wanted. */
const WorkflowSchedules = lazy(async () => {
  const { WorkflowSchedules: view } = await import('../schedules/workflow-schedules.tsx');
  return { default: view };
});
const ScenariosPanel = lazy(async () => {
  const { ScenariosPanel: view } = await import('./scenarios-panel.tsx');
  return { default: view };
});
const FramePanel = lazy(async () => {
  const { FramePanel: view } = await import('./frames/frame-panel.tsx');
  return { default: view };
});
const TriggerPanel = lazy(async () => {
  const { TriggerPanel: view } = await import('./triggers/trigger-panel.tsx');
  return { default: view };
});

interface SidePanelProps {
  actions: BuildActions;
  edge: FlowEdge | undefined;
  onRun: (part: WorkflowPart) => void;
  onRemoveEdge: () => void;
}

/** What is chosen on the canvas, or the run. */
export function SidePanel(props: SidePanelProps) {
  const { builder } = useBuilderParts();
  const view = useBuilderState((state) => state.view);
  const content = useContent(props);
  if (!content) {
    return <p className="p-4 text-sm text-muted md:hidden">{t('Choose a step in the outline to set it up.')}</p>;
  }
  const close = (): void => {
    builder.select([]);
    builder.show('closed');
    builder.openArea('outline');
  };
  return (
    <section
      aria-label={view === 'run' ? t('Run') : t('Details')}
      data-step-panel
      className="relative flex min-h-0 w-full flex-col border-l bg-surface md:w-80 md:shrink-0"
    >
      <span className="absolute top-2.5 right-2 z-10">
        <IconButton label={t('Close the panel')} icon={X} onClick={close} />
      </span>
      <Suspense fallback={<Skeleton lines={3} label={t('Loading the details')} />}>{content}</Suspense>
    </section>
  );
}

function useContent({ actions, edge, onRun, onRemoveEdge }: SidePanelProps): ReactNode {
  const view = useBuilderState((state) => state.view);
  const selection = useBuilderState((state) => state.selection);
  const runId = useBuilderState((state) => state.runId);
  const workflowId = useBuilderState(({ kept }) => kept.id);
  const isThere = useBuilderState(({ history }) => selection.every((place) => isIn(place, history.present)));
  if (view === 'run') return runId === undefined ? null : <RunPanel runId={runId} />;
  if (view === 'about') return <DocumentInspector />;
  if (view === 'scenarios') return <ScenariosPanel />;
  if (view === 'schedules') return <WorkflowSchedules workflowId={workflowId} />;
  const places = selection.filter((place) => noteOfNode(place) === undefined);
  const [place] = places;
  if (selection.length > 1) return <ManySelected places={selection} actions={actions} />;
  if (place !== undefined && isThere && triggerOfPlace(place) !== undefined) {
    return <TriggerPanel key={place} {...{ place, actions }} />;
  }
  if (place !== undefined && isThere && frameOfPlace(place) !== undefined) {
    return <FramePanel key={place} {...{ place, actions }} />;
  }
  if (place !== undefined && isThere) return <StepInspector key={place} {...{ place, actions, onRun }} />;
  return edge ? <EdgePanel edge={edge} onRemove={onRemoveEdge} /> : null;
}

function isIn(place: string, document: Parameters<typeof taskAt>[0]): boolean {
  if (triggerOfPlace(place) !== undefined) return triggerAt(document, place) !== undefined;
  if (frameOfPlace(place) !== undefined) return frameAt(document, place) !== undefined;
  return noteOfNode(place) !== undefined || taskAt(document, place) !== undefined;
}

function RunPanel({ runId }: { runId: string }) {
  const { builder } = useBuilderParts();
  const isBack = useBuilderState((state) => state.isBack);
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex items-center gap-2 pt-2.5 pr-12 pb-2 pl-4">
        <h2 className="flex-1 text-sm font-semibold">{t('Run')}</h2>
        <IconButton
          label={t('Back in time')}
          icon={History}
          aria-pressed={isBack}
          onClick={() => builder.goBack(!isBack)}
        />
      </div>
      <div
        tabIndex={0}
        role="group"
        aria-label={t('The run')}
        className="min-h-0 flex-1 overflow-y-auto px-3 pb-4 focus-visible:-outline-offset-2"
      >
        <OpenRun key={runId} runId={runId} />
      </div>
    </div>
  );
}

function EdgePanel({ edge, onRemove }: { edge: FlowEdge; onRemove: () => void }) {
  const { builder, catalogue } = useBuilderParts();
  const name = (place: string): string => {
    const task = taskAt(builder.document(), place);
    return task ? titleOfStep(task, catalogue) : place;
  };
  return (
    <div className="space-y-3 p-4">
      <h2 className="pr-8 text-sm font-semibold">{t('Connection')}</h2>
      <p className="text-sm text-muted">
        {t('“{{target}}” comes after “{{source}}”.', { target: name(edge.target), source: name(edge.source) })}
      </p>
      <Button size="sm" icon={Unlink} onClick={onRemove}>
        {t('Disconnect')}
      </Button>
    </div>
  );
}
