import type { TrustFlags } from '../../../../contract/manifest.ts';
import type { PermissionNeed } from '../../../../contract/permission-need.ts';
import type { GrantScope } from '../../../../contract/permissions.ts';
import type { ElevatedMode, PolicyDecision, PolicyLayer } from '../../../../contract/policy.ts';
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
export type Standing = { rule: string; scope: GrantScope | 'own' };

/** `times` more were to come; `freeAt` is when there is room for so many, which is never where they are more than the limit. */
export type LimitReached = { name: string; allowed: number; times: number; freeAt: number | undefined };

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
  /**
   * Is the need among those that the step named before it ran, or did somebody say yes to it meanwhile? A lasting grant
   * covers no other.
   */
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
