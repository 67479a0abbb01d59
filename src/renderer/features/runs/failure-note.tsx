import type { Failure } from '../../../contract/errors.ts';
import { classOf, failureClassNames } from '../../../contract/failure-classes.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Disclosure } from '../../ui/disclosure.tsx';
import { InlineCode } from '../../ui/inline-code.tsx';
import { JsonView } from '../../ui/json-view.tsx';
import { RevealedText } from '../../ui/revealed-text.tsx';
import { classNames } from '../../ui/class-names.ts';
import { adviceFor, isOwnAnswer } from './advice.ts';
import { t } from '../../../words/words.ts';

/** What went wrong and what to do; the code, for a report, in the details. */
export function FailureNote({ failure }: { failure: Failure }) {
  const { code, message, details } = failure;
  const advice = adviceFor(failure);
  return (
    <div
      className={classNames(
        'space-y-1 rounded-md border px-3 py-2 text-sm text-text',
        isOwnAnswer(failure) ? 'bg-sunken' : 'border-danger/35 bg-danger-soft',
      )}
    >
      <p className="break-words whitespace-pre-wrap">
        <RevealedText text={message} />
      </p>
      {advice && <p className="text-xs text-muted">{advice}</p>}
      <Disclosure title={<span className="text-xs text-muted">{t('Details')}</span>}>
        <p className="flex items-center gap-1 text-xs text-muted">
          <span>
            {t('Code:')} <InlineCode>{code}</InlineCode>, {failureClassNames[classOf(failure)]}
          </span>
          <CopyButton text={JSON.stringify(failure, null, 2)} label={t('Copy details')} />
        </p>
        {details && Object.keys(details).length > 0 && <JsonView value={details} label={t('Details of the error')} />}
      </Disclosure>
    </div>
  );
}
