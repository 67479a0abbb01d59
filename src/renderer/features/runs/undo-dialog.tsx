import { useCallback } from 'react';
import type { Run } from '../../../contract/runs.ts';
import type { UndoReport } from '../../../contract/undo.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { AlertDialog } from '../../ui/alert-dialog.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { UndoForecast } from './undo-forecast.tsx';
import { plural, t } from '../../../words/words.ts';

interface UndoDialogProps {
  run: Run;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  onUndone: (report: UndoReport) => void;
}

export function UndoDialog({ run, isOpen, onOpenChange, onUndone }: UndoDialogProps) {
  const { engine } = useHeron();
  const undo = useCallback(async () => {
    const report = await engine.client.runs.undo({ runId: run.id });
    onUndone(report);
    if (report.conflicts.length + (report.uncompensated?.length ?? 0) === 0) {
      const steps = report.compensated?.length ?? 0;
      const text =
        steps > 0 ? { text: plural(steps, { one: '1 step taken back', other: '{{count}} steps taken back' }) } : {};
      const title = plural(report.restored.length, {
        one: 'Undone: 1 file is as before',
        other: 'Undone: {{count}} files are as before',
      });
      showToast({ tone: 'success', title, ...text });
    }
  }, [engine, run.id, onUndone]);
  const action = useAction(t('Could not undo the run'), undo);
  return (
    <AlertDialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      title={t('Undo “{{title}}”?', { title: run.plan.title })}
      text={t(
        'Files are put back as they were before the run. Files changed since are left alone. Steps that name how are taken back.',
      )}
      confirmLabel={t('Undo')}
      tone="neutral"
      onConfirm={async () => {
        await action.run();
      }}
    >
      <UndoForecast runId={run.id} />
    </AlertDialog>
  );
}
