import { useCallback, useEffect, useRef, useState } from 'react';
import { bundleEnding, type Redaction } from '../../../contract/bundles.ts';
import type { Run } from '../../../contract/runs.ts';
import { useHeron } from '../../app/heron-context.ts';
import { failureOf } from '../../engine/failure.ts';
import { saveFile } from '../../engine/save-file.ts';
import { useQuery } from '../../engine/use-query.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { RadioCards } from '../../ui/radio-cards.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { bytesText } from '../runs/file-changes.ts';
import { ContentList } from './content-list.tsx';
import { makeBundle } from './transfer.ts';
import { t } from '../../../words/words.ts';

interface ExportDialogProps {
  run: Run;
  close: () => void;
}

/** Says what would be in the file before it is made. */
export function ExportDialog({ run, close }: ExportDialogProps) {
  const { engine } = useHeron();
  const isBlanked = run.opened?.redaction === 'values';
  const [redaction, setRedaction] = useState<Redaction>(isBlanked ? 'values' : 'secrets');
  const [withFiles, setWithFiles] = useState(false);
  const load = useCallback(
    () => engine.client.bundles.preview({ runId: run.id, redaction, withFiles }),
    [engine, run.id, redaction, withFiles],
  );
  const { data: content, failure, isLoading } = useQuery(engine.state, load);
  const { start, progress, error } = useExport({ run, close });
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && close()}
      title={t('Export this run')}
      text={t(
        'As one file that any Heron opens: to be looked at, replayed and run again from a step. Look at what is in it before you give it away.',
      )}
      size="lg"
      footer={
        <>
          <Button onClick={close}>{t('Cancel')}</Button>
          <Button
            variant="primary"
            disabled={!content || isLoading}
            isLoading={progress !== undefined}
            onClick={() => void start(redaction, withFiles)}
          >
            {t('Export')}
          </Button>
        </>
      }
    >
      <div className="space-y-4">
        <RedactionCards value={redaction} onChange={setRedaction} isBlanked={isBlanked} />
        <Checkbox
          label={t('With what changed in files')}
          hint={t('The differences of text files, as the Files tab shows them')}
          checked={withFiles}
          onChange={setWithFiles}
        />
        {failure && <Notice tone="danger">{failure.message}</Notice>}
        {!content && !failure && <Skeleton lines={4} label={t('Looking at what would be in it')} />}
        {content && <ContentList content={content} />}
        {progress !== undefined && <ProgressBar label={t('Exporting')} value={progress} />}
        {error !== undefined && <Notice tone="danger">{error}</Notice>}
      </div>
    </Dialog>
  );
}

interface RedactionCardsProps {
  value: Redaction;
  onChange: (value: Redaction) => void;
  /** The run's texts were blanked before. */
  isBlanked: boolean;
}

function RedactionCards({ value, onChange, isBlanked }: RedactionCardsProps) {
  return (
    <RadioCards
      label={t('What is taken out')}
      value={value}
      onChange={onChange}
      cards={[
        {
          value: 'secrets',
          label: t('Secrets and names'),
          hint: t('Secrets, your home folder and user name, this machine’s name. It can be replayed.'),
          disabled: isBlanked,
        },
        {
          value: 'values',
          label: t('All texts'),
          hint: t('Of every text only its length is left. What ran, when and how it ended can be seen.'),
        },
      ]}
    />
  );
}

/** Closing the dialog ends it. */
function useExport({ run, close }: ExportDialogProps) {
  const { engine } = useHeron();
  const [progress, setProgress] = useState<number>();
  const [error, setError] = useState<string>();
  const stop = useRef(new AbortController());
  useEffect(() => {
    const own = (stop.current = new AbortController());
    return () => own.abort();
  }, []);

  async function start(redaction: Redaction, withFiles: boolean): Promise<void> {
    const { signal } = stop.current;
    setError(undefined);
    setProgress(0);
    try {
      const onProgress = (done: number, total: number): void => setProgress(total > 0 ? (100 * done) / total : 0);
      const { file } = await makeBundle(engine.client, { runId: run.id, redaction, withFiles }, onProgress, signal);
      saveFile(file, `${run.id}${bundleEnding}`);
      showToast({ tone: 'success', title: t('The run was exported'), text: bytesText(file.size) });
      close();
    } catch (reason) {
      if (!signal.aborted) setError(failureOf(reason).message);
    } finally {
      setProgress(undefined);
    }
  }
  return { start, progress, error };
}
