import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { type Late, late } from './base/late.ts';
import type { PermissionService } from './features/permissions/service.ts';
import type { PlanService } from './features/plans/service.ts';
import type { RunService } from './features/runs/service.ts';
import type { ImportingService } from './features/importing/service.ts';
import { checkDocument } from './features/workflows/check-document.ts';
import { readDocument } from './features/workflows/document-text.ts';
import { createWorkflows, type WorkflowService } from './features/workflows/service.ts';
import { workflowStore } from './features/workflows/store.ts';
import { sharedRows } from './features/workflows/together/shared-rows.ts';
import type { Ground } from './ground.ts';
import type { Catalogue } from './orchestrator/catalogue.ts';
import { seeds } from './orchestrator/chance.ts';
import { entryName } from './orchestrator/task-needs.ts';

type Parts = { catalogue: Catalogue; plans: PlanService; runs: RunService; permissions: PermissionService };

export function openWorkflows(ground: Ground, { catalogue, plans, runs, permissions }: Parts): WorkflowService {
  const { host, database, events, clock, makeId, scrubber } = ground;
  const checkParts = {
    validate: (plan: unknown) => plans.validate(plan),
    isLacking: (...[need, action]: Parameters<Parameters<typeof checkDocument>[0]['isLacking']>): boolean => {
      const entry = catalogue.action(action);
      if (!entry) return false;
      return permissions.lacking('', [{ ...entryName(entry), taskIds: [], need }]).length > 0;
    },
  };
  return createWorkflows({
    ...{ events, clock, makeId, scrub: scrubber.json, store: workflowStore(database), rows: sharedRows(database) },
    examplesFolder: join(host.appFolder, 'resources', 'workflows'),
    check: (document) => checkDocument(checkParts, document),
    startRun: runs.start,
    readRun: runs.get,
    draw: async () => ({ now: clock(), seed: randomInt(seeds) }),
  });
}

/** Workflows of other programs become workflows like any other, and go out as they came in. */
export function openImporting(workflows: WorkflowService): Late<ImportingService> {
  return late(async () => {
    const { createImporting } = await import('./features/importing/service.ts');
    return createImporting({
      create: workflows.create,
      read: (id, state) => {
        const { name, text } = workflows.exportFile(id, state);
        return { name, document: readDocument(text) };
      },
    });
  });
}
