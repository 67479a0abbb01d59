import type { PolicyDecision, PolicyLayer, PolicyReason, Verdict } from '../../../../contract/policy.ts';
import type { Layer, PolicyFacts, PolicyRequest } from './facts.ts';
import { layers } from './layers.ts';

const width: Record<PolicyDecision, number> = { denied: 0, asked: 1, allowed: 2 };

export function narrower(one: PolicyDecision, other: PolicyDecision): PolicyDecision {
  return width[one] <= width[other] ? one : other;
}

/**
 * The one policy: every entry point (broker, start of a run, call of an action, simulation) comes here. Each layer can
 * only lower what the layers before it left, so nothing that comes later widens anything, and a denial stands.
 */
export function decide(request: PolicyRequest, facts: PolicyFacts): Verdict {
  return decideBy(layers, request, facts);
}

export function decideBy(order: readonly Layer[], request: PolicyRequest, facts: PolicyFacts): Verdict {
  let decision: PolicyDecision = 'allowed';
  let rule: string | undefined;
  const because: PolicyReason[] = [];
  for (const layer of order) {
    const finding = layer.find(request, facts, decision);
    if (!finding) {
      because.push(passed[layer.name]);
      continue;
    }
    because.push({ layer: layer.name, ...finding });
    const next = narrower(decision, finding.says);
    if (next !== decision || rule === undefined) rule = finding.rule;
    decision = next;
  }
  return { decision, rule: rule ?? 'nothing against it', because };
}

/** The layer that settled it. */
export function deciding({ decision, rule, because }: Verdict): PolicyReason | undefined {
  return because.find((reason) => reason.says === decision && reason.rule === rule);
}

/** One for each layer: most layers of most calls have nothing to say, and each call is judged. */
const passed = Object.fromEntries(
  layers.map(({ name }) => [name, { layer: name, says: 'passes', rule: '', text: '' }]),
) as Record<PolicyLayer, PolicyReason>;
