import { isLasting } from '../../../contract/manifest.ts';
import type { Failure } from '../../../contract/errors.ts';
import type { Run } from '../../../contract/runs.ts';
import type { LastingTask, UndoPreview, UndoReport } from '../../../contract/undo.ts';
import { topTask } from '../../../contract/task-path.ts';
import { HeronError, toFailure } from '../../base/errors.ts';
import type { EventLog } from '../../base/event-log.ts';
import type { Logger } from '../../base/logger.ts';
import type { Catalogue } from '../../orchestrator/catalogue.ts';
import { isCallPastUndo } from '../../orchestrator/checking/past-undo.ts';
import { actionsOf } from '../../orchestrator/checking/plan-actions.ts';
import { compensate, type CompensateParts } from './compensate.ts';
import { compensationsOf, type KnownCompensation } from './compensations.ts';
import type { RunScope } from './live-run-parts.ts';

export type UndoingParts = CompensateParts & {
  events: EventLog;
  logger: Logger;
  read: (runId: string) => Run;
  scopeOf: (run: Run) => RunScope;
  endProcesses: (runId: string) => Promise<unknown>;
  processesOf: (runId: string) => { name: string; keep: boolean }[];
  previewUndo: (runId: string) => Promise<Omit<UndoPreview, 'lasting'>>;
  undo: (runId: string) => Promise<UndoReport>;
  endPermissions: (runId: string) => Promise<void>;
};

export type Undoing = {
  /** Asked twice at a time it is done once. */
  undo(runId: string, because: 'asked' | 'failed'): Promise<UndoReport>;
  /** In the background: should this process end, the next one goes on with it. */
  undoFailed(runId: string): void;
  foretell(runId: string): Promise<UndoPreview>;
  /** Goes on with what the last engine began to undo. */
  resume(): void;
  /** Interrupts what is being undone; it goes on at the next start. */
  close(): Promise<void>;
};

/**
 * Takes a run back: first what runs on is ended, then compensations are called in reverse order of completion, then files are put
 * back as they were.
 */
export function createUndoing(parts: UndoingParts): Undoing {
  const { events, logger, read } = parts;
  const underWay = new Map<string, Promise<UndoReport>>();
  const closing = new AbortController();

  async function undoOnce(runId: string, because: 'asked' | 'failed'): Promise<UndoReport> {
    const run = read(runId);
    const begun = isUndoing(events, runId);
    const compensations = compensationsOf(events, runId);
    if (!begun && compensations.length > 0) {
      await parts.record([{ type: 'run.undoing', scope: { runId }, payload: { because } }]);
    }
    // What still runs would change files that are put back.
    await parts.endProcesses(runId);
    const failed = await callAll(parts, run, compensations, closing.signal);
    const report = { ...(await parts.undo(runId)), ...called(compensationsOf(events, runId), failed) };
    await parts.endPermissions(runId);
    await parts.record([{ type: 'run.undone', scope: { runId }, payload: { report } }]);
    return report;
  }

  function undo(runId: string, because: 'asked' | 'failed'): Promise<UndoReport> {
    const known = underWay.get(runId);
    if (known) return known;
    const work = undoOnce(runId, because).finally(() => underWay.delete(runId));
    underWay.set(runId, work);
    return work;
  }

  function inBackground(runId: string, because: 'asked' | 'failed'): void {
    undo(runId, because).catch((error: unknown) => {
      if (!closing.signal.aborted) logger.error(`${runId} could not be undone to its end`, toFailure(error));
    });
  }

  return {
    undo,
    undoFailed: (runId) => inBackground(runId, 'failed'),
    async foretell(runId) {
      const run = read(runId);
      const compensations = compensationsOf(events, runId).filter(isOpen);
      const stopped = parts.processesOf(runId).flatMap(({ name, keep }) => (keep ? [] : [name]));
      return {
        ...(await parts.previewUndo(runId)),
        ...(stopped.length > 0 ? { processes: stopped } : {}),
        ...(compensations.length > 0 ? { compensations: compensations.map((one) => shown(parts.catalogue, one)) } : {}),
        lasting: await lastingTasks(parts.catalogue, run),
      };
    },
    resume: () => {
      for (const event of events.list({ types: ['run.undoing'] })) {
        const { runId } = event.scope;
        if (runId !== undefined && isUndoing(events, runId)) inBackground(runId, 'asked');
      }
    },
    close: async () => {
      closing.abort(new HeronError('cancelled', 'Heron is closing'));
      await Promise.allSettled(underWay.values());
    },
  };
}

/** Gives how those that failed did, by path. */
async function callAll(
  parts: UndoingParts,
  run: Run,
  compensations: readonly KnownCompensation[],
  signal: AbortSignal,
): Promise<Map<string, Failure>> {
  const failed = new Map<string, Failure>();
  const scope = parts.scopeOf(run);
  for (const one of compensations) {
    if (one.status === 'done') continue;
    const error = isHopeless(one) ? one.error : await compensate(parts, run, scope, one, signal);
    if (error) failed.set(one.path, error);
  }
  return failed;
}

/** It may have taken effect: it is never called again. */
function isHopeless({ status, error }: KnownCompensation): boolean {
  return status === 'failed' && error?.code === 'uncertain';
}

function isOpen(one: KnownCompensation): boolean {
  return one.status !== 'done' && !isHopeless(one);
}

function called(
  compensations: readonly KnownCompensation[],
  failed: ReadonlyMap<string, Failure>,
): Pick<UndoReport, 'compensated' | 'uncompensated'> {
  const done = compensations.filter(({ status }) => status === 'done').map(({ path }) => path);
  const left = compensations.flatMap(({ path, action }) => {
    const error = failed.get(path);
    return error ? [{ taskId: path, action, reason: error.message }] : [];
  });
  return { ...(done.length > 0 ? { compensated: done } : {}), ...(left.length > 0 ? { uncompensated: left } : {}) };
}

/** It has begun to be undone, and nobody has said that it is. */
export function isUndoing(log: EventLog, runId: string): boolean {
  const begun = log.last('run.undoing', { runId })?.seq ?? 0;
  return begun > (log.last('run.undone', { runId })?.seq ?? 0);
}

function shown(catalogue: Catalogue, { path, action }: KnownCompensation) {
  return { taskId: path, action, title: catalogue.action(action)?.action.title ?? action };
}

/** Tasks that were at least begun and that nothing takes back. Of an action that is not there any more nothing is known. */
async function lastingTasks(catalogue: Catalogue, { plan, tasks }: Run): Promise<LastingTask[]> {
  const lasting: LastingTask[] = [];
  for (const { path, task } of actionsOf(plan.tasks)) {
    const entry = catalogue.action(task.action);
    const taskId = topTask(path);
    if (!entry || task.undo || tasks[taskId]?.startedAt === undefined) continue;
    const { risk, title } = entry.action;
    const isPastUndo = await isCallPastUndo(entry, task.input);
    if (!isLasting({ risk, isPastUndo })) continue;
    lasting.push({ taskId, title: task.title ?? title, risk, ...(isPastUndo ? { isPastUndo } : {}) });
  }
  return lasting;
}
