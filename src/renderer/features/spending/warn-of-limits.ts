import type { AnyEvent } from '../../../contract/events.ts';
import { amountText, limitText } from '../../../contract/spending.ts';
import { navigate } from '../../app/use-route.ts';
import { showToast } from '../../ui/toast-store.ts';
import { t } from '../../../words/words.ts';

/** Says it wherever the person is, when a limit comes near or is reached. */
export function warnOfLimits(events: readonly AnyEvent[]): void {
  for (const event of events) {
    if (event.type !== 'model.limitNeared' && event.type !== 'model.limitReached') continue;
    const { limit } = event.payload;
    const isReached = event.type === 'model.limitReached';
    showToast({
      // It stands in the conversation too, and must not lie on what is written there.
      durationMs: 8000,
      tone: isReached ? 'danger' : 'warning',
      title: isReached ? t('No model is asked: a limit is reached') : t('A limit of models comes near'),
      text: t('{{used}} of {{limit}} are used.', { used: amountText(limit, limit.used), limit: limitText(limit) }),
      action: { label: t('Limits'), onSelect: () => navigate({ screen: 'settings', tab: 'spending' }) },
    });
  }
}
