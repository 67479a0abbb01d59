import {
  CalendarClock,
  Copy,
  Download,
  FileClock,
  FileOutput,
  FlaskConical,
  Info,
  ListVideo,
  Power,
  Trash2,
  Ellipsis,
} from 'lucide-react';
import { foreignNames } from '../../../contract/imports.ts';
import { useHeron } from '../../app/heron-context.ts';
import { navigate } from '../../app/use-route.ts';
import { useAction } from '../../engine/use-action.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { useBuilderParts, useBuilderState } from './builder-context.ts';
import { ExportReportDialog } from './export-report.tsx';
import { useSaveForOther } from './use-save-for-other.ts';
import { useWorkflowActions } from './use-workflow-actions.ts';
import { t } from '../../../words/words.ts';

/** What is done with the workflow as a whole. */
export function WorkflowMenu() {
  const { engine } = useHeron();
  const { builder } = useBuilderParts();
  const runId = useBuilderState((state) => state.runId);
  const kept = useBuilderState((state) => state.kept);
  const { duplicate, remove, saveAsFile } = useWorkflowActions(engine.client);
  const saveForOther = useSaveForOther(engine.client);
  const run =
    runId === undefined
      ? []
      : [
          { label: t('Last run'), icon: ListVideo, onSelect: () => builder.show('run') },
          { label: t('Last run on the timeline'), onSelect: () => navigate({ screen: 'timeline', runId }) },
        ];
  const turn = useAction(t('It could not be switched'), builder.turn);
  const afterSaving = (act: () => unknown) => () => void builder.flush().then((isSaved) => isSaved && act());
  return (
    <>
      <ExportReportDialog />
      <Menu
        trigger={<IconButton label={t('More for this workflow')} icon={Ellipsis} />}
        groups={[
          {
            items: [
              { label: t('About this workflow'), icon: Info, onSelect: () => builder.show('about') },
              {
                label: t('Runs by itself'),
                icon: CalendarClock,
                onSelect: afterSaving(() => builder.show('schedules')),
              },
              {
                label: kept.isOff ? t('Switch on') : t('Switch off'),
                icon: Power,
                onSelect: () => void turn.run(!kept.isOff),
              },
              { label: t('Scenarios'), icon: FlaskConical, onSelect: () => builder.show('scenarios') },
              { label: t('Versions'), icon: FileClock, onSelect: afterSaving(() => builder.compare(true)) },
              ...run,
            ],
          },
          {
            items: [
              { label: t('Duplicate'), icon: Copy, onSelect: afterSaving(() => duplicate.run(kept.id)) },
              { label: t('Save as a file'), icon: Download, onSelect: afterSaving(() => saveAsFile.run(kept.id)) },
              ...saveForOther.programs.map((kind) => ({
                label: t('Save for {{program}}', { program: foreignNames[kind] }),
                icon: FileOutput,
                onSelect: afterSaving(() => saveForOther.run(kept, kind)),
              })),
            ],
          },
          { items: [deletion(() => void remove.run(kept))] },
        ].filter(({ items }) => items.length > 0)}
      />
    </>
  );
}

function deletion(onSelect: () => void) {
  return { label: t('Delete'), icon: Trash2, tone: 'danger' as const, onSelect };
}
