import type { EventType, Payload } from '../../../contract/events.ts';
import { amountText, usageTexts } from '../../../contract/usage.ts';
import { plainText } from '../../../contract/plain-text.ts';
import { durationText, exactTimeText } from '../../ui/time-text.ts';
import { lineText } from './bars.ts';
import { limitWords, type Sentence, stepName } from './sentence.ts';
import { plural, t } from '../../../words/words.ts';

type TaskEvent = Exclude<Extract<EventType, `task.${string}`>, 'task.steered'>;

const wakings = () => ({
  time: t('the time has come'),
  event: t('what it waited for happened'),
  webhook: t('it was called'),
  timeout: t('it waited long enough'),
});

function caseText(chosen: Payload<'task.opened'>['case']): string {
  if (chosen === undefined) return '';
  return typeof chosen === 'number' ? t('case {{number}}', { number: chosen + 1 }) : chosen;
}

/** Facts beside each other, without those that are not there. */
const beside = (parts: string[]): string => parts.filter(Boolean).join(' · ');

/** What is told of the steps of a run. */
export const taskSentences: { [Type in TaskEvent]: Sentence<Type> } = {
  'task.started': ({ attempt, repairs }, scope, names) => {
    const values = { step: stepName(scope, names), attempt, repairs: repairs?.join('; ') ?? '' };
    if (repairs)
      return attempt > 1
        ? t('{{step}} started, attempt {{attempt}}, mended: {{repairs}}', values)
        : t('{{step}} started, mended: {{repairs}}', values);
    return attempt > 1 ? t('{{step}} started, attempt {{attempt}}', values) : t('{{step}} started', values);
  },
  'task.progressed': ({ percent, text }, scope, names) =>
    beside([
      t('{{step}} goes on', { step: stepName(scope, names) }),
      percent === undefined ? '' : t('{{percent}} %', { percent: Math.round(percent) }),
      text ?? '',
    ]),
  'task.streamed': ({ type, number }, scope, names) =>
    type === 'end'
      ? plural(
          number - 1,
          {
            one: '{{step}} has sent the 1 piece of its result',
            other: '{{step}} has sent all {{count}} pieces of its result',
          },
          { step: stepName(scope, names) },
        )
      : t('{{step}} sent piece {{number}} of its result', { step: stepName(scope, names), number }),
  'task.partGiven': (_, scope, names) =>
    t('What {{step}} has sent of its result was written down', { step: stepName(scope, names) }),
  'task.completed': ({ says }, scope, names) =>
    t('{{step}} completed: {{says}}', { step: stepName(scope, names), says: plainText(says) }),
  'task.failed': ({ error }, scope, names) =>
    t('{{step}} failed: {{message}}', { step: stepName(scope, names), message: error.message }),
  'task.skipped': ({ reason }, scope, names) =>
    t('{{step}} skipped: {{reason}}', { step: stepName(scope, names), reason }),
  'task.cancelled': ({ reason }, scope, names) =>
    t('{{step}} cancelled: {{reason}}', { step: stepName(scope, names), reason }),
  'task.blocked': ({ question }, scope, names) =>
    t('{{step}} asks you: {{question}}', { step: stepName(scope, names), question: question.text }),
  'task.answered': ({ answer }, scope, names) =>
    t('{{step}}: you answered “{{answer}}”', { step: stepName(scope, names), answer }),
  'task.uncertain': (_, scope, names) =>
    t('{{step}} was interrupted; nobody knows whether it took effect', { step: stepName(scope, names) }),
  'task.resolved': ({ decision }, scope, names) =>
    t('{{step}}: you chose to {{decision}}', { step: stepName(scope, names), decision }),
  'task.opened': ({ total, case: chosen }, scope, names) =>
    beside([
      t('{{step}} began', { step: stepName(scope, names) }),
      total === undefined ? '' : t('{{total}} inside', { total: String(total) }),
      caseText(chosen),
    ]),
  'task.modelAnswered': ({ text, calls, isCut }, scope, names) => {
    const step = stepName(scope, names);
    if (isCut) return t('{{step}}: the answer was cut off', { step });
    const called = calls.map(({ action, name }) => action ?? name).join(', ');
    return called === ''
      ? t('{{step}}: {{text}}', { step, text: plainText(text) })
      : t('{{step}}: the model calls {{called}}', { step, called });
  },
  'task.listed': ({ offset, items }, scope, names) =>
    t('{{step}}: items {{from}} to {{to}} of its list', {
      ...{ step: stepName(scope, names), from: String(offset), to: String(offset + items.length - 1) },
    }),
  'task.retried': ({ attempt, error, delayMs }, scope, names) =>
    t('{{step}} failed in attempt {{attempt}} and is tried again in {{delay}}: {{message}}', {
      ...{ step: stepName(scope, names), attempt, delay: durationText(delayMs), message: error.message },
    }),
  'task.caught': ({ error, by }, scope, names) => {
    const values = { step: stepName(scope, names), message: error.message };
    return by === 'recover'
      ? t('{{step}} failed, its recovery is done: {{message}}', values)
      : t('{{step}} failed, its fallback is done: {{message}}', values);
  },
  'task.compensable': ({ action, error }, scope, names) =>
    error
      ? t('{{step}} cannot be taken back by {{action}}: {{message}}', {
          ...{ step: stepName(scope, names), action, message: error.message },
        })
      : t('{{step}} could be taken back by {{action}}', { step: stepName(scope, names), action }),
  'task.compensating': ({ action }, scope, names) =>
    t('{{step}} is taken back: {{action}} is called', { step: stepName(scope, names), action }),
  'task.compensated': ({ says }, scope, names) =>
    t('{{step}} was taken back: {{says}}', { step: stepName(scope, names), says: plainText(says) }),
  'task.uncompensated': ({ action, error }, scope, names) =>
    t('{{step}} could not be taken back by {{action}}: {{message}}', {
      ...{ step: stepName(scope, names), action, message: error.message },
    }),
  'task.queued': (payload, scope, names) =>
    t('{{step}} stands in line {{line}}', { step: stepName(scope, names), line: lineText(payload) }),
  'task.parked': ({ awaited }, scope, names) => parkedText(stepName(scope, names), awaited),
  'task.woken': ({ by }, scope, names) =>
    t('{{step}} goes on: {{because}}', { step: stepName(scope, names), because: wakings()[by] }),
  'task.overBudget': ({ resource, limit, response }, scope, names) => {
    const values = { step: stepName(scope, names), allowed: amountText(resource, limit) };
    if (response === 'fallback')
      return t('{{step}} went over its budget: {{allowed}} allowed; its fallback is done', values);
    if (response === 'summary')
      return t('{{step}} went over its budget: {{allowed}} allowed; it ended with what it had done', values);
    return t('{{step}} went over its budget: {{allowed}} allowed', values);
  },
  'task.used': ({ used }, scope, names) =>
    t('{{step}} used {{used}}', { step: stepName(scope, names), used: usageTexts(used).join(', ') }),
  'task.drew': (_, scope, names) =>
    t('{{step}} looked at the clock or drew a random number', { step: stepName(scope, names) }),
  'task.limitReached': ({ limit, heldUpBy }, scope, names) => {
    const values = { step: stepName(scope, names), limit: limitWords()[limit] };
    if (!heldUpBy) return t('{{step}}: {{limit}}', values);
    return t('{{step}}: {{limit}}; it stood in line {{line}}', { ...values, line: lineText(heldUpBy) });
  },
};

/** What a step waits for may be several things, of which the first to come wakes it. */
function parkedText(step: string, { until, event, webhook }: Payload<'task.parked'>['awaited']): string {
  const awaited = [
    event ? t('for {{event}}', { event: event.type }) : '',
    webhook ? t('for a call of {{url}}', { url: webhook.url }) : '',
    until === undefined ? '' : t('until {{until}}', { until: exactTimeText(until) }),
  ].filter(Boolean);
  return t('{{step}} waits {{awaited}}', { step, awaited: awaited.join(' ') }).trim();
}
