import { ListChecks } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { OpenRun } from './open-run.tsx';
import { t } from '../../../words/words.ts';

/** The plan, its file changes and the way back, for a run that no conversation shows. */
export function PlanButton({ runId }: { runId: string }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button size="sm" variant="ghost" icon={ListChecks} onClick={() => setIsOpen(true)}>
        {t('Plan')}
      </Button>
      <Dialog isOpen={isOpen} onOpenChange={setIsOpen} title={t('Plan')} size="lg">
        <OpenRun runId={runId} />
      </Dialog>
    </>
  );
}
