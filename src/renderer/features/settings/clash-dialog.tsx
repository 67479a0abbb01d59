import { useStore } from 'zustand';
import { ClashRows } from '../../app/clash-rows.tsx';
import { useHeron } from '../../app/heron-context.ts';
import { AlertDialog } from '../../ui/alert-dialog.tsx';
import { t } from '../../../words/words.ts';

/** Somebody else, another window or the file, has changed the same setting: one of the two is kept. */
export function ClashDialog() {
  const { settings } = useHeron();
  const clash = useStore(settings.state, (state) => state.clash);
  return (
    <AlertDialog
      isOpen={clash !== undefined}
      onOpenChange={(isOpen) => {
        if (!isOpen) void settings.settle('theirs');
      }}
      title={t('This was changed elsewhere meanwhile')}
      text={t('Another window or the settings file set something else. Only one of the two can hold.')}
      confirmLabel={t('Use mine')}
      cancelLabel={t('Keep what is there')}
      tone="neutral"
      onConfirm={() => settings.settle('mine')}
    >
      <ClashRows rows={clash?.rows ?? []} />
    </AlertDialog>
  );
}
