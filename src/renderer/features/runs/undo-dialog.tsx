import { useCallback } from 'react';
import type { FileChange, Run, UndoReport } from '../../../contract/runs.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { AlertDialog } from '../../ui/alert-dialog.tsx';
import { countText } from '../../ui/count-text.ts';
import { RevealedText } from '../../ui/revealed-text.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { changesToUndo, undoWord } from './file-changes.ts';

interface UndoDialogProps {
  run: Run;
  changes: FileChange[];
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  onUndone: (report: UndoReport) => void;
}

export function UndoDialog({ run, changes, isOpen, onOpenChange, onUndone }: UndoDialogProps) {
  const { engine } = useHeron();
  const undo = useCallback(async () => {
    const report = await engine.client.runs.undo({ runId: run.id });
    onUndone(report);
    const verb = report.restored.length === 1 ? 'is' : 'are';
    if (report.conflicts.length === 0) {
      showToast({ tone: 'success', title: `Undone: ${countText(report.restored.length, 'file')} ${verb} as before` });
    }
  }, [engine, run.id, onUndone]);
  const action = useAction('Could not undo the run', undo);
  return (
    <AlertDialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      title={`Undo “${run.plan.title}”?`}
      text="These files are put back as they were before the run. Files changed since are left alone and listed afterwards."
      confirmLabel="Undo"
      tone="neutral"
      onConfirm={async () => {
        await action.run();
      }}
    >
      <ul aria-label="Files that are put back" className="max-h-64 space-y-1.5 overflow-y-auto text-xs" tabIndex={0}>
        {changesToUndo(changes).map((change, index) => (
          <li key={`${change.path}-${index}`}>
            <span className="font-mono break-all">
              <RevealedText text={change.movedTo ?? change.path} />
            </span>{' '}
            <span className="text-muted">{undoWord(change)}</span>
          </li>
        ))}
      </ul>
    </AlertDialog>
  );
}
