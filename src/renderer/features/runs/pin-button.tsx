import { Pin, PinOff } from 'lucide-react';
import { useCallback } from 'react';
import type { Run } from '../../../contract/runs.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { t } from '../../../words/words.ts';

/** A pinned run is kept however old it gets. */
export function PinButton({ run }: { run: Pick<Run, 'id' | 'pinned'> }) {
  const { id } = run;
  const isPinned = run.pinned === true;
  const { engine } = useHeron();
  const pin = useAction(
    isPinned ? t('Could not unpin the run') : t('Could not pin the run'),
    useCallback(
      async (wanted: boolean) => void (await engine.client.runs.pin({ runId: id, isPinned: wanted })),
      [engine, id],
    ),
  );
  return (
    <Button
      size="sm"
      variant="ghost"
      icon={isPinned ? PinOff : Pin}
      title={isPinned ? t('Pinned: it is kept however old it gets') : t('Keep it however old it gets')}
      isLoading={pin.isBusy}
      onClick={() => void pin.run(!isPinned)}
    >
      {isPinned ? t('Unpin') : t('Pin')}
    </Button>
  );
}
