import { useCallback } from 'react';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';

export function useStop() {
  const { engine } = useHeron();
  const cancel = useCallback(
    async (runId: string) => {
      await engine.client.runs.cancel({ runId });
    },
    [engine],
  );
  return useAction('Could not stop the run', cancel);
}
