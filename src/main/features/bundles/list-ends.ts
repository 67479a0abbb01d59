import type { TaskState } from '../../../contract/runs.ts';
import type { BundleEvent } from './lines.ts';

/** How items ended, as the events that say so: whoever goes over a list needs nothing else of it. */
export function listEnds(states: TaskState[]): BundleEvent[] {
  return states.map(({ id, status, attempt, output = null, says = '', endedAt = 0 }) => {
    const place = { at: endedAt, taskId: id };
    return status === 'completed'
      ? { ...place, type: 'task.completed', payload: { attempt: Math.max(1, attempt), output, says } }
      : { ...place, type: 'task.skipped', payload: { reason: 'it gave nothing' } };
  });
}
