import type { JsonObject } from '../../../../../contract/json.ts';
import type { Task } from '../../../../../contract/plan-task.ts';
import { retryFields } from './request-nodes.ts';

/** What stands beside a node's parameters. */
export function modifierFields({ retry, onError }: Task): JsonObject {
  return {
    ...(retry && retry.attempts > 1 ? retryFields(retry.attempts, retry.firstMs ?? 1000) : {}),
    ...(onError === 'skip' ? { onError: 'continueRegularOutput' } : {}),
  };
}

const left: Partial<Record<keyof Task, string>> = {
  startWithinMs: 'it may wait for its turn for any time',
  budget: 'it has no budget',
  key: 'it does not wait for others with the same key',
  priority: 'it has no priority',
  idempotencyKey: 'a repeated request is not known as one',
  undo: 'nothing takes its effect back',
};

/** What of a step n8n does not do as Heron does. */
export function modifierWhys(task: Task): string[] {
  const { retry, onError, join, timeoutMs, wait, action } = task;
  const isRequest = action === 'api.get' || action === 'api.send';
  return [
    ...Object.entries(left).flatMap(([field, why]) => (task[field as keyof Task] === undefined ? [] : [why])),
    ...(join !== undefined && join !== 'all' ? ['it waits for all steps before it'] : []),
    ...(timeoutMs !== undefined && !wait && !isRequest ? ['it has no time limit'] : []),
    ...(retry && (retry.attempts > 5 || (retry.firstMs ?? 0) > 5000 || (retry.factor ?? 1) !== 1)
      ? ['n8n tries five times at most, with pauses of the same length and of five seconds at most']
      : []),
    ...(onError === 'skip' ? ['after a failure it gives the failure, and not nothing'] : []),
    ...(onError === 'escalate' || typeof onError === 'object'
      ? ['a failure ends the run, and nothing else is done']
      : []),
  ];
}
