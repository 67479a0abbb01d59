import { useOpenClash } from '../engine/keep-change.ts';
import { AlertDialog } from '../ui/alert-dialog.tsx';
import { t } from '../../words/words.ts';
import { ClashRows } from './clash-rows.tsx';

/** Somebody else has changed the same: one of the two is kept. */
export function ChangeClash() {
  const { clash } = useOpenClash();
  return (
    <AlertDialog
      isOpen={clash !== undefined}
      onOpenChange={(isOpen) => {
        if (!isOpen) clash?.settle(false);
      }}
      title={t('This was changed elsewhere meanwhile')}
      text={t('Another window or a command set something else. Only one of the two can hold.')}
      confirmLabel={t('Use mine')}
      cancelLabel={t('Keep what is there')}
      tone="neutral"
      onConfirm={() => clash?.settle(true)}
    >
      <ClashRows rows={clash?.rows ?? []} />
    </AlertDialog>
  );
}
