import type { Manifest } from '../../../../contract/manifest.ts';
import type { PolicyDraft, PolicyDraftOf, PolicyPreview } from '../../../../contract/policy.ts';
import type { Assumed, Policy } from './policy.ts';

export type PreviewParts = { policy: Policy; manifests: () => readonly Manifest[] };

/** Which actions the profile and the lists would leave out, were they as the draft says. Sets nothing and runs nothing. */
export function previewPolicy(
  { policy, manifests }: PreviewParts,
  draft: PolicyDraft,
  of: PolicyDraftOf = 'default',
): PolicyPreview {
  const assumed: Assumed = of === 'agent' ? { taint: [], agents: [draft] } : { taint: [], draft };
  const place = of === 'conversation' ? { conversationId: 'a conversation with nothing of its own' } : {};
  const refs = manifests().flatMap((manifest) =>
    Object.keys(manifest.actions).map((action) => ({ manifest, action, ref: `${manifest.id}.${action}` })),
  );
  const leftOut = refs.flatMap(({ manifest, action, ref }) => {
    const wish = { taskIds: [], manifest, action, isNobodyThere: false, assumed, ...place };
    const { because } = policy.judge(wish);
    const reason = because.find(
      ({ layer, says }) => says === 'denied' && (layer === 'deny lists' || layer === 'profile'),
    );
    return reason ? [{ action: ref, rule: reason.rule, text: reason.text }] : [];
  });
  return { actions: refs.length, leftOut };
}
