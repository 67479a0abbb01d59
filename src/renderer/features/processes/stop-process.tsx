import { Square } from 'lucide-react';
import { useState } from 'react';
import type { BackgroundProcess } from '../../../contract/processes.ts';
import { useHeron } from '../../app/heron-context.ts';
import { AlertDialog } from '../../ui/alert-dialog.tsx';
import { Button } from '../../ui/button.tsx';
import { t } from '../../../words/words.ts';

/** Asked first: what it was doing is not taken up again. */
export function StopProcess({ process: { id, name } }: { process: BackgroundProcess }) {
  const { engine } = useHeron();
  const [isAsking, setIsAsking] = useState(false);
  return (
    <>
      <Button size="sm" icon={Square} onClick={() => setIsAsking(true)}>
        {t('Stop')}
      </Button>
      <AlertDialog
        isOpen={isAsking}
        onOpenChange={setIsAsking}
        title={t('Stop {{name}}?', { name })}
        text={t('It is asked to end, and ended by force if it does not, with everything it has started.')}
        confirmLabel={t('Stop')}
        cancelLabel={t('Let it run')}
        onConfirm={async () => void (await engine.client.processes.stop({ processId: id }))}
      />
    </>
  );
}
