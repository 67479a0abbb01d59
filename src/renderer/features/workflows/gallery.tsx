import { useCallback } from 'react';
import type { WorkflowDocument } from '../../../contract/workflows.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useQuery } from '../../engine/use-query.ts';
import { StepGlyph } from './step-glyph.tsx';
import { t } from '../../../words/words.ts';

/** Workflows to begin with. */
export function Gallery({ onUse }: { onUse: (document: WorkflowDocument) => void }) {
  const { engine } = useHeron();
  const load = useCallback(() => engine.client.workflows.examples(), [engine]);
  const { data } = useQuery(engine.state, load);
  if (!data || data.length === 0) return null;
  return (
    <section aria-labelledby="gallery" className="space-y-3 px-3 pb-6">
      <h2 id="gallery" className="text-sm font-semibold">
        {t('Begin with one of these')}
      </h2>
      <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
        {data.map(({ name, title, description, document }) => (
          <li key={name}>
            <button
              type="button"
              onClick={() => onUse(document)}
              className="flex h-full w-full flex-col gap-2 rounded-lg border bg-raised p-3.5 text-left shadow-raised transition-colors hover:border-control"
            >
              <span aria-hidden className="flex items-center gap-1 text-muted">
                {document.tasks.slice(0, 5).map((task) => (
                  <span key={task.id} className="flex size-7 items-center justify-center rounded-md bg-sunken">
                    <StepGlyph task={task} size={14} />
                  </span>
                ))}
              </span>
              <span className="text-sm font-medium">{title}</span>
              <span className="text-xs text-muted">{description}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
