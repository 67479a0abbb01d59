import type { EventType, Payload } from '../../../contract/events.ts';
import { allTokens, amountText, limitText, moneyText, restReason } from '../../../contract/spending.ts';
import { heldText } from '../../../contract/pacing.ts';
import { sortedText } from '../../../contract/routing.ts';
import { durationText, exactTimeText } from '../../ui/time-text.ts';
import { plural, t } from '../../../words/words.ts';

type SpendingEvent = Extract<EventType, `model.${string}`>;

/** What is told of requests to models: who answered, what it used, and what stood in the way. */
export const spendingSentences: { [Type in SpendingEvent]: (payload: Payload<Type>) => string } = {
  'model.used': (use) => {
    const tokens = plural(allTokens(use), { one: '1 token', other: '{{count}} tokens' });
    const took = use.money === undefined ? tokens : `${tokens}, ${moneyText(use.money)}`;
    return use.failure === undefined
      ? t('{{model}} answered in {{time}}: {{took}}', { model: use.model, time: durationText(use.tookMs), took })
      : t('{{model}} did not answer ({{failure}}): {{took}}', { model: use.model, failure: use.failure, took });
  },
  'model.routed': (sorted) =>
    t('{{model}} is asked first: {{why}}', { model: sorted.model ?? t('No model'), why: sortedText(sorted) }),
  'model.heldBack': ({ window, until }) =>
    t('Waits until {{until}}: {{window}}, and the rest is kept for people', {
      until: exactTimeText(until),
      window: heldText(window),
    }),
  'model.fellBack': ({ from, to, because, until }) => {
    const values = { to: wayText(from, to), from: wayText(to, from), reason: restReason(because) };
    return until === undefined
      ? t('Answered by {{to}}, because {{from}} {{reason}}', values)
      : t('Answered by {{to}}, because {{from}} {{reason}}; it is not asked until {{until}}', {
          ...{ ...values, until: exactTimeText(until) },
        });
  },
  'model.rested': ({ model, account, because, until }) =>
    t('{{model}} ({{account}}) {{reason}} and is not asked until {{until}}', {
      ...{ model, account, reason: restReason(because), until: exactTimeText(until) },
    }),
  'model.resumed': ({ model, account, by }) =>
    by === 'check'
      ? t('{{model}} ({{account}}) is asked again, as its server is there again', { model, account })
      : t('{{model}} ({{account}}) is asked again, as you wished', { model, account }),
  'model.limitNeared': ({ limit }) =>
    t('{{used}} of {{limit}} are used by models', { used: amountText(limit, limit.used), limit: limitText(limit) }),
  'model.limitReached': ({ limit }) =>
    t('No model was asked: the limit of {{limit}} leaves no room ({{limit2}} used)', {
      limit: limitText(limit),
      limit2: amountText(limit, limit.used),
    }),
};

type Way = { model: string; account: string };

/** The second of the two as it is told from the first: by its model, or else by its account. */
function wayText(other: Way, way: Way): string {
  return other.model === way.model ? `${way.model} (${way.account})` : way.model;
}
