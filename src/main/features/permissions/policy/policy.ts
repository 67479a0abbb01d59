import type { Manifest, TrustFlags } from '../../../../contract/manifest.ts';
import { isSensitive, type PermissionNeed } from '../../../../contract/permission-need.ts';
import {
  type AgentPolicy,
  type ElevatedMode,
  type PolicyDraft,
  type PolicySettings,
  type PolicyState,
  sensitiveSource,
  type Verdict,
} from '../../../../contract/policy.ts';
import type { Clock } from '../../../base/clock.ts';
import type { Database } from '../../../base/database.ts';
import type { EventLog } from '../../../base/event-log.ts';
import { type AgentPolicies, createAgentPolicies } from './agent-policies.ts';
import { decide } from './decide.ts';
import type { PolicyFacts, PolicyRequest, Standing } from './facts.ts';
import { createFileLabels } from './file-labels.ts';
import { createHeard, type Heard } from './heard.ts';
import { listsFor } from './lists.ts';
import { createModes, type Modes } from './modes.ts';
import { createRateLimits } from './rate-limits.ts';
import { createReadings, type Readings } from './readings.ts';
import { createSteps, type Steps } from './steps.ts';
import { createTaint, type Holder, type Taint } from './taint.ts';
import { createWorkerFacts, type WorkerFacts } from './worker-facts.ts';

export type PolicyParts = {
  database: Database;
  events: EventLog;
  clock: Clock;
  policy: () => PolicySettings;
  /** Its canonical path. */
  homeFolder: string;
  /** Does the worker come with Heron? */
  isBundled: (workerId: string) => boolean;
  /** Keys, passwords and the like: no run that has read what a stranger wrote gets there unasked. */
  isSecretPlace: (path: string) => boolean;
  /** The hosts that the person keeps a secret for. */
  keptHosts: (secret: string) => readonly string[];
};

/** What somebody wants, on whose behalf, and what the ledger and the rules know of it. */
export type Wish = {
  runId?: string;
  conversationId?: string;
  taskIds: readonly string[];
  manifest: Manifest;
  action: string | undefined;
  /** Canonical. Without one: may the action be called at all? */
  need?: PermissionNeed;
  refusal?: { rule: string; message: string } | undefined;
  standing?: Standing | undefined;
  /** A host that was allowed has sent the request on. */
  isHop?: boolean;
  isNobodyThere: boolean;
  /** For a simulation, in place of what is so. */
  assumed?: Assumed;
};

export type Assumed = {
  taint: readonly string[];
  elevated?: ElevatedMode | undefined;
  /** Of the default; or of the conversation, if one is named. */
  draft?: PolicyDraft | undefined;
  agents?: readonly AgentPolicy[] | undefined;
};

export type Policy = {
  /** The one policy function, with the facts of now. Changes nothing. */
  judge(wish: Wish): Verdict;
  taintOf(runId: string): readonly string[];
  /** Of a run, a conversation or what else was marked; with a time, what held by then. */
  labelsOf(holderId: string, by?: number): readonly string[];
  /** What some had read is what another begins with. */
  carryLabels: Taint['carry'];
  /** What the run has read that stands against this wish. */
  sourcesAgainst(wish: Pick<Wish, 'runId' | 'taskIds' | 'manifest' | 'action' | 'need'>): readonly string[];
  /** To be awaited before a run is judged. */
  begin(run: Holder): Promise<void>;
  /** One access was allowed: it counts, marks the run with what it reads, and labels what the run writes. */
  passed(wish: Wish & { runId: string; need: PermissionNeed }, operation: string): Promise<void>;
  readings: Readings;
  steps: Steps;
  agents: AgentPolicies;
  setMode: Modes['set'];
  state(conversationId?: string): Omit<PolicyState, 'damage'>;
  endRun(runId: string): Promise<void>;
  /** The same of a run that called no worker: it has written no files. */
  forgetRun(runId: string): void;
};

