import type { ScheduleDefinition } from '../../../contract/schedules.ts';
import type { WebhookOptions } from '../../../contract/webhook-options.ts';
import type { WorkflowTrigger } from '../../../contract/workflow-triggers.ts';
import type { WorkflowDocument } from '../../../contract/workflows.ts';
import { toFailure } from '../../base/errors.ts';
import type { Logger } from '../../base/logger.ts';
import { readDocument } from './document-text.ts';
import type { WorkflowStore } from './store.ts';

export type WantedSchedule = { definition: ScheduleDefinition; isPaused: boolean };
export type WantedWebhook = {
  trigger: string;
  perMinute: number;
  options?: WebhookOptions | undefined;
  isPaused: boolean;
};

/** What makes a workflow start by itself. */
export type StartingParts = {
  store: WorkflowStore;
  logger: Pick<Logger, 'error'>;
  /** The schedules of a workflow are these from now on. */
  schedule: (workflowId: string, wanted: readonly WantedSchedule[]) => Promise<void>;
  /** And so are its webhooks. */
  receive: (workflowId: string, wanted: readonly WantedWebhook[]) => Promise<void>;
};

export type Starting = {
  /** What starts the workflow follows what is published and switched. What fails is tried again by the next engine. */
  settle(workflowId: string): Promise<void>;
  /** What the last engine left open. */
  recover(): Promise<void>;
};

export function createStarting({ store, logger, schedule, receive }: StartingParts): Starting {
  async function settle(workflowId: string): Promise<void> {
    const row = store.get(workflowId);
    if (!row) return;
    const published = row.removedAt === null ? store.published(workflowId) : undefined;
    const wanted = wantedStarts(workflowId, published && readDocument(published.document), row.isOff);
    try {
      await schedule(workflowId, wanted.schedules);
      await receive(workflowId, wanted.webhooks);
      store.setUnsettled(workflowId, false);
    } catch (error) {
      logger.error(`What starts the workflow ${workflowId} could not be set up`, toFailure(error));
    }
  }
  return {
    settle,
    recover: async () => {
      for (const id of store.unsettled()) await settle(id);
    },
  };
}

type Wanted = { schedules: WantedSchedule[]; webhooks: WantedWebhook[] };

export function wantedStarts(workflowId: string, document: WorkflowDocument | undefined, isOff: boolean): Wanted {
  const wanted: Wanted = { schedules: [], webhooks: [] };
  for (const trigger of document?.triggers ?? []) {
    const { id, start } = trigger;
    const isPaused = isOff || trigger.isOff === true;
    if (start.kind === 'webhook') {
      const { kind: _, perMinute, ...options } = start;
      const how = Object.keys(options).length > 0 ? { options } : {};
      wanted.webhooks.push({ trigger: id, perMinute, ...how, isPaused });
    }
    const definition = scheduleOf(workflowId, document?.title ?? '', trigger);
    if (definition) wanted.schedules.push({ definition, isPaused });
  }
  return wanted;
}

/** Undefined for a trigger that is no schedule. */
export function scheduleOf(
  workflowId: string,
  title: string,
  { id, title: own, start, input = {} }: WorkflowTrigger,
): ScheduleDefinition | undefined {
  if (start.kind !== 'schedule') return undefined;
  const { time, missed, overlap, results } = start;
  return {
    ...{ title: (own ?? title).slice(0, 200), time, missed, overlap },
    work: { kind: 'workflow', workflowId, input },
    results: { to: results },
    of: { workflowId, trigger: id },
  };
}
