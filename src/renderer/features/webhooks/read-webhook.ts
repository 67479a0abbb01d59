import type { Trigger } from '../../../contract/triggers.ts';
import type { Engine } from '../../engine/connect.ts';
import { t } from '../../../words/words.ts';

/** Reads again what a change of a webhook is about. Fails where the webhook is gone. */
export function readWebhook<Fields>(
  { client }: Pick<Engine, 'client'>,
  triggerId: string,
  fieldsOf: (trigger: Trigger) => Fields,
): () => Promise<{ fields: Fields; hash: string }> {
  return async () => {
    const trigger = (await client.triggers.list()).find(({ id }) => id === triggerId);
    if (!trigger) throw new Error(t('The webhook is no longer there'));
    return { fields: fieldsOf(trigger), hash: trigger.hash };
  };
}
