import { useState } from 'react';
import type { WorkerReview } from '../../../contract/installs.ts';
import type { Worker } from '../../../contract/workers.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { nameOf } from './store.ts';
import { WorkerReviewDetails } from './worker-review.tsx';
import { t } from '../../../words/words.ts';

interface ApproveDialogProps {
  worker: Worker;
  review: WorkerReview;
  onClose: () => void;
}

/** Shows all of it before the yes, which holds for these very files. */
export function ApproveDialog({ worker, review, onClose }: ApproveDialogProps) {
  const { engine, workers } = useHeron();
  const [isWatched, setIsWatched] = useState(worker.provenance?.isWatched ?? false);
  const approve = useAction(t('Could not approve {{worker}}', { worker: nameOf(worker) }), async () => {
    await engine.client.installs.trust({ workerId: worker.id, hash: review.hash, isWatched });
    await workers.read();
    onClose();
  });
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      size="lg"
      title={t('Approve {{worker}}?', { worker: nameOf(worker) })}
      text={t('From then on it is used as it is shown here, until its files change.')}
      footer={
        <>
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button isLoading={approve.isBusy} onClick={() => void approve.run()}>
            {t('Approve')}
          </Button>
        </>
      }
    >
      <div className="space-y-5">
        <WorkerReviewDetails review={review} />
        <Checkbox
          label={t('And every later change of its files')}
          hint={t(
            'For a worker you are writing yourself: each version you save is used at once, unless it asks for more.',
          )}
          checked={isWatched}
          onChange={setIsWatched}
        />
      </div>
    </Dialog>
  );
}
