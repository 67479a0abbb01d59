import type { AccessRequest } from '../../workers/broker/access.ts';
import type { AskingParts } from './asking.ts';
import { untilWritten } from './until-written.ts';

/**
 * Before what a counted grant allows happens, the step's use of it is on disk: a crash gives no use back. To be called in
 * the turn in which the rule was found.
 */
export function takeUse(parts: AskingParts, rule: string, { scope, manifest, signal }: AccessRequest): Promise<void> {
  const { events, store, clock, ledger } = parts;
  const { runId, taskId, conversationId } = scope;
  return ledger.take(rule, runId, taskId, async ({ id: grantId, usesLeft = 0 }) => {
    const place = { runId, taskId, workerId: manifest.id, ...(conversationId ? { conversationId } : {}) };
    const used = { type: 'permission.used' as const, scope: place, payload: { grantId, usesLeft } };
    await untilWritten(() => events.append([used], () => store.takeUse(grantId, clock())), signal);
  });
}
