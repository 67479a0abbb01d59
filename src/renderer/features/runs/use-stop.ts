import { useCallback } from 'react';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { t } from '../../../words/words.ts';

export function useStop() {
  const { engine } = useHeron();
  const cancel = useCallback(
    async (runId: string) => {
      await engine.client.runs.cancel({ runId });
    },
    [engine],
  );
  return useAction(t('Could not stop the run'), cancel);
}
