import { useCallback } from 'react';
import { useStore } from 'zustand';
import { useHeron } from '../../app/heron-context.ts';
import { useQuery } from '../../engine/use-query.ts';
import { UndoDialog } from './undo-dialog.tsx';
import { undoRequest } from './undo-request.ts';

/** The question that undoing by a command asks; its run need not be on the screen. */
export function UndoByCommand() {
  const runId = useStore(undoRequest, (state) => state.runId);
  return runId === undefined ? null : <Question key={runId} runId={runId} />;
}

function Question({ runId }: { runId: string }) {
  const { engine } = useHeron();
  const load = useCallback(() => engine.client.runs.get({ runId }), [engine, runId]);
  const { data: run } = useQuery(engine.state, load);
  if (!run) return null;
  return (
    <UndoDialog
      run={run}
      isOpen
      onOpenChange={(isOpen) => !isOpen && undoRequest.setState({ runId: undefined })}
      onUndone={() => undefined}
    />
  );
}
