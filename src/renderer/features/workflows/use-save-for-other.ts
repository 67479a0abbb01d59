import { useCallback } from 'react';
import { type ForeignKind, foreignNames, keptUnder } from '../../../contract/imports.ts';
import type { WorkflowSummary } from '../../../contract/workflows.ts';
import type { HeronClient } from '../../engine/client.ts';
import { saveFile } from '../../engine/save-file.ts';
import { useAction } from '../../engine/use-action.ts';
import { t } from '../../../words/words.ts';
import { useBuilderState } from './builder-context.ts';
import { showExportReport } from './import-report-store.ts';

/** The workflow as a file of another program, and what became of its steps. Any can be n8n's; Node-RED gets its own flows back. */
export function useSaveForOther({ imports }: Pick<HeronClient, 'imports'>) {
  const isOfNodeRed = useBuilderState(({ history }) => history.present.input?.[keptUnder['node-red']] !== undefined);
  const programs: ForeignKind[] = isOfNodeRed ? ['n8n', 'node-red'] : ['n8n'];
  const { run } = useAction(
    t('It could not be saved as a file'),
    useCallback(
      async ({ id: workflowId, title }: Pick<WorkflowSummary, 'id' | 'title'>, kind: ForeignKind) => {
        const { name, text, leftOut, steps } = await imports.export({ workflowId, as: kind });
        saveFile(new Blob([text], { type: 'application/json' }), name);
        const added = leftOut.map((step) => ({
          ...{ name: step, state: 'missing' as const },
          why: t('it was added here, and {{program}} gets its own file back', { program: foreignNames[kind] }),
        }));
        if (steps.length + added.length > 0) showExportReport({ title, kind, steps: [...steps, ...added] });
      },
      [imports],
    ),
  );
  return { programs, run };
}
