import { Undo2 } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import type { Run } from '../../../contract/runs.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useQuery } from '../../engine/use-query.ts';
import { Button } from '../../ui/button.tsx';
import { canUndo } from './taken-back.ts';
import { UndoDialog } from './undo-dialog.tsx';
import { t } from '../../../words/words.ts';

/** The way back, while there is something to put back or to call. */
export function UndoButton({ run }: { run: Run }) {
  const { engine } = useHeron();
  const [isAsking, setIsAsking] = useState(false);
  const load = useCallback(() => engine.client.runs.changes({ runId: run.id }), [engine, run.id]);
  const { data: changes = [], reload } = useQuery(engine.state, load);
  useEffect(() => {
    if (run.undone) void reload();
  }, [run.undone, reload]);
  if (!canUndo(run, changes)) return null;
  return (
    <>
      <Button size="sm" icon={Undo2} onClick={() => setIsAsking(true)}>
        {t('Undo')}
      </Button>
      <UndoDialog run={run} isOpen={isAsking} onOpenChange={setIsAsking} onUndone={() => undefined} />
    </>
  );
}
