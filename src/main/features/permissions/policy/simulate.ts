import type { Manifest } from '../../../../contract/manifest.ts';
import type { PermissionNeed } from '../../../../contract/permission-need.ts';
import type { AgentPolicy, ElevatedMode, PolicyDraft, Simulation, Verdict } from '../../../../contract/policy.ts';
import type { JsonObject } from '../../../../contract/json.ts';
import { HeronError } from '../../../base/errors.ts';
import type { Catalogue } from '../../../orchestrator/catalogue.ts';
import type { WorkerNeed } from '../../../orchestrator/execution.ts';
import { previewPlan } from '../../../orchestrator/checking/preview-plan.ts';
import { validatePlan } from '../../../orchestrator/checking/validate-plan.ts';
import { narrower } from './decide.ts';
import type { Policy, Wish } from './policy.ts';

export type SimulationRequest = {
  worker: string;
  action: string;
  input: JsonObject;
  conversationId?: string;
  /** What narrows the policy for the agent whose call it would be. */
  agents?: readonly AgentPolicy[];
  draft?: PolicyDraft;
  taint: readonly string[];
  elevated?: ElevatedMode;
  unattended: boolean;
  baseFolder?: string;
};

export type SimulationParts = {
  policy: Policy;
  catalogue: Catalogue;
  homeFolder: string;
  manifestOf: (workerId: string) => Manifest | undefined;
  /** The need with its canonical target, and what the ledger and the rules know of it. */
  knownOf: (
    wanted: Pick<WorkerNeed, 'workerId' | 'action' | 'need'>,
  ) => Pick<Wish, 'refusal' | 'standing'> & { need: PermissionNeed };
};

/** What the policy would say of an action with this input. Runs nothing and leaves no trace. */
export async function simulate(parts: SimulationParts, request: SimulationRequest): Promise<Simulation> {
  const { worker, action } = request;
  const manifest = parts.manifestOf(worker);
  if (!manifest) throw new HeronError('not-found', `worker: There is no worker ${worker}`, { path: 'worker' });
  const declared = manifest.actions[action];
  if (!declared) {
    const actions = Object.keys(manifest.actions).join(', ');
    const message = `action: ${worker} has no action ${action}; it has ${actions}`;
    throw new HeronError('not-found', message, { path: 'action' });
  }
  const { taint, elevated, agents, draft } = request;
  const assumed = { taint, elevated, agents, draft };
  const { conversationId, unattended } = request;
  const wish: Wish = {
    ...(conversationId ? { conversationId } : {}),
    taskIds: [],
    manifest,
    action,
    isNobodyThere: unattended,
    assumed,
  };
  const call = parts.policy.judge(wish);
  const needs = (await needsOf(parts, request)).map((need) => {
    const known = parts.knownOf({ workerId: worker, action, need });
    return { need: known.need, ...parts.policy.judge({ ...wish, ...known }) };
  });
  return { ...summary([call, ...needs]), action: `${worker}.${action}`, risk: declared.risk, call, needs };
}

/** The input is completed and checked as that of a task is. */
async function needsOf(parts: SimulationParts, request: SimulationRequest): Promise<PermissionNeed[]> {
  const { worker, action, input, baseFolder = parts.homeFolder } = request;
  const task = { id: 'simulated', action: `${worker}.${action}`, input };
  const plan = { version: 1, title: 'A simulation', tasks: [task] };
  const { homeFolder, catalogue } = parts;
  const valid = await validatePlan(plan, catalogue, { baseFolder, homeFolder });
  if (!valid.plan) {
    const issues = valid.issues.map(({ path, message }) => ({ path: path.replace(/^tasks\.0\./, ''), message }));
    const text = issues.map(({ path, message }) => `${path}: ${message}`).join('; ');
    throw new HeronError('invalid-input', text, { issues });
  }
  return (await previewPlan(valid.plan, catalogue)).flatMap(({ needs }) => needs);
}

function summary(verdicts: readonly Verdict[]): Pick<Simulation, 'decision' | 'rule'> {
  const decision = verdicts.reduce(
    (soFar, verdict) => narrower(soFar, verdict.decision),
    verdicts[0]?.decision ?? 'denied',
  );
  // Where all is allowed, it is so by what allows the needs.
  const told = verdicts.filter((verdict) => verdict.decision === decision);
  const first = decision === 'allowed' ? told.at(-1) : told[0];
  return { decision, rule: first?.rule ?? '' };
}
