import { useId, useState } from 'react';
import { useStore } from 'zustand';
import type { Answer, GrantChoice, PermissionRequest } from '../../../contract/permissions.ts';
import { taintSentence } from '../../../contract/policy.ts';
import { useHeron } from '../../app/heron-context.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { RevealedText } from '../../ui/revealed-text.tsx';
import { AnswerDeadline } from './answer-deadline.tsx';
import { MoreDialog } from './more-dialog.tsx';
import { NeedView } from './need-view.tsx';
import { wantsText } from './requests.ts';
import { WarningNote } from './warning-note.tsx';
import { t } from '../../../words/words.ts';
import { woven } from '../../words/woven.ts';

const allows = (): { answer: Answer; label: string }[] => [
  { answer: 'once', label: t('Allow once') },
  { answer: 'run', label: t('Allow for this run') },
];

interface RequestChoiceProps {
  /** What is asked of one place, see `questionsOf`. */
  requests: readonly [PermissionRequest, ...PermissionRequest[]];
  /** The worker's own words; left out where they repeat the ones above. */
  reason: string | undefined;
  taskTitles: string[];
  /** The code that answers it from elsewhere. */
  showsCode: boolean;
  /** Its time ends at another moment than the prompt says. */
  hasOwnDeadline: boolean;
  onAnswer: (answer: Answer, choice?: GrantChoice) => void;
}

export function RequestChoice({
  requests,
  reason,
  taskTitles,
  showsCode,
  hasOwnDeadline,
  onAnswer,
}: RequestChoiceProps) {
  const { permissions } = useHeron();
  const [request] = requests;
  const given = useStore(permissions.state, ({ answering }) => answering[request.id]);
  const [isMoreOpen, setIsMoreOpen] = useState(false);
  const id = useId();
  const { workerName, need, taint } = request;
  const steps = t('For: {{steps}}', { steps: taskTitles.join(', ') });
  return (
    <div
      role="group"
      aria-labelledby={`${id}-sentence`}
      data-request={requests.map((each) => each.id).join(' ')}
      className="px-4 py-3"
    >
      <div id={`${id}-sentence`} className="space-y-1.5">
        <p className="text-sm">
          {woven(wantsText(requests.map((each) => each.need)), {
            worker: <strong className="font-semibold">{workerName}</strong>,
          })}
        </p>
        <NeedView need={need} />
        {taint && <Taint sources={taint} />}
      </div>
      {/* What is approved is never shortened; which steps it is for stands whole on the plan. */}
      <p className="mt-1.5 truncate text-xs text-muted" title={steps}>
        {steps}
      </p>
      {reason && (
        <p className="text-xs break-words text-muted">
          {t('{{worker}} says: “{{reason}}”', { worker: workerName, reason })}
        </p>
      )}
      <div className="mt-2 flex flex-wrap items-center gap-1.5 max-sm:grid max-sm:grid-cols-2">
        <Buttons isTainted={taint !== undefined} given={given} onAnswer={onAnswer} onMore={() => setIsMoreOpen(true)} />
        {(showsCode || hasOwnDeadline) && (
          <p className="ml-auto flex min-h-7 flex-wrap items-center gap-x-1.5 text-xs text-muted max-sm:col-span-2 max-sm:ml-0">
            {showsCode &&
              requests.map((each) => <Code key={each.id} request={each} isOneOfTwo={requests.length > 1} />)}
            {hasOwnDeadline && <AnswerDeadline expiresAt={request.expiresAt} />}
          </p>
        )}
      </div>
      {isMoreOpen && (
        <MoreDialog
          requests={requests}
          onClose={() => setIsMoreOpen(false)}
          onAllow={(scope, choice) => onAnswer(scope, choice)}
        />
      )}
    </div>
  );
}

/** Why it is asked although it may have been allowed: what was read may want it. */
function Taint({ sources }: { sources: string[] }) {
  return (
    <WarningNote>
      <RevealedText text={taintSentence(sources)} />
    </WarningNote>
  );
}

interface ButtonsProps {
  /** After what the run has read, a yes is one to this alone. */
  isTainted: boolean;
  /** The answer that is on its way. */
  given: Answer | undefined;
  onAnswer: (answer: Answer) => void;
  onMore: () => void;
}

function Buttons({ isTainted, given, onAnswer, onMore }: ButtonsProps) {
  const stateOf = (answer: Answer) => ({
    isLoading: given === answer,
    disabled: given !== undefined && given !== answer,
    onClick: () => onAnswer(answer),
  });
  return (
    <>
      <Button size="sm" data-deny {...stateOf('deny')}>
        {t('Deny')}
      </Button>
      <span aria-hidden className="mx-1 w-px self-stretch bg-border max-sm:hidden" />
      {(isTainted ? allows().slice(0, 1) : allows()).map(({ answer, label }) => (
        <Button key={answer} size="sm" {...stateOf(answer)}>
          {label}
        </Button>
      ))}
      {!isTainted && (
        <Button size="sm" variant="ghost" aria-haspopup="dialog" disabled={given !== undefined} onClick={onMore}>
          {t('More…')}
        </Button>
      )}
    </>
  );
}

interface CodeProps {
  request: PermissionRequest;
  /** A code answers its own request alone, so where two are asked together it says which is which. */
  isOneOfTwo: boolean;
}

function Code({ request: { code, need }, isOneOfTwo }: CodeProps) {
  if (code === undefined) return <span>{t('Its code is void')}</span>;
  const label = !isOneOfTwo ? t('Code') : need.capability === 'files.read' ? t('Code to read') : t('Code to change');
  return (
    <span className="flex items-center gap-1.5">
      <span>
        {label} <span className="font-mono text-text">{code}</span>
      </span>
      <CopyButton text={code} label={t('Copy the code {{code}}', { code })} />
    </span>
  );
}
