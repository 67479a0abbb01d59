import type { WorkflowTrigger } from '../../../../contract/workflow-triggers.ts';
import { occurrenceText, shortMoment } from '../../schedules/schedule-words.ts';
import type { Starts } from './use-starts.ts';
import { t } from '../../../../words/words.ts';

export type TriggerState = {
  /** What it says of itself, on one line. */
  text: string;
  tone: 'on' | 'off' | 'unpublished' | 'wrong';
};

/** How a trigger is doing: when it starts next, or what became of it last. */
export function stateOfTrigger(trigger: WorkflowTrigger, starts: Starts, isWorkflowOff: boolean): TriggerState {
  const { id, start, isOff } = trigger;
  if (start.kind === 'manual') return { text: t('When you press Run'), tone: 'on' };
  if (isOff) return { text: t('Off'), tone: 'off' };
  if (isWorkflowOff) return { text: t('The workflow is off'), tone: 'off' };
  return start.kind === 'webhook' ? stateOfWebhook(id, starts) : stateOfSchedule(id, starts);
}

const unpublished = (): TriggerState => ({ text: t('Starts once it is published'), tone: 'unpublished' });

function stateOfWebhook(id: string, starts: Starts): TriggerState {
  const webhook = starts.webhook(id);
  if (!webhook) return unpublished();
  if (webhook.problem !== undefined) return { text: webhook.problem, tone: 'wrong' };
  if (webhook.isPaused) return { text: t('Paused'), tone: 'off' };
  const { lastCall } = webhook;
  if (!lastCall) return { text: t('Not called yet'), tone: 'on' };
  return {
    text: t('Called {{at}}: {{status}}', { at: shortMoment(lastCall.at), status: lastCall.status }),
    tone: lastCall.status < 400 ? 'on' : 'wrong',
  };
}

function stateOfSchedule(id: string, starts: Starts): TriggerState {
  const schedule = starts.schedule(id);
  if (!schedule) return unpublished();
  if (schedule.problem !== undefined) return { text: schedule.problem, tone: 'wrong' };
  if (schedule.isPaused) return { text: t('Paused'), tone: 'off' };
  const [next] = schedule.next;
  if (next !== undefined) return { text: t('Next {{next}}', { next: shortMoment(next, schedule.zone) }), tone: 'on' };
  if (schedule.polled?.problem !== undefined) return { text: schedule.polled.problem, tone: 'wrong' };
  const { last } = schedule;
  return last
    ? { text: `${shortMoment(last.at)} · ${occurrenceText(last)}`, tone: last.status === 'failed' ? 'wrong' : 'on' }
    : { text: t('Nothing has started it yet'), tone: 'on' };
}
