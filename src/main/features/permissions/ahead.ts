import type { PermissionNeed } from '../../../contract/permission-need.ts';
import type { Grant } from '../../../contract/permissions.ts';
import { HeronError } from '../../base/errors.ts';
import type { RefusalOf } from '../../workers/broker/access.ts';
import { type AskingParts, give } from './asking.ts';
import type { createForbidden } from './forbidden.ts';
import { aheadGrant } from './make-grant.ts';
import { targetCovers } from './pattern.ts';
import { refuseUndeclared } from './refusals.ts';

export type AheadNeed = { workerId: string; need: PermissionNeed };

type AheadParts = AskingParts & { refusalOf: RefusalOf; forbidden: ReturnType<typeof createForbidden> };

/** What a person allows for always before a worker asks, under the rules that hold for what it asks. */
export function createAhead(parts: AheadParts) {
  const { canonicalTarget, ledger, manifestOf } = parts;

  /** Whether something is allowed for always, in every action and any number of times. */
  function isAllowed({ workerId, need }: AheadNeed): boolean {
    const target = canonicalTarget(need);
    return ledger.all().some((grant) => isPlainFor(grant, workerId, need) && targetCovers(grant, target));
  }

  return {
    isAllowedAhead: isAllowed,
    /** Gives the new grants; what is allowed already gets none. Errors: `not-found`, `not-declared`, `permission-denied`; then nothing is given. */
    async allowAhead(wanted: AheadNeed[]): Promise<Grant[]> {
      for (const { workerId, need } of wanted) {
        const manifest = manifestOf(workerId);
        if (!manifest) throw new HeronError('not-found', `There is no worker ${workerId}`, { workerId });
        refuseUndeclared(manifest, need);
        const refusal = parts.refusalOf(need);
        if (refusal) throw parts.forbidden.denied(workerId, need, refusal);
      }
      const grants = wanted
        .filter((one) => !isAllowed(one))
        .map(({ workerId, need }) => aheadGrant(parts, workerId, need));
      if (grants.length > 0) await give(parts, grants);
      return grants;
    },
  };
}

function isPlainFor(grant: Grant, workerId: string, { capability }: PermissionNeed): boolean {
  const { action, usesLeft, expiresAt, givenUnder } = grant;
  const isPlain = [action, usesLeft, expiresAt].every((limit) => limit === undefined) && givenUnder !== undefined;
  return isPlain && grant.workerId === workerId && grant.capability === capability && grant.scope === 'always';
}
