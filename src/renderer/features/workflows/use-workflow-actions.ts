import { useCallback } from 'react';
import { type ForeignKind, foreignNames } from '../../../contract/imports.ts';
import type { WorkflowDocument, WorkflowSummary } from '../../../contract/workflows.ts';
import { navigate } from '../../app/use-route.ts';
import type { HeronClient } from '../../engine/client.ts';
import { failureOf } from '../../engine/failure.ts';
import { saveFile } from '../../engine/save-file.ts';
import { useAction } from '../../engine/use-action.ts';
import { showToast } from '../../ui/toast-store.ts';
import { isForeign, showExportReport, showImportReport } from './import-report-store.ts';
import { t } from '../../words/words.ts';

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
    saveForOther: useAction(
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
                title: `“${title}” could not be brought back`,
                text: failureOf(error).message,
              });
            });
          };
          showToast({ title: `“${title}” was deleted`, action: { label: t('Undo'), onSelect: giveBack } });
        },
        [workflows],
      ),
    ),
  };
}
