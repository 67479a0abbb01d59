import { ListTree } from 'lucide-react';
import { useCallback, useEffect } from 'react';
import type { JsonObject } from '../../../contract/json.ts';
import { findInPlan, type PlanPlace } from '../../../contract/plan-place.ts';
import { whatOf } from '../../../contract/plan-task.ts';
import type { Run } from '../../../contract/runs.ts';
import type { TaskAttempt, TimelineTask } from '../../../contract/timeline.ts';
import { topTask } from '../../../contract/task-path.ts';
import { DetailHeading } from '../../app/detail-heading.tsx';
import { useHeron } from '../../app/heron-context.ts';
import { type Query, useQuery } from '../../engine/use-query.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { InlineCode } from '../../ui/inline-code.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { StepIcon } from '../../ui/step-icon.tsx';
import { BlockedQuestion } from '../runs/blocked-question.tsx';
import { canFork } from '../runs/fork-input.ts';
import { ForkTask } from '../runs/fork-task.tsx';
import type { TaskProgress } from '../runs/store.ts';
import { StreamedResult } from '../runs/streamed-result.tsx';
import { UncertainChoice } from '../runs/uncertain-choice.tsx';
import { WebhookAddress } from '../runs/webhook-address.tsx';
import { AttemptCard } from './attempt-card.tsx';
import { stepAt } from './bars.ts';
import { fullTitle, type TitleOf } from './row-titles.ts';
import { stepsAwaited, stepsBefore } from './steps-before.ts';
import { TaskCost } from './task-cost.tsx';
import { TaskPermissions } from './task-permissions.tsx';
import { TaskWaits } from './task-waits.tsx';
import { plural, t } from '../../../words/words.ts';

interface TaskPaneProps {
  run: Run;
  path: string;
  /** Changes while the task goes on. */
  version: number;
  progress: TaskProgress | undefined;
  titleOf: TitleOf;
  onShowInTree: () => void;
}

type Details = { task?: TimelineTask; attempts: TaskAttempt[]; isCut: boolean };

/** Everything about one step: what it was given and gave at each attempt, what it waited for, what it used. */
export function TaskPane({ run, path, version, progress, titleOf, onShowInTree }: TaskPaneProps) {
  const { data, failure, reload } = useTask(run.id, path, version);
  const title = fullTitle(path, titleOf);
  if (!data) {
    return failure ? (
      <ErrorState title={t('Could not load the step')} text={failure.message} onRetry={() => void reload()} />
    ) : (
      <Skeleton lines={6} label={t('Loading the step')} />
    );
  }
  const { task, attempts, isCut } = data;
  const { webhook } = attempts.at(-1) ?? {};
  return (
    <div className="space-y-5">
      <header className="space-y-2">
        <p className="text-base font-semibold break-words">{title}</p>
        <Facts {...{ run, path, task, titleOf }} />
      </header>
      <Asked run={run} path={path} title={title} />
      {run.endedAt === undefined && webhook && <WebhookAddress {...webhook} />}
      <Actions {...{ run, path, title, task, attempts, onShowInTree }} />
      {progress && <Live title={title} progress={progress} />}
      {task && <TaskWaits phases={task.phases} />}
      <section aria-label={t('Attempts')} className="space-y-2">
        <DetailHeading>
          {attempts.length > 1
            ? plural(attempts.length, { one: '1 attempt', other: '{{count}} attempts' })
            : t('What happened')}
        </DetailHeading>
        {attempts.length === 0 && <NotBegun {...{ run, path, titleOf }} />}
        {attempts.toReversed().map((attempt, index) => (
          <AttemptCard
            key={`${attempt.startedAt}-${attempts.length - index}`}
            runId={run.id}
            attempt={attempt}
            isOpenAtFirst={index === 0}
            isOnly={attempts.length === 1}
          />
        ))}
        {isCut && <Notice>{t('It has more attempts than are shown here; the events have them all.')}</Notice>}
      </section>
      <TaskPermissions runId={run.id} path={path} version={version} />
      {task && <TaskCost task={task} attempts={attempts} budget={findInPlan(run.plan, path)?.task.budget} />}
    </div>
  );
}

type ActionsProps = Pick<TaskPaneProps, 'run' | 'path' | 'onShowInTree'> & {
  title: string;
  task: TimelineTask | undefined;
  attempts: TaskAttempt[];
};

