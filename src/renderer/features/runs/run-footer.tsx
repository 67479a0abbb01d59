import { Activity, Undo2 } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import type { Run } from '../../../contract/runs.ts';
import type { UndoReport } from '../../../contract/undo.ts';
import { useHeron } from '../../app/heron-context.ts';
import { navigate } from '../../app/use-route.ts';
import { useQuery } from '../../engine/use-query.ts';
import { Button } from '../../ui/button.tsx';
import { ChangeList } from './change-list.tsx';
import { canUndo } from './taken-back.ts';
import { isUnderWay } from './summaries.ts';
import { UndoDialog } from './undo-dialog.tsx';
import { UndoResult } from './undo-result.tsx';
import { t } from '../../../words/words.ts';

/** After the end: what it did to files, the way back, and the way to every step. */
export function RunFooter({ run }: { run: Run }) {
  const isOver = !isUnderWay(run.status);
  return isOver ? <Ended run={run} /> : null;
}

function Ended({ run }: { run: Run }) {
  const { engine } = useHeron();
  const [isAsking, setIsAsking] = useState(false);
  const [report, setReport] = useState<UndoReport>();
  const load = useCallback(() => engine.client.runs.changes({ runId: run.id }), [engine, run.id]);
  const { data: changes = [], failure, reload } = useQuery(engine.state, load);
  useEffect(() => {
    if (run.undone) void reload();
  }, [run.undone, reload]);
  return (
    <>
      {changes.length > 0 && <ChangeList changes={changes} />}
      {failure && (
        <p className="border-t px-4 py-2 text-xs text-danger">
          {t('Its file changes could not be read: {{message}}', { message: failure.message })}
        </p>
      )}
      {run.undoing && (
        <p role="status" className="border-t px-4 py-2 text-xs text-muted">
          {t('It is being undone…')}
        </p>
      )}
      {run.undone && <UndoResult report={report} changes={changes} />}
      <footer className="flex flex-wrap items-center gap-2 border-t px-3 py-2">
        {canUndo(run, changes) && (
          <Button size="sm" icon={Undo2} onClick={() => setIsAsking(true)}>
            {t('Undo')}
          </Button>
        )}
        <Button
          size="sm"
          variant="ghost"
          icon={Activity}
          onClick={() => navigate({ screen: 'timeline', runId: run.id })}
        >
          {t('Show on timeline')}
        </Button>
      </footer>
      <UndoDialog run={run} isOpen={isAsking} onOpenChange={setIsAsking} onUndone={setReport} />
    </>
  );
}
