import { CopyButton } from '../../ui/copy-button.tsx';
import { InlineCode } from '../../ui/inline-code.tsx';
import { orText } from '../../ui/list-text.ts';
import { t } from '../../../words/words.ts';

interface WebhookAddressProps {
  url: string;
  methods: readonly string[];
}

/** Where a step that waits for a call is called. */
export function WebhookAddress({ url, methods }: WebhookAddressProps) {
  return (
    <section aria-label={t('Waits for a call')} className="space-y-1 text-xs">
      <p className="text-muted">
        {t('Waits for a call ({{methods}}). Whoever knows this address can make it go on.', {
          methods: orText(methods),
        })}
      </p>
      <p className="flex items-start gap-1">
        <span className="min-w-0 break-all">
          <InlineCode>{url}</InlineCode>
        </span>
        <CopyButton text={url} label={t('Copy address')} className="-my-1 shrink-0" />
      </p>
    </section>
  );
}
