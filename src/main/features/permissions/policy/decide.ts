import type { TrustFlags } from '../../../../contract/manifest.ts';
import type { PermissionNeed } from '../../../../contract/permission-need.ts';
import type { ElevatedMode, PolicyDecision, PolicyLayer, PolicyReason, Verdict } from '../../../../contract/policy.ts';
import { layers } from './layers.ts';
import type { PolicyLists } from './lists.ts';
import type { Tool } from './tools.ts';

/** What somebody wants: an action to be called, or, with a need, what it reaches for. */
export type PolicyRequest = {
  tool: Tool;
  workerName: string;
  /** Does the worker's manifest declare the need's capability? */
  isDeclared: boolean;
  /** Its target is canonical. */
  need?: PermissionNeed;
};

/** A grant that covers the need, or what takes its place. */
export type Standing = { rule: string; scope: 'once' | 'run' | 'always' | 'own' };

export type LimitReached = { name: string; allowed: number; freeAt: number };

/** All that a decision rests on. */
export type PolicyFacts = {
  /** A rule that nobody can lift. */
  refusal: { rule: string; message: string } | undefined;
  /** The default first, then what narrows it. */
  lists: readonly PolicyLists[];
  elevated: ElevatedMode;
  /** What the run has read that a stranger may have written. */
  taint: readonly string[];
  /** Somebody has said yes to this very thing in this task, knowing the taint. */
  isConfirmed: boolean;
  /** Of the service behind the need. */
  flags: TrustFlags;
  grantFor: (request: PolicyRequest) => Standing | undefined;
  /** Is the need among those that the step named before it ran? A grant for always covers no other. */
  isInStep: boolean;
  limit: LimitReached | undefined;
  /** An unattended run has nobody to answer. */
  isNobodyThere: boolean;
};

/** What one layer says; undefined: it has nothing against it and nothing for it. */
export type Finding = { says: PolicyDecision; rule: string; text: string } | undefined;

export type Layer = {
  name: PolicyLayer;
  /** `soFar` is what the layers before have come to. */
  find: (request: PolicyRequest, facts: PolicyFacts, soFar: PolicyDecision) => Finding;
};

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
  for (const { name, find } of order) {
    const finding = find(request, facts, decision);
    because.push(finding ? { layer: name, ...finding } : passing(name));
    if (!finding) continue;
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

function passing(layer: PolicyLayer): PolicyReason {
  return { layer, says: 'passes', rule: '', text: '' };
}
