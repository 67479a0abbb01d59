import type { EventScope } from '../../../contract/event.ts';
import type { EventType, Payload } from '../../../contract/events.ts';
import { t } from '../../../words/words.ts';

/** What the page knows of the things an event names by their ids. */
export type EventNames = {
  taskTitle: (scope: EventScope) => string | undefined;
  workerName: (workerId: string) => string;
};

/** What an event says, on one line. */
export type Sentence<Type extends EventType> = (payload: Payload<Type>, scope: EventScope, names: EventNames) => string;

/** A step by its title, or by its id. */
export function stepName(scope: EventScope, { taskTitle }: EventNames): string {
  return taskTitle(scope) ?? t('Step {{id}}', { id: scope.taskId ?? '?' });
}

export function workerTitle({ workerId }: EventScope, { workerName }: EventNames): string {
  return t('Worker {{name}}', { name: workerId === undefined ? '?' : workerName(workerId) });
}

export const limitWords = (): Record<Payload<'task.limitReached'>['limit'], string> => ({
  start: t('it could not start in time'),
  join: t('what it waits for did not end in time'),
  time: t('its time is over'),
  wallMs: t('the time of its budget is over'),
  calls: t('the calls of its budget are used up'),
  tokens: t('the tokens of its budget are used up'),
  money: t('the money of its budget is used up'),
  cpuMs: t('the processor time of its budget is used up'),
  memoryMb: t('a call takes more memory than its budget allows'),
});
