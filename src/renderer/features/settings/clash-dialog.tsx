import { useStore } from 'zustand';
import { useHeron } from '../../app/heron-context.ts';
import { AlertDialog } from '../../ui/alert-dialog.tsx';
import { InlineCode } from '../../ui/inline-code.tsx';
import { t } from '../../words/words.ts';

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
      <dl className="space-y-3 text-sm">
        {clash?.rows.map(({ key, mine, theirs }) => (
          <div key={key} className="space-y-1">
            <dt className="font-medium">{key}</dt>
            <dd className="grid grid-cols-[5rem_minmax(0,1fr)] gap-x-3 gap-y-1">
              <span className="text-muted">{t('There now')}</span>
              <InlineCode>{theirs}</InlineCode>
              <span className="text-muted">{t('Yours')}</span>
              <InlineCode>{mine}</InlineCode>
            </dd>
          </div>
        ))}
      </dl>
    </AlertDialog>
  );
}
