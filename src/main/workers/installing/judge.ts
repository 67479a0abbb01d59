import type { WorkerRules } from '../../../contract/settings.ts';
import { HeronError } from '../../base/errors.ts';
import type { Judge, Verdict } from '../registry/verdict.ts';
import type { Approval, ApprovalStore } from './approval-store.ts';
import { contentOf } from './content-hash.ts';
import { signatureOf } from './signature.ts';
import { ruleAgainst } from './worker-rules.ts';

export type JudgeParts = { approvals: Pick<ApprovalStore, 'read'>; rules: () => WorkerRules };

/** Lets run what came with Heron and what somebody approved, as long as its files are the same and no rule is against it. */
export function createJudge({ approvals, rules }: JudgeParts): Judge {
  return async ({ id, folder, origin }) => {
    const approval = origin === 'installed' ? approvals.read(id) : undefined;
    if (origin === 'bundled') {
      // Which workers may be installed is no question for those that came with Heron.
      const against = ruleAgainst({ ...rules(), allow: [] }, id, folder);
      return against === undefined ? { trust: 'bundled' } : denied(id, against);
    }
    const against = ruleAgainst(rules(), id, approval?.source.location ?? folder);
    if (against !== undefined) return denied(id, against, approval);
    if (!approval) return { trust: 'unapproved', refusal: refused(id, 'nobody has approved it yet') };
    const { manifest: _, ...provenance } = approval;
    const change = await changeOf(folder, approval, rules());
    if (change === undefined) return { trust: 'approved', provenance };
    return { trust: 'changed', provenance, refusal: refused(id, change) };
  };
}

async function changeOf(folder: string, approval: Approval, { keys }: WorkerRules): Promise<string | undefined> {
  if (approval.isWatched) return undefined;
  const { hash } = await contentOf(folder);
  if (hash !== approval.hash) return 'its files changed since you approved them';
  if (approval.signedBy === undefined) return undefined;
  const { signature } = await signatureOf(folder, hash, keys);
  return signature === 'known' ? undefined : `the key ${approval.signedBy} that signed it is no longer known`;
}

function denied(id: string, rule: string, approval?: Approval): Verdict {
  if (!approval) return { trust: 'denied', refusal: refused(id, rule) };
  const { manifest: _, ...provenance } = approval;
  return { trust: 'denied', provenance, refusal: refused(id, rule) };
}

function refused(workerId: string, why: string): HeronError {
  return new HeronError('worker-unavailable', `The worker ${workerId} may not run: ${why}`, { workerId });
}
