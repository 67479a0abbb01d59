import { Square } from 'lucide-react';
import { useCallback } from 'react';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { t } from '../../../words/words.ts';

/** Ends the answer that is being written; what there is of it stays. */
export function StopAnswer({ threadKey }: { threadKey: string }) {
  const { engine } = useHeron();
  const stopping = useCallback(async () => {
    await engine.client.conversations.stopAnswer({ conversationId: threadKey });
  }, [engine, threadKey]);
  const stop = useAction(t('Could not stop the answer'), stopping);
  return (
    <Button size="sm" variant="ghost" icon={Square} isLoading={stop.isBusy} onClick={() => void stop.run()}>
      {t('Stop')}
    </Button>
  );
}
