import { setTimeout as sleep } from 'node:timers/promises';
import { isTransient } from '../../contract/errors.ts';
import type { Json } from '../../contract/json.ts';
import type { Task } from '../../contract/plan.ts';
import { toFailure } from '../base/errors.ts';
import type { Try } from './blocked-task.ts';
import type { ActionEntry } from './catalogue.ts';
import type { ExecutionParts } from './execution.ts';

/** Waits before the attempts after the first, in milliseconds. */
const delaysMs = [250, 1000];

/**
 * Makes further attempts at an action that may be repeated, when it failed of something that passes. Each is on record, and
 * `current` counts them.
 */
export async function performRetried(
  parts: ExecutionParts,
  task: Task,
  entry: ActionEntry,
  current: Try,
  perform: (current: Try) => Promise<Json>,
): Promise<Json> {
  for (const delayMs of entry.action.repeatable ? delaysMs : []) {
    try {
      return await perform(current);
    } catch (error) {
      const failure = toFailure(error);
      if (!isTransient(failure) || parts.signal.aborted) throw error;
      const scope = { runId: parts.runId, taskId: task.id, workerId: entry.workerId };
      await parts.record([
        { type: 'task.retried', scope, payload: { attempt: current.attempt, error: failure, delayMs } },
      ]);
      await sleep(delayMs, undefined, { signal: parts.signal });
      current.attempt += 1;
    }
  }
  return perform(current);
}
