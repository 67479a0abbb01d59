import { blobIdsIn } from '../../../contract/blobs.ts';
import type { PermissionNeed } from '../../../contract/permission-need.ts';
import type { Plan } from '../../../contract/plan.ts';
import type { Allowance } from '../../../contract/runs.ts';
import { topTask } from '../../../contract/task-path.ts';
import type { RunTrigger } from '../../../contract/triggers.ts';
import { HeronError } from '../../base/errors.ts';
import type { EventDraft } from '../../base/event-log.ts';
import { withAgentDefaults } from '../../orchestrator/agent-defaults.ts';
import type { CheckPlan } from '../../orchestrator/checked-plans.ts';
import type { Catalogue } from '../../orchestrator/catalogue.ts';
import type { WorkerNeed } from '../../orchestrator/execution.ts';
import { estimatePlan } from '../../orchestrator/estimate.ts';
import { traceContext, traceIdOf } from '../../base/trace-context.ts';
import { refsOf } from '../../orchestrator/plan-actions.ts';
import { previewPlan } from '../../orchestrator/preview-plan.ts';
import { readPlan, shapeOf } from '../../orchestrator/plan-shape.ts';
import { isPure } from '../../orchestrator/pure-plan.ts';
import { entryName } from '../../orchestrator/task-needs.ts';
import type { Launch } from './live-runs.ts';
import type { RunParts, StartRun } from './run-parts.ts';
import { webhooksFor } from './webhook-waits.ts';

/** A run that may begin. `recorded`: its creation is safe on disk; of any but a pure one it is already. */
export type CreatedRun = Launch & { recorded: Promise<unknown> };

export type CreatingParts = RunParts & { checkPlan: CheckPlan };

/** On record, with what it may use; it has not begun. */
export async function createRun(
  parts: CreatingParts,
  record: (drafts: EventDraft[]) => Promise<unknown>,
  request: StartRun,
): Promise<CreatedRun> {
  const checked = request.isChecked ? (request.plan as Plan) : await completePlan(parts, request);
  // A fork goes on as what it comes from began.
  const plan = request.origin || !parts.agents ? checked : await withAgentDefaults(checked, parts.agents());
  const estimate = estimatePlan(plan, parts.catalogue);
  const webhooks = await webhooksFor(parts, plan);
  const runId = request.id ?? parts.makeId('run');
  const { conversationId, source, unattended = false } = request;
  const place = { runId, ...(conversationId ? { conversationId } : {}) };
  const attendance = { unattended, ...(request.whenMissing === 'wait' ? { whenMissing: 'wait' as const } : {}) };
  const { origin, trigger, taint, workflow, spawnedBy, takesFrom = [] } = request;
  const { surface, traceId = traceIdOf(runId) } = traceContext() ?? {};
  request.begun?.(runId);
  const started = {
    ...(origin ? { origin } : {}),
    ...(estimate ? { estimate } : {}),
    ...(webhooks ? { webhooks } : {}),
    ...(trigger ? { trigger } : {}),
    ...(workflow ? { workflow } : {}),
    ...(spawnedBy ? { spawnedBy } : {}),
    ...(surface && !trigger && !spawnedBy ? { surface } : {}),
  };
  // In one commit: the run and what it begins with.
  const recorded = Promise.all([
    record([{ type: 'run.created', scope: place, traceId, payload: { plan, source, ...attendance, ...started } }]),
    taint === undefined ? undefined : parts.webhooks?.started(place, taint),
    ...takesFrom.map((from) => parts.inheritTaint(place, from)),
  ]);
  const created = { scope: { ...place, ...attendance }, plan, webhooks, traceId, recorded };
  if (trigger && isPure(plan.tasks)) return created;
  await recorded;
  if (request.elevated) await parts.elevate(place, request.elevated);
  await parts.allow(runId, await allowances(parts.catalogue, plan, request.allow));
  const blobIds = namedBlobs(plan, trigger);
  if (blobIds.length > 0) await parts.passOnBlobs(place, blobIds);
  return created;
}

/** What a stranger sent names nothing that its run could read for that. */
export function namedBlobs({ tasks, input }: Plan, trigger: RunTrigger | undefined): string[] {
  return blobIdsIn(trigger?.kind === 'webhook' ? tasks : [tasks, input ?? {}]);
}

async function completePlan(parts: CreatingParts, request: StartRun): Promise<Plan> {
  const given = parts.scrub ? parts.scrub(request.plan) : request.plan;
  const shape = request.isRead ? shapeOf(given as Plan) : readPlan(given);
  const { plan, issues } = await parts.checkPlan(shape, {
    baseFolder: request.baseFolder ?? parts.homeFolder,
    homeFolder: parts.homeFolder,
  });
  if (plan) return plan;
  const list = issues.map(({ path, message }) => `${path}: ${message}`).join('\n');
  throw new HeronError('invalid-plan', `The plan cannot run:\n${list}`, { issues });
}

export async function needsByWorker(catalogue: Catalogue, plan: Plan): Promise<WorkerNeed[]> {
  const previews = await previewPlan(plan, catalogue);
  return previews.flatMap(({ taskId, action, needs }) => {
    const entry = catalogue.action(action);
    return entry ? needs.map((need) => ({ ...entryName(entry), taskIds: [topTask(taskId)], need })) : [];
  });
}

/** `plan` grants what the plan shows; a list grants its entries to each worker of the plan that could use them. */
async function allowances(
  catalogue: Catalogue,
  plan: Plan,
  allow: Allowance | undefined,
): Promise<{ workerId: string; need: PermissionNeed }[]> {
  if (allow === undefined) return [];
  if (allow === 'plan') return needsByWorker(catalogue, plan);
  const refs = [...refsOf(plan.tasks, catalogue)];
  const workers = new Set(refs.flatMap((ref) => catalogue.action(ref)?.workerId ?? []));
  return [...workers].flatMap((workerId) => allow.map((need) => ({ workerId, need })));
}
