import { CronText, type ScheduleTime } from '../../../../contract/time/schedule-time.ts';
import type { N8nNode } from './n8n-file.ts';
import { wordOf } from '../word-of.ts';

type Interval = Record<string, unknown>;

/** What starts a workflow there, in words, and as a time of Heron's where it can be one. */
export function triggerTimes(node: N8nNode, zone: string | undefined): { text: string; time?: ScheduleTime }[] {
  const name = node.type.split('.').at(-1);
  if (name !== 'scheduleTrigger') return [{ text: wordsFor[name ?? ''] ?? `what ${node.type} listens for` }];
  const rule = node.parameters['rule'] as { interval?: Interval[] } | undefined;
  return (rule?.interval ?? [{}]).map((one) => {
    const time = timeOf(one, zone);
    return time
      ? { text: time.kind === 'cron' ? `cron ${time.cron}` : 'an interval', time }
      : { text: 'a schedule that is no cron' };
  });
}

const wordsFor: Record<string, string> = {
  manualTrigger: 'a person',
  webhook: 'a call from outside',
  formTrigger: 'a form',
  executeWorkflowTrigger: 'another workflow',
  errorTrigger: 'a failure of another workflow',
};

function timeOf(one: Interval, zone: string | undefined): ScheduleTime | undefined {
  const number = (name: string, otherwise: number): number => Number(one[name] ?? otherwise);
  const at = `${number('triggerAtMinute', 0)} ${number('triggerAtHour', 0)}`;
  const field = one['field'] ?? 'days';
  if (field === 'seconds') return { kind: 'interval', everyMs: number('secondsInterval', 30) * 1000 };
  if (field === 'minutes') return { kind: 'interval', everyMs: number('minutesInterval', 5) * 60_000 };
  if (field === 'hours') return cron(`${number('triggerAtMinute', 0)} */${number('hoursInterval', 1)} * * *`, zone);
  if (field === 'days') return cron(`${at} ${step(number('daysInterval', 1))} * *`, zone);
  if (field === 'weeks') {
    const days = Array.isArray(one['triggerAtDay']) ? one['triggerAtDay'] : [0];
    return number('weeksInterval', 1) === 1 ? cron(`${at} * * ${days.join(',')}`, zone) : undefined;
  }
  if (field === 'months')
    return cron(`${at} ${number('triggerAtDayOfMonth', 1)} ${step(number('monthsInterval', 1))} *`, zone);
  return field === 'cronExpression' ? cron(wordOf(one['expression']).replace(/^=/, '').trim(), zone) : undefined;
}

const step = (every: number): string => (every === 1 ? '*' : `*/${every}`);

function cron(text: string, zone: string | undefined): ScheduleTime | undefined {
  if (!CronText.safeParse(text).success) return undefined;
  return { kind: 'cron', cron: text, ...(zone === undefined || zone === 'DEFAULT' ? {} : { zone }) };
}
