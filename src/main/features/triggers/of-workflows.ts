import { isDeepStrictEqual } from 'node:util';
import type { WebhookOptions } from '../../../contract/webhook-options.ts';
import type { EventDraft } from '../../base/event-log.ts';
import type { StoredTrigger } from './store.ts';

/** A webhook that a workflow wants to have, for one of its triggers. */
export type WantedWebhook = {
  trigger: string;
  perMinute: number;
  options?: WebhookOptions | undefined;
  isPaused: boolean;
};

type Parts = {
  record: (draft: EventDraft) => Promise<void>;
  add: (wanted: {
    of: { workflowId: string; trigger: string };
    perMinute: number;
    options?: WebhookOptions;
  }) => Promise<string>;
  setPaused: (triggerId: string, isPaused: boolean) => Promise<void>;
  remove: (triggerId: string) => Promise<void>;
};

/** Makes the webhooks of a workflow those that are wanted. One that stays keeps its address. */
export async function followWorkflow(
  { record, add, setPaused, remove }: Parts,
  known: readonly StoredTrigger[],
  workflowId: string,
  wanted: readonly WantedWebhook[],
): Promise<void> {
  const own = known.filter(({ of }) => of?.workflowId === workflowId);
  for (const { id, of } of own) if (!wanted.some(({ trigger }) => trigger === of?.trigger)) await remove(id);
  for (const { trigger, perMinute, options, isPaused } of wanted) {
    const how = options ? { perMinute, options } : { perMinute };
    const before = own.find(({ of }) => of?.trigger === trigger);
    const triggerId = before?.id ?? (await add({ of: { workflowId, trigger }, ...how }));
    const isOther = before && (before.perMinute !== perMinute || !isDeepStrictEqual(before.options, options));
    if (isOther) {
      await record({ type: 'trigger.changed', payload: { triggerId, ...how } });
    }
    if (isPaused !== (before?.isPaused ?? false)) await setPaused(triggerId, isPaused);
  }
}
