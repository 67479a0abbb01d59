import { Square } from 'lucide-react';
import { Button } from '../../ui/button.tsx';
import { useStop } from './use-stop.ts';
import { t } from '../../../words/words.ts';

export function StopButton({ runId }: { runId: string }) {
  const stop = useStop();
  return (
    <Button size="sm" icon={Square} isLoading={stop.isBusy} onClick={() => void stop.run(runId)}>
      {t('Stop')}
    </Button>
  );
}
