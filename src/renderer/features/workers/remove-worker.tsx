import { useState } from 'react';
import type { Worker } from '../../../contract/workers.ts';
import { useHeron } from '../../app/heron-context.ts';
import { navigate } from '../../app/use-route.ts';
import { failureOf } from '../../engine/failure.ts';
import { AlertDialog } from '../../ui/alert-dialog.tsx';
import { Button } from '../../ui/button.tsx';
import { nameOf } from './store.ts';
import { t } from '../../../words/words.ts';

export function RemoveWorker({ worker }: { worker: Worker }) {
  const { engine, workers } = useHeron();
  const [isAsking, setIsAsking] = useState(false);
  const remove = async (): Promise<void> => {
    try {
      await engine.client.installs.remove({ workerId: worker.id });
    } catch (error) {
      throw new Error(failureOf(error).message, { cause: error });
    }
    navigate({ screen: 'workers' }, { replace: true });
    await workers.read();
  };
  return (
    <>
      <Button size="sm" onClick={() => setIsAsking(true)}>
        {t('Remove…')}
      </Button>
      <AlertDialog
        isOpen={isAsking}
        onOpenChange={setIsAsking}
        title={t('Remove {{worker}}?', { worker: nameOf(worker) })}
        text={t('Its files, its settings and the permissions you gave it go. What it did stays on the timeline.')}
        confirmLabel={t('Remove')}
        onConfirm={remove}
      />
    </>
  );
}
