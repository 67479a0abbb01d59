import type { Json } from '../../../contract/json.ts';
import type { TaskAttempt, TimelineTask } from '../../../contract/timeline.ts';
import { DetailHeading } from '../../app/detail-heading.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { spanText } from './axis.ts';

/** What a step has used: calls, time, and what its worker says of tokens and money. */
export function TaskCost({ task, attempts }: { task: TimelineTask; attempts: TaskAttempt[] }) {
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
    ...(calls > 0 ? [{ name: 'Calls', value: String(calls) }] : []),
    { name: 'Running', value: spanText(running) },
    ...(waited > 0 ? [{ name: 'Waiting', value: spanText(waited) }] : []),
    ...usageOf(attempts).map(({ name, value }) => ({ name, value: value.toLocaleString() })),
  ];
  return (
    <section aria-label="Cost" className="space-y-1.5">
      <DetailHeading>Cost</DetailHeading>
      <DescriptionList entries={entries} />
    </section>
  );
}

const known: Record<string, string> = {
  inputTokens: 'Tokens in',
  outputTokens: 'Tokens out',
  totalTokens: 'Tokens',
  tokens: 'Tokens',
  costUsd: 'US dollars',
  moneyUsd: 'US dollars',
};

/** The sums of what outputs hold as `usage`. */
export function usageOf(attempts: readonly Pick<TaskAttempt, 'output'>[]): { name: string; value: number }[] {
  const sums = new Map<string, number>();
  for (const { output } of attempts) {
    for (const [field, value] of Object.entries(usageIn(output?.value))) {
      const name = known[field];
      if (name !== undefined && typeof value === 'number') sums.set(name, (sums.get(name) ?? 0) + value);
    }
  }
  return [...sums].map(([name, value]) => ({ name, value }));
}

function usageIn(output: Json | undefined): Record<string, Json> {
  const usage = isObject(output) ? output['usage'] : undefined;
  return isObject(usage) ? usage : {};
}

function isObject(value: Json | undefined): value is Record<string, Json> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
