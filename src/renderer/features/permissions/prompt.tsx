import { Hand } from 'lucide-react';
import { useId, useMemo, useRef } from 'react';
import type { Answer, PermissionRequest } from '../../../contract/permissions.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { toneBorder, toneSoft } from '../../ui/tone.ts';
import { AnswerMeanings } from './answer-meanings.tsx';
import { RequestChoice } from './request-choice.tsx';
import { groupByWorker } from './requests.ts';
import { usePromptFocus } from './use-prompt-focus.ts';

interface PermissionPromptProps {
  /** All that one run waits for; at least one. */
  pending: PermissionRequest[];
  /** What a task is called on the plan. */
  taskTitle: (taskId: string) => string;
}

/** No answer is an allow by default: the focus starts on Deny. */
export function PermissionPrompt({ pending, taskTitle }: PermissionPromptProps) {
  const { permissions } = useHeron();
  const groups = useMemo(() => groupByWorker(pending), [pending]);
  const id = useId();
  const box = useRef<HTMLElement>(null);
  const { guard, moveOn } = usePromptFocus(box);
  const answer = useAction('Your answer did not get through', permissions.answer);
  const give = async (requestIds: string[], given: Answer) => {
    if (await answer.run(requestIds, given)) moveOn();
  };
  const all = pending.map((request) => request.id);
  return (
    <section
      ref={box}
      aria-labelledby={id}
      onClickCapture={guard}
      data-question
      className={classNames('animate-rise-in border-y', toneBorder.warning)}
    >
      <header className={classNames('flex items-center gap-2 px-4 py-2.5', toneSoft.warning)}>
        <Hand aria-hidden size={16} className="shrink-0 text-warning" />
        <h4 id={id} className="text-sm font-semibold">
          {all.length === 1 ? 'Permission needed' : `${all.length} permissions needed`}
        </h4>
        <p className="min-w-0 flex-1 text-right text-xs text-muted max-sm:hidden">Nothing happens until you answer.</p>
      </header>
      {groups.map(({ workerId, requests }) => (
        <div key={workerId} className="divide-y border-b">
          {requests.map((request, index) => (
            <RequestChoice
              key={request.id}
              request={request}
              reason={index === 0 || request.reason !== requests[0]?.reason ? request.reason : undefined}
              taskTitles={request.taskIds.map(taskTitle)}
              onAnswer={(given) => void give([request.id], given)}
            />
          ))}
        </div>
      ))}
      <footer className="flex flex-wrap items-end gap-x-4 gap-y-3 bg-sunken/60 px-4 py-3">
        <AnswerMeanings needs={pending.filter(({ taint }) => !taint).map(({ need }) => need)} />
        {all.length > 1 && (
          <div className="ml-auto flex flex-wrap gap-2">
            <Button onClick={() => void give(all, 'deny')} isLoading={answer.isBusy}>
              Deny all
            </Button>
            {pending.every(({ taint }) => !taint) && (
              <Button onClick={() => void give(all, 'run')} isLoading={answer.isBusy}>
                Allow all for this run
              </Button>
            )}
          </div>
        )}
      </footer>
    </section>
  );
}
