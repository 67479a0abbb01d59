import { useCallback, useEffect, useState } from 'react';
import { failureOf } from '../../engine/failure.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { t } from '../../../words/words.ts';

/** What Heron is made of, as the licences of its parts want it told. */
export function Licences() {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
      <p className="min-w-0 flex-1 basis-48 text-sm">
        {t('Licences')}
        <span className="block text-xs text-muted">{t('The packages Heron is made with, and their words.')}</span>
      </p>
      <Button size="sm" onClick={() => setIsOpen(true)}>
        {t('Show licences')}
      </Button>
      <Dialog isReading isOpen={isOpen} onOpenChange={setIsOpen} title={t('Licences')} size="lg">
        <Words />
      </Dialog>
    </div>
  );
}

function Words() {
  const [words, setWords] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const read = useCallback(
    () => void readLicences().then(setWords, (error: unknown) => setProblem(failureOf(error).message)),
    [],
  );
  useEffect(read, [read]);
  if (words !== undefined) return <pre className="text-xs whitespace-pre-wrap">{words}</pre>;
  if (problem === undefined) return <Skeleton lines={8} label={t('Reading the licences')} />;
  const again = (): void => {
    setProblem(undefined);
    read();
  };
  return <ErrorState title={t('Could not read the licences')} text={problem} onRetry={again} />;
}

async function readLicences(): Promise<string> {
  const response = await fetch('/licences.txt');
  if (!response.ok) throw new Error(await response.text());
  return response.text();
}
