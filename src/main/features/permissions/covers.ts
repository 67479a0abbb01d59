import { sep } from 'node:path';
import type { Capability } from '../../../contract/permission-need.ts';
import type { Grant } from '../../../contract/permissions.ts';

/** Who asks, for what. Targets are canonical on both sides. */
export type Wish = {
  workerId: string;
  capability: Capability;
  target: string;
  /** Nothing but this very command may cover it. */
  exact?: boolean | undefined;
  detail?: string | undefined;
  runId: string;
  taskIds: readonly string[];
};

/** The whole policy of grants: same worker, same capability, the target inside the grant's, and its scope still holding. */
export function grantCovers(grant: Grant, wish: Wish): boolean {
  if (grant.workerId !== wish.workerId || grant.capability !== wish.capability) return false;
  if (!targetCovers(grant.capability, grant.target, wish.target)) return false;
  if (!commandCovers(grant, wish)) return false;
  if (grant.scope === 'always') return true;
  if (grant.runId !== wish.runId) return false;
  return grant.scope === 'run' || wish.taskIds.every((id) => grant.taskIds?.includes(id));
}

/** Who starts a run may allow a program by its name for that run, whatever it will be told; at a prompt nobody can. */
function commandCovers({ detail, givenBy }: Grant, wish: Wish): boolean {
  if (detail !== undefined) return detail === wish.detail;
  return wish.exact !== true || givenBy === 'start';
}

/** A path covers all below it; hosts and programs cover themselves. */
export function targetCovers(capability: Capability, granted: string, wanted: string): boolean {
  if (granted === wanted) return true;
  if (capability !== 'files.read' && capability !== 'files.write') return false;
  return wanted.startsWith(granted.endsWith(sep) ? granted : granted + sep);
}
