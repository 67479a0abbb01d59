import type { Manifest } from '../../../contract/manifest.ts';
import type { WorkerRules } from '../../../contract/settings.ts';
import { HeronError } from '../../base/errors.ts';
import type { Judge, Verdict } from '../registry/verdict.ts';
import type { Approval, ApprovalStore } from './approval-store.ts';
import { contentOf } from './content-hash.ts';
import { manifestAdditions, powersAdded } from './manifest-additions.ts';
import { createRecheck, sealOf } from './recheck.ts';
import { signatureOf } from './signature.ts';
import { ruleAgainst } from './worker-rules.ts';

export type JudgeParts = { approvals: Pick<ApprovalStore, 'read'>; rules: () => WorkerRules };

/**
 * Lets run what came with Heron and what somebody approved, as long as no rule is against it and its files are the same; of a
 * watched one, as long as they ask for nothing that was not approved.
 */
export function createJudge({ approvals, rules }: JudgeParts): Judge {
  return async ({ id, folder, origin, manifest: found }) => {
    const approval = origin === 'installed' ? approvals.read(id) : undefined;
    if (origin === 'bundled') {
      // Which workers may be installed is no question for those that came with Heron.
      const against = ruleAgainst({ ...rules(), allow: [] }, id, folder);
      return against === undefined ? { trust: 'bundled' } : denied(id, against);
    }
    const against = ruleAgainst(rules(), id, approval?.source.location ?? folder);
    if (against !== undefined) return denied(id, against, approval);
    if (!approval) return { trust: 'unapproved', refusal: refused(id, 'nobody has approved it yet') };
    const { manifest: before, files: _, ...provenance } = approval;
    const seal = approval.isWatched ? undefined : await sealOf(folder).catch(() => undefined);
    const change = approval.isWatched ? powerOf(before, found) : await changeOf(folder, approval, rules());
    if (change === undefined && approval.isWatched) return { trust: 'approved', provenance };
    if (change === undefined) {
      const refusal = (): HeronError => refused(id, filesChanged);
      return { trust: 'approved', provenance, recheck: createRecheck({ folder, hash: approval.hash, seal, refusal }) };
    }
    const adds = before && found ? manifestAdditions(before, found) : [];
    return { trust: 'changed', provenance, refusal: refused(id, change), adds };
  };
}

/** Who watches a worker is asked again before it gets more than was shown. One that cannot be read is loaded by nobody. */
function powerOf(before: Manifest | undefined, found: Manifest | undefined): string | undefined {
  if (!found) return undefined;
  if (!before) return 'what you approved of it cannot be compared any more';
  return powersAdded(before, found).length === 0 ? undefined : 'it asks for more than you approved';
}

const filesChanged = 'its files changed since you approved them';

async function changeOf(folder: string, approval: Approval, { keys }: WorkerRules): Promise<string | undefined> {
  const { hash } = await contentOf(folder);
  if (hash !== approval.hash) return filesChanged;
  if (approval.signedBy === undefined) return undefined;
  const { signature } = await signatureOf(folder, hash, keys);
  return signature === 'known' ? undefined : `the key ${approval.signedBy} that signed it is no longer known`;
}

function denied(id: string, rule: string, approval?: Approval): Verdict {
  if (!approval) return { trust: 'denied', refusal: refused(id, rule) };
  const { manifest: _, files: __, ...provenance } = approval;
  return { trust: 'denied', provenance, refusal: refused(id, rule) };
}

function refused(workerId: string, why: string): HeronError {
  return new HeronError('worker-unavailable', `The worker ${workerId} may not run: ${why}`, { workerId });
}
