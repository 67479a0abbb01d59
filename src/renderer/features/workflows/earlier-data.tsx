import { Database } from 'lucide-react';
import { EmptyState } from '../../ui/empty-state.tsx';
import { JsonView } from '../../ui/json-view.tsx';
import { useBuilderParts, useBuilderState } from './builder-context.ts';
import { namesInScope } from './document/scope.ts';
import { frameOfPlace } from './document/frames.ts';
import { noteOfNode } from './flow-nodes.ts';
import { expressionOf } from './ports.ts';
import { StepGlyph } from './step-glyph.tsx';
import { titleOfStep } from './steps.ts';
import { t } from '../../../words/words.ts';

/** What the steps before the chosen one gave last time: each line can be dragged onto a field of it. */
export function EarlierData() {
  const { catalogue } = useBuilderParts();
  const document = useBuilderState(({ history }) => history.present);
  const outputs = useBuilderState((state) => state.outputs);
  const [place] = useBuilderState((state) => state.selection);
  if (place === undefined || noteOfNode(place) !== undefined || frameOfPlace(place) !== undefined) {
    return (
      <EmptyState
        icon={Database}
        title={t('No step is chosen')}
        text={t('Choose one, and what those before it gave stands here.')}
      />
    );
  }
  const steps = namesInScope(document, place).steps.filter(({ id }) => outputs[id]?.output !== undefined);
  if (steps.length === 0) {
    return (
      <EmptyState
        icon={Database}
        title={t('Nothing yet')}
        text={t('Run the steps before this one. Drag what they give onto a field of this step.')}
      />
    );
  }
  return (
    <div
      tabIndex={0}
      role="group"
      aria-label={t('What earlier steps gave')}
      className="min-h-0 flex-1 space-y-4 overflow-y-auto p-3 focus-visible:-outline-offset-2"
    >
      <p className="text-xs text-muted">{t('Drag a line onto a field of this step.')}</p>
      {steps.map((task) => (
        <section key={task.id} aria-label={titleOfStep(task, catalogue)} className="space-y-1">
          <h2 className="flex min-w-0 items-center gap-1.5 text-xs font-medium">
            <StepGlyph task={task} size={13} />
            <span className="truncate">{titleOfStep(task, catalogue)}</span>
          </h2>
          <JsonView
            value={outputs[task.id]?.output}
            label={t('What {{task}} gave', { task: titleOfStep(task, catalogue) })}
            openLevels={2}
            dragText={(path) => expressionAt(task.id, path)}
          />
        </section>
      ))}
    </div>
  );
}

/** `[0].name` of a list follows at once. */
function expressionAt(taskId: string, path: string): string {
  return path.startsWith('[') ? `{{ tasks.${taskId}.output${path} }}` : expressionOf(taskId, path);
}
