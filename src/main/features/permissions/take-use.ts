import type { AccessRequest } from '../../workers/broker/access.ts';
import type { AskingParts } from './asking.ts';

/**
 * Before what a counted grant allows happens, the step's use of it is on disk: a crash gives no use back. To be called in
 * the turn in which the rule was found.
 */
export function takeUse(parts: AskingParts, rule: string, { scope, manifest }: AccessRequest): Promise<void> {
  const { events, store, clock, ledger } = parts;
  const { runId, taskId, conversationId } = scope;
  return ledger.take(rule, runId, taskId, async ({ id: grantId, usesLeft = 0 }) => {
    const place = { runId, taskId, workerId: manifest.id, ...(conversationId ? { conversationId } : {}) };
    await events.append([{ type: 'permission.used', scope: place, payload: { grantId, usesLeft } }], () =>
      store.takeUse(grantId, clock()),
    );
  });
}
