import type { Budget } from '../../../contract/plan-task.ts';
import type { TaskAttempt, TimelineTask } from '../../../contract/timeline.ts';
import { type CallUsage, type Usage, usageTexts } from '../../../contract/usage.ts';
import { DetailHeading } from '../../app/detail-heading.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { spanText } from './axis.ts';
import { t } from '../../../words/words.ts';

interface TaskCostProps {
  task: TimelineTask;
  attempts: TaskAttempt[];
  budget: Budget | undefined;
}

/** What a step has used, with all inside it: calls, time, what its workers say of tokens and money, and what was measured. */
export function TaskCost({ task, attempts, budget }: TaskCostProps) {
  const running = attempts.reduce(
    (sum, { startedAt, endedAt }) => sum + (startedAt === undefined || endedAt === undefined ? 0 : endedAt - startedAt),
    0,
  );
  const waited = task.phases.reduce(
    (sum, { kind, from, to }) => sum + (kind === 'attempt' || to === undefined ? 0 : to - from),
    0,
  );
  const calls = attempts.filter(({ idempotencyKey }) => idempotencyKey !== undefined).length;
  const entries = [
    ...(calls > 0 ? [{ name: t('Calls'), value: String(calls) }] : []),
    { name: t('Running'), value: spanText(running) },
    ...(waited > 0 ? [{ name: t('Waiting'), value: spanText(waited) }] : []),
    ...usageEntries(task.used ?? {}, budget),
  ];
  return (
    <section aria-label={t('Cost')} className="space-y-1.5">
      <DetailHeading>{t('Cost')}</DetailHeading>
      <DescriptionList entries={entries} />
    </section>
  );
}

const names = () => ({ tokens: t('Tokens'), money: t('Money'), cpuMs: t('Processor'), memoryMb: t('Memory') }) as const;
const resources = ['tokens', 'money', 'cpuMs', 'memoryMb'] as const;

/** What was used, each beside what its budget allows; with a budget also what is not used yet. */
export function usageEntries(used: CallUsage, budget: Budget | undefined): { name: string; value: string }[] {
  return resources.flatMap((resource) => {
    const limit = budget?.[resource];
    const amount = used[resource] ?? (limit === undefined ? undefined : 0);
    const of = (value: number | undefined): Usage => (value === undefined ? {} : { [resource]: value });
    return usageTexts(of(amount), of(limit)).map((value) => ({ name: names()[resource], value }));
  });
}
