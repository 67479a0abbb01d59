import type { Schedule, ScheduleDefinition } from '../../../contract/schedules.ts';
import { HeronError } from '../../base/errors.ts';
import type { ScheduleStore, StoredSchedule } from './store.ts';

/** A schedule that a workflow wants to have, for one of its triggers. */
export type WantedSchedule = { definition: ScheduleDefinition; isPaused: boolean };

/** What is done to schedules. */
type Calls = {
  add: (definition: ScheduleDefinition) => Promise<Pick<Schedule, 'id'>>;
  change: (id: string, definition: ScheduleDefinition) => Promise<unknown>;
  pause: (id: string) => Promise<unknown>;
  resume: (id: string) => Promise<unknown>;
  remove: (id: string) => Promise<void>;
  /** As it would be kept. */
  completed: (definition: ScheduleDefinition) => Promise<ScheduleDefinition>;
};

/**
 * Makes the schedules of a workflow those that are wanted. One that stays what it was goes on as it did: what it has seen and when it
 * was last due is not forgotten.
 */
export async function followWorkflow(
  { add, change, pause, resume, remove, completed }: Calls,
  store: ScheduleStore,
  workflowId: string,
  wanted: readonly WantedSchedule[],
): Promise<void> {
  const own = store.list().filter(({ definition: { of } }) => of?.workflowId === workflowId);
  const triggerOf = ({ of }: ScheduleDefinition): string | undefined => of?.trigger;
  for (const { id, definition } of own) {
    if (!wanted.some((one) => triggerOf(one.definition) === triggerOf(definition))) await remove(id);
  }
  for (const { definition, isPaused } of wanted) {
    const before = own.find((one) => triggerOf(one.definition) === triggerOf(definition));
    const id = before?.id ?? (await add(definition)).id;
    if (before && !isSame(before, await completed(definition))) await change(id, definition);
    if (isPaused !== (before?.isPaused ?? false)) await (isPaused ? pause(id) : resume(id));
  }
}

function isSame({ definition }: StoredSchedule, other: ScheduleDefinition): boolean {
  return sorted(definition) === sorted(other);
}

/** In whichever order the fields were written. */
function sorted(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : each,
  );
}

/** Errors: `conflict` for one that is a trigger of a workflow, which is changed there. */
export function mustBeItsOwn(definition: Pick<ScheduleDefinition, 'of'>): void {
  if (!definition.of) return;
  const { workflowId, trigger } = definition.of;
  const message = `It is the trigger ${trigger} of the workflow ${workflowId}: change it there, and publish`;
  throw new HeronError('conflict', message, { workflowId, trigger });
}