function Actions({ run, path, title, task, attempts, onShowInTree }: ActionsProps) {
  return (
    <>
      <div role="group" aria-label={t('Actions of the step')} className="flex flex-wrap gap-2">
        {task && canFork(run, task.status) && (
          <ForkTask
            {...{ runId: run.id, title }}
            state={{ id: path, status: task.status }}
            input={inputOf(run, path, attempts)}
            isUnderWay={run.endedAt === undefined}
          />
        )}
        <Button size="sm" icon={ListTree} onClick={onShowInTree}>
          {t('Show in the tree')}
        </Button>
      </div>
      {task?.endedAt !== undefined && !canFork(run, task.status) && (
        <p className="text-xs text-muted">
          {t('It can be run again from here while the run waits, or when it has ended.')}
        </p>
      )}
    </>
  );
}

function useTask(runId: string, path: string, version: number): Query<Details> {
  const { engine } = useHeron();
  const load = useCallback(() => engine.client.timeline.task({ runId, path }), [engine, runId, path]);
  const query = useQuery(engine.state, load);
  const { reload, data } = query;
  const isOver = data?.task?.endedAt !== undefined;
  useEffect(() => {
    if (!isOver && version > 0) void reload();
  }, [reload, version, isOver]);
  return query;
}

/** Why, if that is known: what holds it back, unless it stands in line. */
function NotBegun({ run, path, titleOf }: Pick<TaskPaneProps, 'run' | 'path' | 'titleOf'>) {
  const awaited = run.endedAt === undefined ? stepsAwaited(run, path) : [];
  const steps = awaited.map((before) => `“${fullTitle(before, titleOf)}”`).join(', ');
  return (
    <p className="text-sm text-muted">
      {awaited.length > 0 ? t('It has not begun: it waits for {{steps}}.', { steps }) : t('It has not begun.')}
    </p>
  );
}

type FactsProps = Pick<TaskPaneProps, 'run' | 'path' | 'titleOf'> & { task: TimelineTask | undefined };

function Facts({ run, path, task, titleOf }: FactsProps) {
  const found = findInPlan(run.plan, path);
  const before = stepsBefore(run, path);
  const entries = [
    { name: t('State'), value: <StepIcon state={stepAt(task, undefined)} hasLabel /> },
    ...(found
      ? [
          {
            name: (task?.action ?? found.task.action) === undefined ? t('Kind') : t('Action'),
            value: <InlineCode>{task?.action ?? kindText(found)}</InlineCode>,
          },
        ]
      : []),
    {
      name: t('Path'),
      value: (
        <span className="flex items-center gap-1">
          <InlineCode>{path}</InlineCode>
          <CopyButton text={path} label={t('Copy path')} className="-my-1" />
        </span>
      ),
    },
    ...(task?.agent ? [{ name: t('Given to'), value: `${task.agent.as ?? 'an agent'}: ${task.agent.goal}` }] : []),
    ...(before.length > 0
      ? [{ name: t('After'), value: before.map((each) => fullTitle(each, titleOf)).join(', ') }]
      : []),
    ...(found?.task.when === undefined ? [] : [{ name: t('If'), value: <InlineCode>{found.task.when}</InlineCode> }]),
    ...(task?.total === undefined
      ? []
      : [{ name: t('Inside'), value: t('{{done}} of {{total}} done', { done: task.done ?? 0, total: task.total }) }]),
  ];
  return <DescriptionList entries={entries} />;
}

function kindText({ role, task }: PlanPlace): string {
  return role === 'step' ? 'step of an agent' : role === 'call' ? 'call of an agent' : whatOf(task);
}

/** What it asks can be answered here. */
function Asked({ run, path, title }: { run: Run; path: string; title: string }) {
  if (run.endedAt !== undefined) return null;
  const state = run.tasks[topTask(path)];
  const own = path === state?.id ? state : undefined;
  const ask = state?.asks?.find(({ taskId }) => taskId === path);
  const question = own?.status === 'blocked' ? own.question : ask?.question;
  const place = { runId: run.id, taskId: path, title };
  if (question) return <BlockedQuestion {...place} question={question} />;
  return own?.status === 'uncertain' || ask ? <UncertainChoice {...place} /> : null;
}

/** What the last attempt was given; of one that is too large, or has not begun, what the plan says. */
function inputOf(run: Run, path: string, attempts: TaskAttempt[]): JsonObject | undefined {
  const given = attempts.at(-1)?.input?.value;
  if (typeof given === 'object' && given !== null && !Array.isArray(given)) return given;
  return findInPlan(run.plan, path)?.task.input;
}

function Live({ title, progress: { percent, text, streamed } }: { title: string; progress: TaskProgress }) {
  return (
    <section aria-label={t('While it works')} className="space-y-1.5">
      <DetailHeading>{t('While it works')}</DetailHeading>
      <p className="text-sm break-words">
        {percent !== undefined && <span className="mr-2 tabular-nums">{Math.round(percent)} %</span>}
        {text}
      </p>
      {streamed?.isWhole && <StreamedResult title={title} streamed={streamed} />}
    </section>
  );
}
