import type { Json } from '../../contract/json.ts';
import { late, type Late } from '../base/late.ts';
import { machineZone } from '../base/machine-zone.ts';
import type { CallService } from '../features/calls/service.ts';
import { reminderManifest } from '../features/reminders/manifest.ts';
import type { Ending, ReminderParts, Reminders } from '../features/reminders/service.ts';
import type { ScheduleService } from '../features/schedules/service.ts';
import { type EngineCall, engineWorker } from '../workers/engine-worker.ts';
import type { WorkerRegistry } from '../workers/registry/registry.ts';
import type { Ground } from './ground.ts';
import { isOwnWish } from './own-wish.ts';

type ReminderGround = {
  workers: { registry: Pick<WorkerRegistry, 'putOutside'> };
  calls: Pick<CallService, 'list' | 'decline'>;
  /** They are made after the runs, which reminders are asked for by. */
  schedules: () => ScheduleService;
};

/** Reminders, timers and alarms as a worker: for sentences, plans and agents alike. */
export async function openReminders(ground: Ground, { workers, calls, schedules }: ReminderGround): Promise<void> {
  const { events, clock } = ground;
  const scheduleOf = (runId: string): string | undefined => {
    const trigger = events.last('run.created', { runId })?.payload.trigger;
    return trigger?.kind === 'schedule' ? trigger.id : undefined;
  };
  const parts: ReminderParts = {
    ...{ clock, zone: machineZone },
    schedules: {
      list: () => schedules().list(),
      add: (definition, made) => schedules().add(definition, made),
      remove: (id) => schedules().remove(id),
    },
    ringing: () =>
      calls.list().flatMap(({ id, text, state, runId }) => {
        const scheduleId = state === 'ringing' && runId !== undefined ? scheduleOf(runId) : undefined;
        return scheduleId === undefined ? [] : [{ id, text, scheduleId }];
      }),
    decline: calls.decline,
  };
  const reminders = late(async () => {
    const { createReminders } = await import('../features/reminders/service.ts');
    return createReminders(parts);
  });
  const candidate = engineWorker(reminderManifest(), async (call) => ({ text: await done(ground, reminders, call) }));
  await workers.registry.putOutside(candidate.folder, candidate);
}

async function done(ground: Ground, reminders: Late<Reminders>, call: EngineCall): Promise<Json> {
  const by = isOwnWish(ground.events, call) ? 'rules' : 'agent';
  // As the manifest has it, which was checked.
  const input = call.input as unknown;
  switch (call.action) {
    case 'set':
      return reminders.set(input as Parameters<Reminders['set']>[0], by);
    case 'wake':
      return reminders.wake(input as Parameters<Reminders['wake']>[0], by);
    case 'timer':
      return reminders.timer(input as Parameters<Reminders['timer']>[0], by);
    case 'cancel':
      return reminders.cancel(input as Ending);
    default:
      return reminders.list();
  }
}
