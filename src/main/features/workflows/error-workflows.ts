import type { AnyEvent, Payload } from '../../../contract/events.ts';
import type { HandedFailure } from '../../../contract/error-workflows.ts';
import type { JsonObject } from '../../../contract/json.ts';
import type { Run } from '../../../contract/runs.ts';
import { toFailure } from '../../base/errors.ts';
import type { EventLog } from '../../base/event-log.ts';
import type { Logger } from '../../base/logger.ts';
import type { ErrorRuns } from './error-runs.ts';
import type { WorkflowService } from './service.ts';

export type ErrorWorkflowParts = {
  log: EventLog;
  logger: Pick<Logger, 'warn' | 'error'>;
  rows: ErrorRuns;
  workflows: Pick<WorkflowService, 'get' | 'run'>;
  readRun: (runId: string) => Run;
  /** Of the settings; empty: none. */
  usual: () => string;
};

export type ErrorWorkflows = {
  /** From now on failures are handed over, and first those that the last engine left. */
  start(): Promise<void>;
  close(): Promise<void>;
};

const consumer = 'error-workflows';
const page = 1000;

/**
 * A run of a workflow that failed with nobody there starts the error workflow, once. The run of an error workflow never does, so nothing
 * goes round in circles.
 */
export function createErrorWorkflows(parts: ErrorWorkflowParts): ErrorWorkflows {
  const { log, logger } = parts;
  let last: Promise<unknown> = Promise.resolve();
  let stopListening = (): void => undefined;

  function hear({ type, scope: { runId } }: AnyEvent): void {
    if (type !== 'run.failed' || runId === undefined) return;
    last = last
      .then(() => handOver(parts, runId))
      .catch((error: unknown) => logger.error(`The failure of ${runId} could not be handed over`, toFailure(error)));
  }

  return {
    start: async () => {
      const reached = log.lastSeq();
      const known = log.readCursor(consumer);
      stopListening = log.listen(hear);
      // What failed before there were error workflows stays as it is.
      for (const runId of known === 0 ? [] : failedSince(log, known)) await handOver(parts, runId);
      log.moveCursor(consumer, Math.max(reached, 1));
    },
    close: async () => {
      stopListening();
      await last;
    },
  };
}

function failedSince(log: EventLog, cursor: number): string[] {
  const failed: string[] = [];
  for (let after = cursor; ;) {
    const events = log.list({ types: ['run.failed'], after, limit: page });
    for (const { scope } of events) if (scope.runId !== undefined) failed.push(scope.runId);
    const seq = events.at(-1)?.seq;
    if (events.length < page || seq === undefined) return failed;
    after = seq;
  }
}

async function handOver(parts: ErrorWorkflowParts, runId: string): Promise<void> {
  const { log, rows, workflows, logger } = parts;
  const created = log.last('run.created', { runId })?.payload;
  const workflowId = created && errorWorkflowOf(created, parts.usual());
  if (!created?.workflow || workflowId === undefined || log.last('run.handedOver', { runId })) return;
  let title = workflowId;
  try {
    title = workflows.get(workflowId).title;
    const started =
      rows.of(runId) ?? (await startErrorRun(parts, { runId, workflowId, failed: created.workflow.id, created }));
    await tell({ runId: started });
  } catch (error) {
    const problem = toFailure(error).message;
    logger.warn(`The error workflow “${title}” could not be started for ${runId}`, toFailure(error));
    await tell({ problem });
  }

  async function tell(outcome: { runId: string } | { problem: string }): Promise<void> {
    const payload = { workflowId: workflowId ?? '', title, ...outcome };
    await log.append([{ type: 'run.handedOver', scope: { runId }, payload }]);
  }
}

/** Undefined where none is to hear of a failure: somebody was there, it was only a part or a test, or it is an error workflow itself. */
export function errorWorkflowOf(
  { plan, workflow, unattended, trigger }: Payload<'run.created'>,
  usual: string,
): string | undefined {
  if (!workflow || !unattended || workflow.part || workflow.scenario || trigger?.kind === 'failure') return undefined;
  const wanted = plan.errorWorkflow ?? usual;
  return wanted === '' || wanted === 'none' || wanted === workflow.id ? undefined : wanted;
}

type Failed = { runId: string; workflowId: string; failed: string; created: Payload<'run.created'> };

async function startErrorRun(
  { workflows, readRun }: ErrorWorkflowParts,
  { runId, workflowId, failed, created }: Failed,
): Promise<string> {
  const run = readRun(runId);
  const failure: HandedFailure = {
    ...{ runId, workflow: { id: failed, title: created.plan.title }, task: failedTask(run) },
    error: { code: run.error?.code ?? 'internal', message: run.error?.message ?? 'It failed' },
    at: run.endedAt ?? run.createdAt,
    link: `heron://timeline/${runId}`,
  };
  const { published } = workflows.get(workflowId);
  return workflows.run(workflowId, {
    ...{ state: published === undefined ? 'draft' : 'published', unattended: true, whenMissing: 'wait' },
    trigger: { id: failed, kind: 'failure', delivery: runId },
    input: { failure: failure as unknown as JsonObject },
    taint: `what went wrong in the run ${runId}, which may be in a stranger’s words`,
  });
}

function failedTask({ plan, tasks }: Run): HandedFailure['task'] {
  const found = plan.tasks.find(({ id }) => tasks[id]?.status === 'failed');
  return found ? { id: found.id, title: found.title ?? found.id } : null;
}
