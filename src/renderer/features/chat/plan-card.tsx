import { ListChecks, Workflow } from 'lucide-react';
import { useCallback, useState } from 'react';
import { comparePlans, isSamePlan } from '../../../contract/compare-plans.ts';
import type { HeldPlan } from '../../../contract/held-plans.ts';
import type { Plan } from '../../../contract/plan.ts';
import type { Task } from '../../../contract/plan-task.ts';
import { useHeron } from '../../app/heron-context.ts';
import { navigate } from '../../app/use-route.ts';
import { useAction } from '../../engine/use-action.ts';
import { useQuery } from '../../engine/use-query.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Disclosure } from '../../ui/disclosure.tsx';
import { ChangedTasks } from '../runs/plan-changes.tsx';
import { PlanNotes } from '../runs/plan-notes.tsx';
import { PlanCardStep } from './plan-card-step.tsx';
import { t } from '../../../words/words.ts';

interface PlanCardProps {
  held: HeldPlan;
  threadKey: string;
}

/** A plan that waits for the person: its steps can be taken out and changed before it runs. */
export function PlanCard({ held, threadKey }: PlanCardProps) {
  const { engine } = useHeron();
  const [draft, setDraft] = useState<Plan>();
  const plan = draft ?? held.plan;
  const check = useQuery(
    engine.state,
    useCallback(() => engine.client.plans.validate({ plan }), [engine, plan]),
  );
  const issues = check.data?.issues ?? [];
  const { tasks } = plan;
  const change = (next: Task[]): void => setDraft({ ...plan, tasks: next });
  return (
    <Card
      icon={ListChecks}
      title={plan.title}
      text={draft ? t('Changed, and not kept yet. Nothing of it has run.') : t('Nothing of it has run.')}
      footer={
        <PlanCardButtons {...{ held, draft, threadKey }} canRun={check.data !== undefined && issues.length === 0} />
      }
    >
      <div className="space-y-3">
        <ol aria-label={t('Steps of the plan')} className="divide-y">
          {tasks.map((task, at) => (
            <PlanCardStep
              key={task.id}
              task={task}
              needs={(check.data?.preview ?? []).filter(({ taskId }) => `${taskId}/`.startsWith(`${task.id}/`))}
              onChange={(next) => change(tasks.with(at, next))}
              // A plan without steps is none.
              onRemove={tasks.length > 1 ? () => change(without(tasks, task.id)) : undefined}
            />
          ))}
        </ol>
        {check.data && <PlanNotes check={check.data} />}
        <Differences before={draft ? held.plan : held.before} plan={plan} />
      </div>
    </Card>
  );
}

/** What waited for it waits no more. */
function without(tasks: readonly Task[], id: string): Task[] {
  return tasks
    .filter((task) => task.id !== id)
    .map((task) => (task.after ? { ...task, after: task.after.filter((each) => each !== id) } : task));
}

function Differences({ before, plan }: { before: Plan | undefined; plan: Plan }) {
  if (!before) return undefined;
  const difference = comparePlans(before, plan);
  if (isSamePlan(difference)) return undefined;
  return (
    <Disclosure title={t('Compared with the plan before')} isOpenAtFirst>
      <ChangedTasks difference={difference} />
    </Disclosure>
  );
}

interface PlanCardButtonsProps extends PlanCardProps {
  draft: Plan | undefined;
  canRun: boolean;
}

function PlanCardButtons({ held, draft, threadKey, canRun }: PlanCardButtonsProps) {
  const { engine, chat } = useHeron();
  const { proposalId, isScheduled } = held;
  const keep = useAction(t('The plan could not be changed'), async (plan: Plan) => {
    await engine.client.conversations.revisePlan({ conversationId: threadKey, proposalId, plan });
  });
  const draw = useAction(t('The plan could not be opened in the canvas'), async () => {
    const { id } = await engine.client.workflows.create({ document: draft ?? held.plan });
    navigate({ screen: 'workflows', workflowId: id });
  });
  const [isGoing, setIsGoing] = useState(false);
  const say = async (words: string): Promise<void> => {
    setIsGoing(true);
    const isKept = draft === undefined || words === 'Leave it' || (await keep.run(draft));
    if (isKept) await chat.send(threadKey, words);
    setIsGoing(false);
  };
  const go = isScheduled ? t('Schedule it') : t('Run it');
  return (
    <div className="flex flex-wrap items-center justify-end gap-2">
      <Button icon={Workflow} isLoading={draw.isBusy} onClick={() => void draw.run()}>
        {t('Open in the canvas')}
      </Button>
      <Button disabled={isGoing} onClick={() => void say('Leave it')}>
        {t('Leave it')}
      </Button>
      {draft && (
        <Button disabled={!canRun || isGoing} isLoading={keep.isBusy} onClick={() => void keep.run(draft)}>
          {t('Keep the changes')}
        </Button>
      )}
      <Button
        variant="primary"
        disabled={!canRun}
        isLoading={isGoing}
        // What is said is what the engine understands, whatever the window is written in.
        onClick={() => void say(isScheduled ? 'Schedule it' : 'Run it')}
      >
        {go}
      </Button>
    </div>
  );
}
