import { Hand } from 'lucide-react';
import { useEffect, useId, useMemo, useRef } from 'react';
import { questionsOf } from '../../../contract/permission-questions.ts';
import type { Answer, GrantChoice, PermissionRequest } from '../../../contract/permissions.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { toneBorder, toneSoft } from '../../ui/tone.ts';
import { AllowedList } from './allowed-list.tsx';
import { AnswerDeadline } from './answer-deadline.tsx';
import { RequestChoice } from './request-choice.tsx';
import { firstDeadline, groupByWorker } from './requests.ts';
import { addShownQuestion } from './shown-questions.ts';
import { usePromptFocus } from './use-prompt-focus.ts';
import { plural, t } from '../../../words/words.ts';

interface PermissionPromptProps {
  /** All that one run waits for; at least one. */
  pending: PermissionRequest[];
  /** What a task is called on the plan. */
  taskTitle: (taskId: string) => string;
  /** In the inbox it is one of many: it leaves the focus alone and shows the codes. */
  isInInbox?: boolean;
}

/** No answer is an allow by default: the focus starts on Deny. */
export function PermissionPrompt({ pending, taskTitle, isInInbox = false }: PermissionPromptProps) {
  const { permissions } = useHeron();
  const questions = useMemo(() => questionsByWorker(pending), [pending]);
  const id = useId();
  const box = useRef<HTMLElement>(null);
  const { guard, moveOn } = usePromptFocus(box, !isInInbox);
  useEffect(() => (box.current ? addShownQuestion(box.current) : undefined), []);
  const answer = useAction(t('Your answer did not get through'), permissions.answer);
  const give = async (requests: PermissionRequest[], given: Answer, choice?: GrantChoice) => {
    const ids = requests.map((request) => request.id);
    if (await answer.run(ids, given, choice)) moveOn();
  };
  const Heading = isInInbox ? 'h3' : 'h4';
  const deadline = firstDeadline(pending);
  return (
    <section
      ref={box}
      aria-labelledby={id}
      onClickCapture={guard}
      data-question
      className={classNames('animate-rise-in border-y', toneBorder.warning)}
    >
      <header className={classNames('flex flex-wrap items-center gap-x-2 px-4 py-2.5', toneSoft.warning)}>
        <Hand aria-hidden size={16} className="shrink-0 text-warning" />
        <Heading id={id} className="text-sm font-semibold">
          {plural(questions.flatMap(({ asked }) => asked).length, {
            one: 'Permission needed',
            other: '{{count}} permissions needed',
          })}
        </Heading>
        <p className="min-w-0 flex-1 text-right text-xs text-muted">
          <AnswerDeadline expiresAt={deadline} />
        </p>
      </header>
      {questions.map(({ workerId, asked }) => (
        <div key={workerId} className="divide-y border-b">
          {asked.map((question, index) => (
            <Question
              key={question[0]?.id}
              requests={question}
              before={asked[index - 1]}
              taskTitle={taskTitle}
              showsCode={isInInbox}
              deadline={deadline}
              onAnswer={(given, choice) => void give(question, given, choice)}
            />
          ))}
        </div>
      ))}
      <Batch
        id={`${id}-allowed`}
        questions={questions.flatMap(({ asked }) => asked)}
        isBusy={answer.isBusy}
        onAnswer={(given) => void give(pending, given)}
      />
    </section>
  );
}

function questionsByWorker(pending: PermissionRequest[]) {
  return groupByWorker(pending).map(({ workerId, requests }) => ({ workerId, asked: questionsOf(requests) }));
}

interface QuestionProps {
  requests: PermissionRequest[];
  /** The question above, of the same worker. */
  before: PermissionRequest[] | undefined;
  taskTitle: (taskId: string) => string;
  showsCode: boolean;
  deadline: number | undefined;
  onAnswer: (answer: Answer, choice?: GrantChoice) => void;
}

function Question({ requests, before, taskTitle, showsCode, deadline, onAnswer }: QuestionProps) {
  const [request, ...others] = requests;
  if (!request) return null;
  const reason = reasonOf(requests);
  return (
    <RequestChoice
      requests={[request, ...others]}
      reason={before && reasonOf(before) === reason ? undefined : reason}
      taskTitles={request.taskIds.map(taskTitle)}
      showsCode={showsCode}
      hasOwnDeadline={request.expiresAt !== deadline}
      onAnswer={onAnswer}
    />
  );
}

function reasonOf(requests: PermissionRequest[]): string {
  return [...new Set(requests.map(({ reason }) => reason))].join(' ');
}

interface BatchProps {
  id: string;
  questions: PermissionRequest[][];
  isBusy: boolean;
  onAnswer: (answer: Answer) => void;
}

/** What would be allowed, line by line, and one press for all of it. */
function Batch({ id, questions, isBusy, onAnswer }: BatchProps) {
  return (
    <footer className="flex flex-wrap items-end gap-x-4 gap-y-3 bg-sunken/60 px-4 py-3">
      <div className="min-w-64 flex-1">
        <AllowedList id={id} questions={questions} />
      </div>
      {questions.length > 1 && (
        <div className="ml-auto flex flex-wrap gap-2">
          <Button onClick={() => onAnswer('deny')} isLoading={isBusy}>
            {t('Deny all')}
          </Button>
          {/* A yes that knows what a run has read is one to each question alone. */}
          {questions.every(([request]) => !request?.taint) && (
            <Button onClick={() => onAnswer('run')} isLoading={isBusy} aria-describedby={id}>
              {t('Allow all {{requests}} for this run', { requests: questions.length })}
            </Button>
          )}
        </div>
      )}
    </footer>
  );
}
