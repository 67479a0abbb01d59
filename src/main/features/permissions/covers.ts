import { isSensitive, type PermissionNeed } from '../../../contract/permission-need.ts';
import type { Grant } from '../../../contract/permissions.ts';
import { topTask } from '../../../contract/task-path.ts';
import { argumentsCover, targetCovers } from './pattern.ts';

/** Who asks, for what. Targets are canonical on both sides. */
export type Wish = {
  workerId: string;
  action: string;
  need: PermissionNeed;
  runId: string;
  conversationId: string | undefined;
  taskIds: readonly string[];
  /** Milliseconds since 1970, by the engine's clock. */
  at: number;
};

/** The whole policy of grants: same worker, an action it was given for, the target inside the grant's, and it still holds. */
export function grantCovers(grant: Grant, wish: Wish): boolean {
  const { capability, target } = wish.need;
  if (grant.workerId !== wish.workerId || grant.capability !== capability) return false;
  if (isOver(grant, wish.at) || !holdsFor(grant, wish.action)) return false;
  return targetCovers(grant, target) && commandCovers(grant, wish.need) && isInScope(grant, wish);
}

/**
 * Who starts a run may allow a program by its name for that run, whatever it will be told; at a prompt nobody can. A sensitive file
 * only by its own name.
 */
function commandCovers({ target, detail, args, givenBy }: Grant, need: PermissionNeed): boolean {
  if (isSensitive(need) && target !== need.target) return false;
  if (detail !== undefined) return detail === need.detail;
  if (need.exact && givenBy !== 'start') return false;
  return argumentsCover(args, need.args);
}

export function isOver({ expiresAt }: Grant, at: number): boolean {
  return expiresAt !== undefined && expiresAt <= at;
}

/** Without an action named: for those that the manifest had when the grant was given. */
function holdsFor({ action, givenUnder }: Grant, wanted: string): boolean {
  return givenUnder !== undefined && givenUnder.actions.includes(wanted) && (action === undefined || action === wanted);
}

function isInScope(grant: Grant, { runId, conversationId, taskIds }: Wish): boolean {
  switch (grant.scope) {
    case 'always':
      return true;
    case 'conversation':
      return grant.conversationId !== undefined && grant.conversationId === conversationId;
    case 'run':
      return grant.runId === runId;
    case 'once':
      return grant.runId === runId && taskIds.every((id) => grant.taskIds?.includes(topTask(id)));
  }
}
