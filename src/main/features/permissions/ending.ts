import type { Grant } from '../../../contract/permissions.ts';
import { HeronError } from '../../base/errors.ts';
import { type AskingParts, withdraw } from './asking.ts';

/** The ways in which grants end before they are used up. */
export async function revoke(parts: AskingParts, grants: Grant[]): Promise<void> {
  await end(parts, 'permission.revoked', grants);
}

/** Grants whose time has passed. */
export async function expireGrants(parts: AskingParts): Promise<void> {
  await end(parts, 'permission.expired', parts.ledger.over());
}

/** A conversation is over: what was allowed in it ends with it. */
export async function endConversation(parts: AskingParts, conversationId: string): Promise<void> {
  await revoke(
    parts,
    parts.ledger.all().filter((grant) => grant.conversationId === conversationId),
  );
}

/** A run is over: its questions and its grants end with it. */
export async function endRun(parts: AskingParts, runId: string): Promise<void> {
  const cancelled = (): HeronError => new HeronError('cancelled', 'The run ended before anybody answered');
  for (const { id } of parts.questions.all()) {
    const request = parts.questions.get(id);
    if (request?.runId === runId) await withdraw(parts, request, cancelled());
  }
  parts.questions.forgetRun(runId);
  // In the log's own order: after what the run has asked for a moment ago.
  await parts.events.append([], () => {
    parts.store.removeRequestsOfRun(runId);
    parts.store.endGrantsOfRun(runId, parts.clock());
  });
  parts.ledger.endRun(runId);
  parts.onChange();
}

async function end(
  { events, store, clock, ledger, onChange }: AskingParts,
  type: 'permission.revoked' | 'permission.expired',
  grants: Grant[],
): Promise<void> {
  if (grants.length === 0) return;
  for (const { id } of grants) ledger.remove(id);
  try {
    await events.append(
      grants.map((grant) => ({ type, scope: { workerId: grant.workerId }, payload: { grant } })),
      () => grants.forEach(({ id }) => store.endGrant(id, clock())),
    );
  } catch (error) {
    ledger.add(grants);
    throw error;
  }
  onChange();
}
