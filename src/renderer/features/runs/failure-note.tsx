import type { Failure } from '../../../contract/errors.ts';
import { Badge } from '../../ui/badge.tsx';
import { Disclosure } from '../../ui/disclosure.tsx';
import { JsonView } from '../../ui/json-view.tsx';
import { RevealedText } from '../../ui/revealed-text.tsx';
import { adviceFor } from './advice.ts';

/** What went wrong, its code, and what to do. */
export function FailureNote({ failure }: { failure: Failure }) {
  const advice = adviceFor(failure.code);
  return (
    <div className="space-y-1 rounded-md border border-danger/35 bg-danger-soft px-3 py-2 text-sm text-text">
      <p className="break-words whitespace-pre-wrap">
        <RevealedText text={failure.message} /> <Badge tone="danger">{failure.code}</Badge>
      </p>
      {advice && <p className="text-xs text-muted">{advice}</p>}
      {failure.details && Object.keys(failure.details).length > 0 && (
        <Disclosure title={<span className="text-xs text-muted">Details</span>}>
          <JsonView value={failure.details} label="Details of the error" />
        </Disclosure>
      )}
    </div>
  );
}
