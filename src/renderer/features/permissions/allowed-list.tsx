import type { PermissionRequest } from '../../../contract/permissions.ts';
import { woven } from '../../words/woven.ts';
import { mayText } from './grant-draft.ts';
import { ReachText } from './reach-text.tsx';
import { askedReach } from './target-choices.ts';
import { t } from '../../../words/words.ts';

interface AllowedListProps {
  id: string;
  /** As they are asked, each of one place. */
  questions: PermissionRequest[][];
}

/** Exactly what a plain yes allows, one line a question. */
export function AllowedList({ id, questions }: AllowedListProps) {
  return (
    <div className="text-xs text-muted">
      <p id={`${id}-title`}>
        {questions.every(([request]) => request?.taint)
          ? t('What you allow, once for the steps named:')
          : t('What you allow, once for the steps named or until this run ends:')}
      </p>
      <ul id={id} aria-labelledby={`${id}-title`} className="mt-1 space-y-0.5">
        {questions.map(([request, ...others]) =>
          request === undefined ? null : (
            <li key={request.id} className="flex gap-2">
              <span aria-hidden>•</span>
              <span className="min-w-0 wrap-anywhere">
                {woven(mayText([request, ...others].map(({ need }) => need)), {
                  worker: request.workerName,
                  reach: <ReachText reach={askedReach(request.need)} />,
                })}
                {request.taint && t(', once')}
              </span>
            </li>
          ),
        )}
      </ul>
    </div>
  );
}
