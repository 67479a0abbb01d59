import { useContext } from 'react';
import type { Run } from '../../../contract/runs.ts';
import { Badge } from '../../ui/badge.tsx';
import { Disclosure } from '../../ui/disclosure.tsx';
import { Markdown } from '../../ui/markdown.tsx';
import { MiddleElided } from '../../ui/middle-elided.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { StepIcon } from '../../ui/step-icon.tsx';
import { openLink } from '../../app/open-link.ts';
import { BlockedQuestion } from './blocked-question.tsx';
import { Elapsed } from './elapsed.tsx';
import { canFork } from './fork-input.ts';
import { ForkTask } from './fork-task.tsx';
import { FailureNote } from './failure-note.tsx';
import { Moment } from './moment.ts';
import type { TaskProgress } from './store.ts';
import { StreamedResult } from './streamed-result.tsx';
import { isUnderWay } from './summaries.ts';
import { takenBackWord } from './taken-back.ts';
import { TaskDetails } from './task-details.tsx';
import type { TaskRow } from './task-rows.ts';
import { UncertainChoice } from './uncertain-choice.tsx';
import { WebhookAddress } from './webhook-address.tsx';
import { t } from '../../../words/words.ts';

interface TaskItemProps {
  run: Run;
  row: TaskRow;
  progress: TaskProgress | undefined;
}

export function TaskItem({ run, row, progress }: TaskItemProps) {
  const { state, title, step } = row;
  const moment = useContext(Moment);
  const isToldBelow = moment === undefined && hasAnswer(run);
  const result = state.says && <Markdown text={firstParagraph(state.says)} onOpenLink={openLink} headingLevel={4} />;
  return (
    <div className="px-3 py-0.5" data-task={row.task.id}>
      <Disclosure
        title={
          <span className="flex min-w-0 items-center gap-2">
            <StepIcon state={step} />
            <span
              className={
                step === 'waiting' || step === 'skipped'
                  ? 'flex min-w-0 flex-wrap items-baseline gap-x-2 break-words text-muted'
                  : 'flex min-w-0 flex-wrap items-baseline gap-x-2 break-words'
              }
            >
              <span className="min-w-0">{isToldBelow && row.task.title ? <MiddleElided text={title} /> : title}</span>
              {namesOf(row, run).map((name) => (
                <span key={name} className="font-mono text-xs wrap-anywhere text-muted">
                  {name}
                </span>
              ))}
            </span>
          </span>
        }
        end={<TaskFacts row={row} progress={progress} />}
      >
        <div className="space-y-2 pb-2 pl-6">
          {isToldBelow && result}
          <TaskDetails row={row} />
          {canFork(run, state.status) && moment === undefined && (
            <ForkTask
              {...{ runId: run.id, title, state, isUnderWay: run.endedAt === undefined, input: inputOf(row) }}
            />
          )}
        </div>
      </Disclosure>
      <div className="space-y-2 pl-11 text-muted empty:hidden [&_.markdown]:text-xs">
        {step === 'running' && progress && <Progress title={title} progress={progress} />}
        {step === 'running' && state.awaited?.webhook && moment === undefined && (
          <WebhookAddress url={state.awaited.webhook.url} methods={state.awaited.webhook.methods} />
        )}
        {!isToldBelow && result}
        {state.keptFrom && (
          <p className="text-xs">{t('Kept from the run this one was forked from; not done again.')}</p>
        )}
        {state.error && <FailureNote failure={state.error} />}
        {step === 'blocked' && state.question && run.status === 'running' && moment === undefined && (
          <BlockedQuestion runId={run.id} taskId={row.task.id} title={title} question={state.question} />
        )}
        {step === 'uncertain' && run.status === 'running' && moment === undefined && (
          <UncertainChoice runId={run.id} taskId={row.task.id} title={title} />
        )}
        {run.status === 'running' && moment === undefined && <InnerAsks run={run} row={row} />}
      </div>
    </div>
  );
}

/** The action, which begins with whose it is; and its own name in the plan, where the title says nothing of one step among several. */
function namesOf({ task }: TaskRow, { plan }: Run): string[] {
  const names = [task.action, !task.title && plan.tasks.length > 1 ? task.id : undefined];
  return [...new Set(names.filter((name) => name !== undefined))];
}

function TaskFacts({ row, progress }: Pick<TaskItemProps, 'row' | 'progress'>) {
  const { state, step } = row;
  const takenBack = takenBackWord(state);
  return (
    <span className="flex shrink-0 items-center text-xs text-muted">
      {takenBack && (
        <span className="mr-2">
          <Badge tone={takenBack.tone}>{takenBack.text}</Badge>
        </span>
      )}
      {row.isPinned && (
        <span className="mr-2">
          <Badge tone="accent">{t('Pinned')}</Badge>
        </span>
      )}
      {row.isLasting && step !== 'skipped' && (
        <span className="mr-2">
          <Badge tone="warning">{t('Cannot be undone')}</Badge>
        </span>
      )}
      {state.progress?.total !== undefined && (
        <span className="mr-2 tabular-nums">
          {t('{{done}} of {{total}}', { done: state.progress.done, total: state.progress.total })}
        </span>
      )}
      {progress?.percent !== undefined && <span className="mr-2 tabular-nums">{Math.round(progress.percent)} %</span>}
      {isTimed(row) && <Elapsed startedAt={state.startedAt ?? 0} endedAt={state.endedAt} />}
    </span>
  );
}

/** What tasks inside this one ask. */
function InnerAsks({ run, row: { state, title } }: { run: Run; row: TaskRow }) {
  return state.asks?.map(({ taskId, question }) =>
    question ? (
      <BlockedQuestion key={taskId} runId={run.id} taskId={taskId} title={title} question={question} />
    ) : (
      <UncertainChoice key={taskId} runId={run.id} taskId={taskId} title={`${title} (${taskId})`} />
    ),
  );
}

/** Once a run of a conversation is over, the answer below it tells what its steps said. */
function hasAnswer({ conversationId, status }: Run): boolean {
  return conversationId !== undefined && !isUnderWay(status);
}

/** A task that waits for a decision has no clock running. */
function isTimed({ state, step }: TaskRow): boolean {
  return state.startedAt !== undefined && (state.endedAt !== undefined || step === 'running' || step === 'asking');
}

function Progress({ title, progress }: { title: string; progress: TaskProgress }) {
  const { percent, text, streamed } = progress;
  return (
    <div className="space-y-1 py-1">
      {percent !== undefined && <ProgressBar label={t('Progress of {{title}}', { title })} value={percent} />}
      {text && <p className="text-xs break-words">{text}</p>}
      {streamed?.isWhole && <StreamedResult title={title} streamed={streamed} />}
    </div>
  );
}

/** The rest is in the answer below, and in the output. */
function firstParagraph(text: string): string {
  return text.split(/\n\s*\n/, 1)[0] ?? text;
}

function inputOf({ state, task }: TaskRow) {
  return state.input ?? task.input;
}
