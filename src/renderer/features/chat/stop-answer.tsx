import { Square } from 'lucide-react';
import { useCallback } from 'react';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { Button } from '../../ui/button.tsx';

/** Ends the answer that is being written; what there is of it stays. */
export function StopAnswer({ threadKey }: { threadKey: string }) {
  const { engine } = useHeron();
  const stopping = useCallback(async () => {
    await engine.client.conversations.stopAnswer({ conversationId: threadKey });
  }, [engine, threadKey]);
  const stop = useAction('Could not stop the answer', stopping);
  return (
    <Button size="sm" variant="ghost" icon={Square} isLoading={stop.isBusy} onClick={() => void stop.run()}>
      Stop
    </Button>
  );
}
