import type { Failure } from '../../../contract/errors.ts';
import type { Run } from '../../../contract/runs.ts';
import { HeronError, toFailure } from '../../base/errors.ts';
import type { EventDraft } from '../../base/event-log.ts';
import { absence, type ActionEntry } from '../../orchestrator/catalogue.ts';
import { entryName, needsOf } from '../../orchestrator/checking/task-needs.ts';
import { compileTemplate } from '../../orchestrator/expressions/template.ts';
import type { KnownCompensation } from './compensations.ts';
import type { LiveRunParts, RunScope } from './live-run-parts.ts';

export type CompensateParts = Pick<LiveRunParts, 'catalogue' | 'limits' | 'callWorker' | 'ensure' | 'record'>;

/** What a compensation is called in permissions and in the journal of files: it is not the task itself. */
export function compensationPath(path: string): string {
  return `${path}/:undo`;
}

/**
 * Calls one compensation, as any step is called: with its permissions, its start on disk before and its end after. Gives how it
 * failed. Rejects only when the engine is closing: then it is taken up at the next start.
 */
export async function compensate(
  parts: CompensateParts,
  run: Run,
  scope: RunScope,
  one: KnownCompensation,
  signal: AbortSignal,
): Promise<Failure | undefined> {
  const place = { runId: run.id, taskId: one.path, workerId: one.action.slice(0, one.action.indexOf('.')) };
  const record = (...drafts: EventDraft[]): Promise<unknown> => parts.record(drafts);
  const fail = async (error: Failure): Promise<Failure> => {
    await record({ type: 'task.uncompensated', scope: place, payload: { action: one.action, error } });
    return error;
  };
  try {
    const entry = usable(parts, one);
    const { input = {} } = one;
    const call = { ...entryName(entry), taskIds: [compensationPath(one.path)] };
    const needs = await needsOf(entry, input);
    await parts.ensure(
      scope,
      needs.map((need) => ({ ...call, need })),
      signal,
      [call],
    );
    const release = await parts.limits.take(entry.action.class, { runId: run.id, priority: 0 }, signal);
    try {
      signal.throwIfAborted();
      const attempt = one.attempts + 1;
      const idempotencyKey = `${run.id}/${compensationPath(one.path)}`;
      const payload = { attempt, action: one.action, input, idempotencyKey };
      await record({ type: 'task.compensating', scope: place, payload });
      const output = await parts.callWorker(
        {
          ...{ entry, input, attempt, idempotencyKey, signal, answer: undefined, priority: 'normal' },
          taskId: compensationPath(one.path),
          timeoutMs: entry.timeoutMs,
          isMeasured: false,
          // It is of no task, and no budget counts it.
          left: {},
          onUsed: () => undefined,
        },
        scope,
      );
      const says = await sentence(entry, { input, output });
      await record({ type: 'task.compensated', scope: place, payload: { action: one.action, says } });
      return undefined;
    } finally {
      release();
    }
  } catch (error) {
    if (signal.aborted) throw error;
    return fail(toFailure(error));
  }
}

function usable({ catalogue }: CompensateParts, { action, error, status, input }: KnownCompensation): ActionEntry {
  const entry = catalogue.action(action);
  if (!entry) throw new HeronError('worker-unavailable', absence(catalogue, action));
  if (status === 'running' && !entry.action.repeatable) {
    throw new HeronError('uncertain', `${action} was cut off, and nobody knows whether it took effect`);
  }
  if (input === undefined) throw new HeronError(error?.code ?? 'internal', error?.message ?? `${action} has no input`);
  return entry;
}

async function sentence({ action }: ActionEntry, names: Record<string, unknown>): Promise<string> {
  try {
    const text = await compileTemplate(action.says).evaluate(names);
    return typeof text === 'string' && text !== '' ? text : `${action.title}: done.`;
  } catch {
    return `${action.title}: done.`;
  }
}
