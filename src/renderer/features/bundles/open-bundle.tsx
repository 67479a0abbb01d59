import { FileInput } from 'lucide-react';
import { type DragEvent, type ReactNode, useCallback, useRef, useState } from 'react';
import { bundleEnding } from '../../../contract/bundles.ts';
import { useHeron } from '../../app/heron-context.ts';
import { navigate } from '../../app/use-route.ts';
import { useAction } from '../../engine/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { showToast } from '../../ui/toast-store.ts';
import { openBundle } from './transfer.ts';
import { t } from '../../../words/words.ts';

/** Has the person choose a file, and shows the run in it. */
export function OpenBundleButton() {
  const input = useRef<HTMLInputElement>(null);
  const { open, isBusy, percent } = useOpenBundle();
  return (
    <>
      <input
        ref={input}
        type="file"
        accept={bundleEnding}
        aria-label={t('Bundle to open')}
        tabIndex={-1}
        className="hidden"
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          if (file) void open(file);
          // So that the same file can be chosen again.
          target.value = '';
        }}
      />
      <Button icon={FileInput} isLoading={isBusy} onClick={() => input.current?.click()}>
        {isBusy && percent > 0 ? t('Opening {{percent}} %', { percent }) : t('Open a bundle…')}
      </Button>
    </>
  );
}

/** A file that is dragged onto what is inside is opened. */
export function BundleDrop({ children }: { children: ReactNode }) {
  const [isOver, setIsOver] = useState(false);
  const { open } = useOpenBundle();
  const hasFile = ({ dataTransfer }: DragEvent): boolean => dataTransfer.types.some((type) => type === 'Files');
  return (
    <div
      className={classNames(
        'relative flex min-h-0 flex-1 low:overflow-y-auto',
        isOver && 'outline-2 -outline-offset-2 outline-accent',
      )}
      onDragOver={(event) => {
        if (!hasFile(event)) return;
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={({ currentTarget, relatedTarget }) => {
        if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) setIsOver(false);
      }}
      onDrop={(event) => {
        if (!hasFile(event)) return;
        event.preventDefault();
        setIsOver(false);
        const [file] = event.dataTransfer.files;
        if (file) void open(file);
      }}
    >
      {children}
    </div>
  );
}

function useOpenBundle() {
  const { engine } = useHeron();
  const [percent, setPercent] = useState(0);
  const action = useCallback(
    async (file: File): Promise<void> => {
      setPercent(0);
      const onProgress = (done: number, total: number): void =>
        setPercent(Math.floor((100 * done) / Math.max(1, total)));
      const { runId, isNew } = await openBundle(engine.client, file, onProgress);
      if (!isNew) showToast({ tone: 'neutral', title: t('It was opened before') });
      navigate({ screen: 'timeline', runId });
    },
    [engine],
  );
  const { run, isBusy } = useAction(t('The bundle could not be opened'), action);
  return { open: run, isBusy, percent };
}
