import type { Grant } from '../../../contract/permissions.ts';
import { HeronError } from '../../base/errors.ts';
import { type AskingParts, withdraw } from './asking.ts';
import { isOver } from './covers.ts';
import type { GrantEnd } from './store.ts';

/** The ways in which grants end before they are used up. */
export async function revoke(parts: AskingParts, grants: Grant[]): Promise<void> {
  await end(parts, 'person', grants);
}

/** A worker is gone: whatever has its name one day begins without permissions. */
export async function forgetWorker(parts: AskingParts, workerId: string): Promise<void> {
  await revoke(
    parts,
    parts.ledger.all().filter((grant) => grant.workerId === workerId),
  );
  parts.store.forgetEndedOf(workerId);
}

/** Grants whose time has passed. */
export async function expireGrants(parts: AskingParts): Promise<void> {
  await end(parts, 'time', parts.ledger.over());
}

/** A conversation is over: what was allowed in it ends with it. */
export async function endConversation(parts: AskingParts, conversationId: string): Promise<void> {
  const grants = parts.ledger.all().filter((grant) => grant.conversationId === conversationId);
  await end(parts, 'conversation', grants);
}

/** A deleted conversation is back, and with it what ended because it was deleted; but not what is over meanwhile. */
export async function restoreConversation(parts: AskingParts, conversationId: string): Promise<void> {
  const { events, store, clock, ledger, onChange } = parts;
  const grants = store.grantsEndedWith(conversationId).filter((grant) => !isOver(grant, clock()));
  if (grants.length === 0) return;
  await events.append(
    grants.map((grant) => ({
      type: 'permission.restored',
      scope: { conversationId, workerId: grant.workerId },
      payload: { grant },
    })),
    () => grants.forEach(({ id }) => store.restoreGrant(id)),
  );
  ledger.add(grants);
  onChange();
}

/** Nothing of a run is kept in memory. */
export function forgetRun({ questions, ledger }: AskingParts, runId: string): void {
  questions.forgetRun(runId);
  ledger.endRun(runId);
}

/** A run is over: its questions and its grants end with it. */
export async function endRun(parts: AskingParts, runId: string): Promise<void> {
  const cancelled = (): HeronError => new HeronError('cancelled', 'The run ended before anybody answered');
  const open = parts.questions.all().flatMap(({ id }) => parts.questions.get(id) ?? []);
  const ofRun = open.filter((request) => request.runId === runId);
  // In the log's own order: after what the run has asked for a moment ago. All in this turn: the end of the run may follow in the same commit.
  const endRows = (): void => {
    parts.store.removeRequestsOfRun(runId);
    parts.store.endGrantsOfRun(runId, parts.clock());
  };
  await Promise.all([
    ...ofRun.map((request) => withdraw(parts, request, cancelled())),
    parts.events.append([], endRows),
  ]);
  forgetRun(parts, runId);
  parts.onChange();
}

async function end(
  { events, store, clock, ledger, onChange }: AskingParts,
  by: GrantEnd,
  grants: Grant[],
): Promise<void> {
  if (grants.length === 0) return;
  const type = by === 'time' ? 'permission.expired' : 'permission.revoked';
  for (const { id } of grants) ledger.remove(id);
  try {
    await events.append(
      grants.map((grant) => ({ type, scope: { workerId: grant.workerId }, payload: { grant } })),
      () => grants.forEach(({ id }) => store.endGrant(id, clock(), by)),
    );
  } catch (error) {
    ledger.add(grants);
    throw error;
  }
  onChange();
}
