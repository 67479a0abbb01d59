import { useCallback } from 'react';
import type { WorkflowDocument, WorkflowSummary } from '../../../contract/workflows.ts';
import { navigate } from '../../app/use-route.ts';
import type { HeronClient } from '../../engine/client.ts';
import { failureOf } from '../../engine/failure.ts';
import { saveFile } from '../../engine/save-file.ts';
import { useAction } from '../../engine/use-action.ts';
import { showToast } from '../../ui/toast-store.ts';
import { isForeign, showImportReport } from './import-report-store.ts';
import { t } from '../../../words/words.ts';

function open(workflowId: string): void {
  navigate({ screen: 'workflows', workflowId });
}

/** What can be done with workflows from their list as well as from inside of one. */
export function useWorkflowActions({ workflows, imports }: Pick<HeronClient, 'workflows' | 'imports'>) {
  return {
    create: useAction(
      t('It could not be made'),
      useCallback(async (document: WorkflowDocument) => open((await workflows.create({ document })).id), [workflows]),
    ),
    duplicate: useAction(
      t('It could not be duplicated'),
      useCallback(async (workflowId: string) => open((await workflows.duplicate({ workflowId })).id), [workflows]),
    ),
    importFile: useAction(
      t('The file could not be opened'),
      useCallback(
        async (text: string) => {
          if (!isForeign(text)) return open((await workflows.import({ text })).id);
          const { workflow, report, more } = await imports.make({ text });
          showImportReport([report, ...more.map((each) => each.report)]);
          // Of several, people choose which they look at first.
          if (more.length === 0) open(workflow.id);
        },
        [workflows, imports],
      ),
    ),
    saveAsFile: useAction(
      t('It could not be saved as a file'),
      useCallback(
        async (workflowId: string) => {
          const { name, text } = await workflows.export({ workflowId });
          saveFile(new Blob([text], { type: 'application/json' }), name);
        },
        [workflows],
      ),
    ),
    remove: useAction(
      t('It could not be deleted'),
      useCallback(
        async ({ id: workflowId, title }: Pick<WorkflowSummary, 'id' | 'title'>) => {
          await workflows.remove({ workflowId });
          navigate({ screen: 'workflows' });
          const giveBack = (): void => {
            workflows.recover({ workflowId }).catch((error: unknown) => {
              showToast({
                tone: 'danger',
                title: t('“{{title}}” could not be brought back', { title }),
                text: failureOf(error).message,
              });
            });
          };
          showToast({
            title: t('“{{title}}” was deleted', { title }),
            action: { label: t('Undo'), onSelect: giveBack },
          });
        },
        [workflows],
      ),
    ),
  };
}
