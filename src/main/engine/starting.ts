import type { Settings } from '../../contract/settings.ts';
import { openSchedules, type SchedulesGround } from './schedules.ts';
import { openTriggers, type WebhookBase } from './webhooks.ts';
import { openErrorWorkflows, openImporting, openWorkflows } from './workflows.ts';
import type { Late } from '../base/late.ts';
import type { ImportingService } from '../features/importing/service.ts';
import type { PermissionService } from '../features/permissions/service.ts';
import type { ScheduleService } from '../features/schedules/service.ts';
import type { SigningSecrets } from '../features/triggers/signed-calls.ts';
import type { ErrorWorkflows } from '../features/workflows/error-workflows.ts';
import type { WorkflowService } from '../features/workflows/service.ts';
import type { Ground } from './ground.ts';

export type Starting = ReturnType<typeof openTriggers> & {
  workflows: WorkflowService;
  importing: Late<ImportingService>;
  schedules: ScheduleService;
  errorWorkflows: ErrorWorkflows;
};

type Parts = Omit<SchedulesGround, 'workflows'> & {
  permissions: PermissionService;
  called: WebhookBase;
  secrets: SigningSecrets;
  settings: () => Settings;
};

/** Workflows, and what starts them and others by itself: each makes the other do something. */
export function openStarting(ground: Ground, parts: Parts): Starting {
  const { catalogue, runs, called, settings, secrets } = parts;
  const workflows: WorkflowService = openWorkflows(ground, {
    ...parts,
    ...{ schedules: () => schedules, triggers: () => receiving.triggers },
  });
  const schedules: ScheduleService = openSchedules(ground, { ...parts, workflows });
  const receiving = openTriggers(ground, { catalogue, runs, called, workflows, secrets });
  return {
    ...{ ...receiving, workflows, schedules, importing: openImporting(workflows) },
    errorWorkflows: openErrorWorkflows(ground, { workflows, runs, settings }),
  };
}
