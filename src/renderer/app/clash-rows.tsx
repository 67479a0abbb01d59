import type { ClashRow } from '../engine/clashing-fields.ts';
import { InlineCode } from '../ui/inline-code.tsx';
import { t } from '../../words/words.ts';

/** What stands there, beside what the person wants there. */
export function ClashRows({ rows }: { rows: ClashRow[] }) {
  return (
    <dl className="space-y-3 text-sm">
      {rows.map(({ key, mine, theirs }) => (
        <div key={key} className="space-y-1">
          <dt className="font-medium wrap-anywhere">{key}</dt>
          <dd className="grid grid-cols-[5rem_minmax(0,1fr)] gap-x-3 gap-y-1">
            <span className="text-muted">{t('There now')}</span>
            <Value text={theirs} />
            <span className="text-muted">{t('Yours')}</span>
            <Value text={mine} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Value({ text }: { text: string }) {
  return text === '' ? <span>{t('Nothing')}</span> : <InlineCode>{text}</InlineCode>;
}
