import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { InstallReview } from '../../../contract/installs.ts';
import { useHeron } from '../../app/heron-context.ts';
import { navigate } from '../../app/use-route.ts';
import { useWantedDialog } from '../../app/wanted-dialog.ts';
import { failureOf } from '../../engine/failure.ts';
import { useAction } from '../../engine/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { ChooseFolder } from '../paths/choose-folder.tsx';
import { WorkerReviewDetails } from './worker-review.tsx';
import { t } from '../../../words/words.ts';

/** A button, and the dialog that fetches a worker, shows it and installs it on a yes. */
export function InstallWorker() {
  const [isOpen, setIsOpen] = useWantedDialog('install-worker');
  return (
    <>
      <Button icon={Plus} onClick={() => setIsOpen(true)}>
        {t('Install')}
      </Button>
      {isOpen && <InstallDialog onClose={() => setIsOpen(false)} />}
    </>
  );
}

function InstallDialog({ onClose }: { onClose: () => void }) {
  const { engine, workers } = useHeron();
  const [review, setReview] = useState<InstallReview>();
  const install = useAction(t('Could not install the worker'), async ({ reviewId }: InstallReview) => {
    const { id } = await engine.client.installs.confirm({ reviewId });
    await workers.read();
    onClose();
    navigate({ screen: 'workers', workerId: id });
  });
  const confirm = async (shown: InstallReview): Promise<void> => {
    // A review is used up by the attempt.
    if (!(await install.run(shown))) setReview(undefined);
  };
  const close = (): void => {
    // What was fetched and not wanted is thrown away; if that fails, the engine does it when it starts.
    if (review) engine.client.installs.discard({ reviewId: review.reviewId }).catch(() => undefined);
    onClose();
  };
  if (!review) return <SourceDialog onClose={onClose} onFetched={setReview} />;
  return (
    <Dialog
      isOpen
      onOpenChange={close}
      size="lg"
      title={t('Install {{name}}?', { name: review.manifest.name })}
      text={t('Nothing is installed yet. Its code runs in a sandbox and asks before it touches anything.')}
      footer={
        <>
          <Button onClick={close}>{t('Cancel')}</Button>
          <Button isLoading={install.isBusy} onClick={() => void confirm(review)}>
            {t('Install')}
          </Button>
        </>
      }
    >
      <WorkerReviewDetails review={review} />
    </Dialog>
  );
}

interface SourceDialogProps {
  onClose: () => void;
  onFetched: (review: InstallReview) => void;
}

function SourceDialog({ onClose, onFetched }: SourceDialogProps) {
  const { engine } = useHeron();
  const [source, setSource] = useState('');
  const [fault, setFault] = useState<string>();
  const [isBusy, setIsBusy] = useState(false);
  const look = async (): Promise<void> => {
    if (source.trim() === '') return setFault(t('Say where the worker is'));
    setIsBusy(true);
    setFault(undefined);
    try {
      onFetched(await engine.client.installs.review({ source: source.trim() }));
    } catch (error) {
      setFault(failureOf(error).message);
    }
    setIsBusy(false);
  };
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title={t('Install a worker')}
      text={t('It is fetched and checked, and you see what it may do before anything is installed.')}
      footer={
        <>
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button variant="primary" isLoading={isBusy} onClick={() => void look()}>
            {t('Fetch')}
          </Button>
        </>
      }
    >
      <TextField
        label={t('Folder, archive or repository')}
        hint={t(
          'An absolute path of a folder, a .tgz or a .zip file on this machine, or the https or ssh address of a git repository (#branch after it).',
        )}
        isMono
        placeholder="https://example.org/bird.git"
        autoComplete="off"
        error={fault}
        value={source}
        onChange={setSource}
        onKeyDown={(event) => event.key === 'Enter' && void look()}
      />
      <ChooseFolder onChoose={setSource} />
    </Dialog>
  );
}
