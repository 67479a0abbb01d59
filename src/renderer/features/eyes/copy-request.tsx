import { useEffect, useEffectEvent, useState } from 'react';
import type { EyeRequest } from '../../../contract/eyes.ts';
import { useAction } from '../../engine/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { copyText } from '../../ui/copy-text.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { showToast } from '../../ui/toast-store.ts';
import type { Eyes } from './store.ts';
import { t } from '../../../words/words.ts';

/** Puts a text that was read on the clipboard; where the browser wants a click for that, it is asked for. */
export function CopyRequest({ eyes, request }: { eyes: Eyes; request: EyeRequest }) {
  const text = request.text ?? '';
  const [needsClick, setNeedsClick] = useState(false);
  const decline = useAction(t('Could not answer'), () => eyes.decline(request));
  const copy = useAction(t('Could not copy the text'), async () => {
    await copyText(text);
    await eyes.copied(request);
    showToast({ tone: 'success', title: t('The text is on the clipboard') });
  });
  const tell = useEffectEvent(async () => {
    // Another window may have been quicker.
    await eyes.copied(request).catch(() => undefined);
    showToast({ tone: 'success', title: t('The text is on the clipboard') });
  });
  useEffect(() => {
    copyText(text).then(
      () => tell(),
      () => setNeedsClick(true),
    );
  }, [text]);
  if (!needsClick) return null;
  return (
    <Dialog
      isOpen
      onOpenChange={() => void decline.run()}
      title={t('The text was read')}
      text={t('The browser lets it be copied at a click only.')}
      footer={
        <Button variant="primary" isLoading={copy.isBusy} onClick={() => void copy.run()}>
          {t('Copy the text')}
        </Button>
      }
    >
      <pre className="max-h-60 overflow-auto rounded-md border bg-sunken p-3 text-xs whitespace-pre-wrap">
        {request.text}
      </pre>
    </Dialog>
  );
}
