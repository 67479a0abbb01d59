import { blobIdsIn } from '../../../contract/blobs.ts';
import type { PermissionNeed } from '../../../contract/permission-need.ts';
import type { Payload } from '../../../contract/events.ts';
import type { Plan } from '../../../contract/plan.ts';
import type { Allowance } from '../../../contract/runs.ts';
import { topTask } from '../../../contract/task-path.ts';
import type { Surface } from '../../../contract/surfaces.ts';
import type { RunTrigger } from '../../../contract/triggers.ts';
import type { RunWebhooks } from '../../../contract/webhooks.ts';
import { HeronError } from '../../base/errors.ts';
import type { EventDraft } from '../../base/event-log.ts';
import { withAgentDefaults } from '../../orchestrator/checking/agent-defaults.ts';
import type { CheckPlan } from '../../orchestrator/checking/checked-plans.ts';
import type { Catalogue } from '../../orchestrator/catalogue.ts';
import type { WorkerNeed } from '../../orchestrator/execution.ts';
import { estimatePlan } from '../../orchestrator/checking/estimate.ts';
import { traceContext, traceIdOf } from '../../base/trace-context.ts';
import { refsOf } from '../../orchestrator/checking/plan-actions.ts';
import { previewPlan } from '../../orchestrator/checking/preview-plan.ts';
import { readPlan, shapeOf } from '../../orchestrator/checking/plan-shape.ts';
import { isPure } from '../../orchestrator/pure-plan.ts';
import { entryName } from '../../orchestrator/checking/task-needs.ts';
import { waitsForCalls } from '../../orchestrator/waits/webhook-address.ts';
import type { RunScope } from './live-run-parts.ts';
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
  const completed = request.origin || !parts.agents ? checked : withAgentDefaults(checked, parts.agents());
  const plan = completed instanceof Promise ? await completed : completed;
  const webhooks = waitsForCalls(plan.tasks) ? await webhooksFor(parts) : undefined;
  const runId = request.id ?? parts.makeId('run');
  const { conversationId, trigger, taint, takesFrom = [] } = request;
  const place = conversationId ? { runId, conversationId } : { runId };
  const { surface, traceId = traceIdOf(runId) } = traceContext() ?? {};
  request.begun?.(runId);
  const payload = beginningOf(parts, request, { plan, webhooks, surface });
  // In one commit: the run and what it begins with.
  const recorded = Promise.all([
    record([{ type: 'run.created', scope: place, traceId, payload }]),
    taint === undefined ? undefined : parts.webhooks?.started(place, taint),
    ...takesFrom.map((from) => parts.inheritTaint(place, from)),
  ]);
  const created = { scope: scopeOf(place, payload), plan, webhooks, traceId, recorded };
  if (trigger && isPure(plan.tasks)) return created;
  await recorded;
  if (request.elevated) await parts.elevate(place, request.elevated);
  await parts.allow(runId, await allowances(parts.catalogue, plan, request.allow));
  const blobIds = namedBlobs(plan, trigger);
  if (blobIds.length > 0) await parts.passOnBlobs(place, blobIds);
  return created;
}

type Known = { plan: Plan; webhooks: RunWebhooks | undefined; surface: Surface | undefined };

/** What stands in its first event. Put together field by field: spreading each costs a run that is short more than all of it. */
function beginningOf(
  { catalogue }: CreatingParts,
  request: StartRun,
  { plan, webhooks, surface }: Known,
): Payload<'run.created'> {
  const { source, unattended = false, whenMissing, origin, trigger, workflow, spawnedBy } = request;
  const payload: Payload<'run.created'> = { plan, source, unattended };
  if (whenMissing === 'wait') payload.whenMissing = whenMissing;
  if (origin) payload.origin = origin;
  const estimate = isPure(plan.tasks) ? undefined : estimatePlan(plan, catalogue);
  if (estimate) payload.estimate = estimate;
  if (webhooks) payload.webhooks = webhooks;
  if (trigger) payload.trigger = trigger;
  if (workflow) payload.workflow = workflow;
  if (spawnedBy) payload.spawnedBy = spawnedBy;
  if (surface && !trigger && !spawnedBy) payload.surface = surface;
  return payload;
}

function scopeOf(
  place: { runId: string; conversationId?: string },
  { unattended = false, whenMissing }: Payload<'run.created'>,
): RunScope {
  return whenMissing ? { ...place, unattended, whenMissing } : { ...place, unattended };
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
