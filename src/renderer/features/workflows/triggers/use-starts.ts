import { useMemo } from 'react';
import type { Schedule } from '../../../../contract/schedules.ts';
import type { Trigger } from '../../../../contract/triggers.ts';
import { useSchedules } from '../../schedules/use-schedules.ts';
import { useWebhooks } from '../../webhooks/use-webhooks.ts';

/** What the triggers of the published workflow have become: of each its schedule or its webhook. */
export type Starts = {
  schedule: (trigger: string) => Schedule | undefined;
  webhook: (trigger: string) => Trigger | undefined;
};

export function useStarts(workflowId: string): Starts {
  const schedules = useSchedules().data;
  const webhooks = useWebhooks().data;
  return useMemo(() => {
    const own = <One extends { of?: Schedule['of'] }>(all: readonly One[] | undefined) =>
      new Map(all?.flatMap((one) => (one.of?.workflowId === workflowId ? [[one.of.trigger, one] as const] : [])));
    const [bySchedule, byWebhook] = [own(schedules), own(webhooks)];
    return { schedule: (trigger) => bySchedule.get(trigger), webhook: (trigger) => byWebhook.get(trigger) };
  }, [schedules, webhooks, workflowId]);
}
