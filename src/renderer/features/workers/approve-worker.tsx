import { useState } from 'react';
import type { WorkerReview } from '../../../contract/installs.ts';
import type { Trust } from '../../../contract/provenance.ts';
import type { Worker } from '../../../contract/workers.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { nameOf } from './store.ts';
import { WorkerReviewDetails } from './worker-review.tsx';
import { t } from '../../words/words.ts';

const reasons = (): Partial<Record<Trust, { title: string; text: string }>> => ({
  unapproved: {
    title: t('Waits for your approval'),
    text: t('Somebody put this folder among the workers. It is not used before you have looked at it.'),
  },
  changed: {
    title: t('Changed since you approved it'),
    text: t('Its files are not those you said yes to, so it is not used.'),
  },
});

/** Says why a worker may not run, where a yes would let it. */
export function ApproveWorker({ worker }: { worker: Worker }) {
  const { engine } = useHeron();
  const [review, setReview] = useState<WorkerReview>();
  const look = useAction(t('Could not look at {{worker}}', { worker: nameOf(worker) }), async () => {
    setReview(await engine.client.installs.inspect({ workerId: worker.id }));
  });
  const reason = reasons()[worker.trust];
  if (!reason) return null;
  return (
    <>
      <Notice
        tone="warning"
        title={reason.title}
        action={
          <Button size="sm" isLoading={look.isBusy} onClick={() => void look.run()}>
            {t('Look at it…')}
          </Button>
        }
      >
        <p className="text-xs">{reason.text}</p>
      </Notice>
      {review && <ApproveDialog worker={worker} review={review} onClose={() => setReview(undefined)} />}
    </>
  );
}

interface ApproveDialogProps {
  worker: Worker;
  review: WorkerReview;
  onClose: () => void;
}

function ApproveDialog({ worker, review, onClose }: ApproveDialogProps) {
  const { engine, workers } = useHeron();
  const [isWatched, setIsWatched] = useState(false);
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
          hint={t('For a worker you are writing yourself: each version you save is used at once.')}
          checked={isWatched}
          onChange={setIsWatched}
        />
      </div>
    </Dialog>
  );
}