export function createPolicy(parts: PolicyParts): Policy {
  const { taint, labels, modes, limits, steps, agents, workers, heard, readings } = knownOf(parts);
  const sourcesAgainst = countedSources({ taint, heard, workers, steps });

  const requestOf = (wish: Wish): PolicyRequest => requestFor(workers, wish);

  function factsOf(wish: Wish, request: PolicyRequest): PolicyFacts {
    const { runId, conversationId, taskIds, need, assumed, standing } = wish;
    const read = assumed?.taint ?? sourcesAgainst(wish);
    return {
      refusal: wish.refusal,
      lists: listsFor(
        assumedPolicy(parts.policy(), wish),
        conversationId,
        assumed?.agents ?? agents.of(runId, taskIds),
      ),
      elevated: assumed?.elevated ?? modes.of({ runId, conversationId }),
      taint: read,
      isConfirmed: runId !== undefined && !!need && steps.isConfirmed(runId, taskIds, need, read),
      flags: need && read.length > 0 ? workers.flagsBehind(wish.manifest, need) : unread,
      grantFor: () => standing,
      isInStep:
        assumed !== undefined ||
        (runId !== undefined && !!need && steps.includes(runId, taskIds, need, wish.isHop === true)),
      limit: limits.reached(request),
      isNobodyThere: wish.isNobodyThere,
    };
  }

  const forgetRun = (runId: string): void => [steps, heard, taint, agents].forEach((each) => each.endRun(runId));

  return {
    judge: (wish) => {
      const request = requestOf(wish);
      return decide(request, factsOf(wish, request));
    },
    taintOf: taint.of,
    labelsOf: (holderId, by) => (by === undefined ? taint.recorded(holderId) : taint.recordedBy(holderId, by)),
    carryLabels: taint.carry,
    sourcesAgainst,
    begin: taint.inherit,
    passed: async (wish, operation) => {
      limits.count(requestOf(wish));
      await readings.passed(wish, operation);
    },
    ...{ readings, steps, agents },
    setMode: modes.set,
    state: (conversationId) => ({
      policy: parts.policy(),
      elevated: modes.of({ conversationId }),
      taint: conversationId === undefined ? [] : [...taint.recorded(conversationId)],
      use: limits.use(),
    }),
    forgetRun,
    endRun: (runId) => {
      forgetRun(runId);
      return labels.settle(runId);
    },
  };
}

/** What is known of runs, conversations and workers, and judged by. */
function knownOf(parts: PolicyParts) {
  const taint = createTaint(parts);
  const labels = createFileLabels(parts.database);
  const steps = createSteps();
  const workers = createWorkerFacts(parts);
  const heard = createHeard(parts.keptHosts);
  return {
    ...{ taint, labels, steps, workers, heard },
    modes: createModes(parts),
    limits: createRateLimits(parts),
    agents: createAgentPolicies(),
    readings: createReadings({ taint, labels, workers, heard, steps }),
  };
}

function assumedPolicy(policy: PolicySettings, { assumed, conversationId }: Wish): PolicySettings {
  if (!assumed?.draft) return policy;
  if (conversationId === undefined) return { ...policy, ...assumed.draft };
  const own = { ...policy.conversations[conversationId], ...assumed.draft };
  return { ...policy, conversations: { ...policy.conversations, [conversationId]: own } };
}

function requestFor(workers: WorkerFacts, { manifest, action, need }: Wish): PolicyRequest {
  const isDeclared = !need || manifest.permissions.some(({ capability }) => capability === need.capability);
  return {
    tool: workers.toolFor(manifest, action),
    workerName: manifest.name,
    isDeclared,
    ...(need ? { need } : {}),
  };
}

type Sources = { taint: Taint; heard: Heard; workers: WorkerFacts; steps: Steps };

function countedSources({ taint, heard, workers, steps }: Sources): Policy['sourcesAgainst'] {
  return ({ runId, taskIds, manifest, action, need }) => {
    if (runId === undefined) return [];
    const all = taint.of(runId);
    // To read such a file again is no news.
    const read = need && isSensitive(need) ? all.filter((source) => source !== sensitiveSource(need.target)) : all;
    // What cannot be taken back is asked about with all that was read.
    if (read.length === 0 || !need || workers.toolFor(manifest, action).risk === 'irreversible') return read;
    // What it sends now may be what it has read meanwhile.
    if (steps.hasStrayed(runId, taskIds)) return read;
    return read.filter((source) => !heard.isOwn({ runId, taskIds }, { need, manifest }, source));
  };
}

/** Nobody looks at the flags of what a run without taint reaches for. */
const unread: TrustFlags = { trustedSource: false, sensitive: true, trustedSink: false };
