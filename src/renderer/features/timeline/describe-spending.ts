import type { EventType, Payload } from '../../../contract/events.ts';
import { allTokens, amountText, limitText, moneyText, restReason } from '../../../contract/spending.ts';
import { heldText } from '../../../contract/pacing.ts';
import { sortedText } from '../../../contract/routing.ts';
import { durationText, exactTimeText } from '../../ui/time-text.ts';
import { t } from '../../words/words.ts';

type SpendingEvent = Extract<EventType, `model.${string}`>;

/** What is told of requests to models: who answered, what it used, and what stood in the way. */
export const spendingSentences: { [Type in SpendingEvent]: (payload: Payload<Type>) => string } = {
  'model.used': (use) => {
    const tokens = `${allTokens(use).toLocaleString('en')} tokens`;
    const money = use.money === undefined ? '' : `, ${moneyText(use.money)}`;
    return use.failure === undefined
      ? `${use.model} answered in ${durationText(use.tookMs)}: ${tokens}${money}`
      : `${use.model} did not answer (${use.failure}): ${tokens}${money}`;
  },
  'model.routed': (sorted) => `${sorted.model ?? t('No model')} is asked first: ${sortedText(sorted)}`,
  'model.heldBack': ({ window, until }) =>
    t('Waits until {{until}}: {{window}}, and the rest is kept for people', {
      until: exactTimeText(until),
      window: heldText(window),
    }),
  'model.fellBack': ({ from, to, because, until }) =>
    `Answered by ${wayText(from, to)}, because ${wayText(to, from)} ${restReason(because)}${until === undefined ? '' : `; it is not asked until ${exactTimeText(until)}`}`,
  'model.rested': ({ model, account, because, until }) =>
    `${model} (${account}) ${restReason(because)} and is not asked until ${exactTimeText(until)}`,
  'model.resumed': ({ model, account, by }) =>
    `${model} (${account}) is asked again, ${by === 'check' ? 'as its server is there again' : 'as you wished'}`,
  'model.limitNeared': ({ limit }) => `${amountText(limit, limit.used)} of ${limitText(limit)} are used by models`,
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
