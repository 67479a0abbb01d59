import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { InlineCode } from '../../ui/inline-code.tsx';
import { Notice } from '../../ui/notice.tsx';
import { t } from '../../../words/words.ts';

export type NewAddress = { title: string; url: string };

/** Heron keeps only what it knows the address again by, so this is the time to copy it. */
export function NewAddressNotice({ made, onClose }: { made: NewAddress; onClose: () => void }) {
  return (
    <Notice
      tone="success"
      title={t('The address that starts {{title}}', { title: made.title })}
      action={
        <Button size="sm" onClick={onClose}>
          {t('Done')}
        </Button>
      }
    >
      <p className="text-xs text-muted">{t('Copy it now: it is not shown again. Whoever knows it can start runs.')}</p>
      <p className="mt-1 flex items-start gap-1">
        <span className="min-w-0 break-all">
          <InlineCode>{made.url}</InlineCode>
        </span>
        <CopyButton text={made.url} label={t('Copy address')} className="-my-1 shrink-0" />
      </p>
    </Notice>
  );
}
