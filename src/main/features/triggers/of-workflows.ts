import type { EventDraft } from '../../base/event-log.ts';
import type { StoredTrigger } from './store.ts';

/** A webhook that a workflow wants to have, for one of its triggers. */
export type WantedWebhook = { trigger: string; perMinute: number; isPaused: boolean };

type Parts = {
  record: (draft: EventDraft) => Promise<void>;
  add: (wanted: { of: { workflowId: string; trigger: string }; perMinute: number }) => Promise<string>;
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
  for (const { trigger, perMinute, isPaused } of wanted) {
    const before = own.find(({ of }) => of?.trigger === trigger);
    const triggerId = before?.id ?? (await add({ of: { workflowId, trigger }, perMinute }));
    if (before && before.perMinute !== perMinute) {
      await record({ type: 'trigger.changed', payload: { triggerId, perMinute } });
    }
    if (isPaused !== (before?.isPaused ?? false)) await setPaused(triggerId, isPaused);
  }
}
