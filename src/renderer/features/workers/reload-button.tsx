import { RotateCw } from 'lucide-react';
import type { Worker } from '../../../contract/workers.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { nameOf } from './store.ts';
import { t } from '../../../words/words.ts';

export function ReloadButton({ worker }: { worker: Worker }) {
  const { workers } = useHeron();
  const reload = useAction(t('Could not reload {{worker}}', { worker: nameOf(worker) }), workers.reload);
  return (
    <Button size="sm" icon={RotateCw} isLoading={reload.isBusy} onClick={() => void reload.run(worker.id)}>
      {worker.state === 'failed' ? t('Start again') : t('Reload')}
    </Button>
  );
}
