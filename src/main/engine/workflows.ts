import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { type Late, late } from '../base/late.ts';
import type { Settings } from '../../contract/settings.ts';
import type { WorkflowDocument } from '../../contract/workflows.ts';
import type { PermissionService } from '../features/permissions/service.ts';
import type { PlanService } from '../features/plans/service.ts';
import type { RunService } from '../features/runs/service.ts';
import type { ScheduleService } from '../features/schedules/service.ts';
import type { TriggerService } from '../features/triggers/service.ts';
import { type CalledWorkflows, createCalledWorkflows } from '../features/importing/n8n/called-workflows.ts';
import type { ImportingService } from '../features/importing/service.ts';
import { checkDocument } from '../features/workflows/check-document.ts';
import { checkTriggers } from '../features/workflows/check-triggers.ts';
import { errorRuns } from '../features/workflows/error-runs.ts';
import { createErrorWorkflows, type ErrorWorkflows } from '../features/workflows/error-workflows.ts';
import { readDocument } from '../features/workflows/document-text.ts';
import { createWorkflows, type WorkflowService } from '../features/workflows/service.ts';
import { workflowStore } from '../features/workflows/store.ts';
import { sharedRows } from '../features/workflows/together/shared-rows.ts';
import type { Ground } from './ground.ts';
import type { Catalogue } from '../orchestrator/catalogue.ts';
import { seeds } from '../orchestrator/expressions/chance.ts';
import { entryName } from '../orchestrator/checking/task-needs.ts';
import { createWorkflowSteps, type FindWorkflowStep, type WorkflowStepParts } from './workflow-steps.ts';

type Parts = {
  catalogue: Catalogue;
  plans: PlanService;
  runs: RunService;
  permissions: PermissionService;
  /** What starts by itself is made after what it starts. */
  schedules: () => ScheduleService;
  triggers: () => TriggerService;
};

export function openWorkflows(ground: Ground, parts: Parts): WorkflowService {
  const { catalogue, plans, runs, permissions } = parts;
  const { host, database, events, clock, makeId, scrubber, logger } = ground;
  const store = workflowStore(database);
  const checkStarts = (document: WorkflowDocument) =>
    checkTriggers({ checkSchedule: (definition) => parts.schedules().check(definition) }, document);
  const checkParts = {
    validate: (plan: unknown) => plans.validate(plan),
    isLacking: (...[need, action]: Parameters<Parameters<typeof checkDocument>[0]['isLacking']>): boolean => {
      const entry = catalogue.action(action);
      if (!entry) return false;
      return permissions.lacking('', [{ ...entryName(entry), taskIds: [], need }]).length > 0;
    },
    checkTriggers: checkStarts,
    isThere: (workflowId: string) => store.get(workflowId)?.removedAt === null,
  };
  return createWorkflows({
    ...{ events, clock, makeId, scrub: scrubber.json, store, logger, rows: sharedRows(database) },
    examplesFolder: join(host.appFolder, 'resources', 'workflows'),
    check: (document) => checkDocument(checkParts, document),
    checkTriggers: checkStarts,
    schedule: (workflowId, wanted) => parts.schedules().followWorkflow(workflowId, wanted),
    receive: (workflowId, wanted) => parts.triggers().followWorkflow(workflowId, wanted),
    startRun: runs.start,
    readRun: runs.get,
    draw: async () => ({ now: clock(), seed: randomInt(seeds) }),
  });
}

/** Workflows that hear of what failed. */
export function openErrorWorkflows(
  { events, logger, database }: Ground,
  { workflows, runs, settings }: { workflows: WorkflowService; runs: RunService; settings: () => Settings },
): ErrorWorkflows {
  const usual = (): string => settings().errorWorkflow;
  return createErrorWorkflows({
    ...{ log: events, logger, workflows, usual },
    rows: errorRuns(database),
    readRun: runs.get,
  });
}

/** What workflows of n8n run of each other: as it was published last, or as it stands where it never was. */
export function openCalledWorkflows(workflows: () => WorkflowService): CalledWorkflows {
  return createCalledWorkflows(asPublished(workflows));
}

/** What workflows do of each other as a step. */
export function openWorkflowSteps(workflows: () => WorkflowService): FindWorkflowStep {
  return createWorkflowSteps(asPublished(workflows));
}

function asPublished(workflows: () => WorkflowService): WorkflowStepParts {
  return {
    list: () => workflows().list(),
    read: ({ id, published }) =>
      readDocument(workflows().exportFile(id, published === undefined ? 'draft' : 'published').text),
  };
}

/** Workflows of other programs become workflows like any other, and go out as they came in. */
export function openImporting(workflows: WorkflowService): Late<ImportingService> {
  return late(async () => {
    const { createImporting } = await import('../features/importing/service.ts');
    return createImporting({
      isThere: openCalledWorkflows(() => workflows).isThere,
      create: workflows.create,
      read: (id, state) => {
        const { name, text } = workflows.exportFile(id, state);
        return { name, document: readDocument(text) };
      },
    });
  });
}
