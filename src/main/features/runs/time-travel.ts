import type { Forked, ReplayReport } from '../../../contract/forks.ts';
import type { Run, TaskStatus } from '../../../contract/runs.ts';
import { HeronError, toFailure } from '../../base/errors.ts';
import type { EventDraft } from '../../base/event-log.ts';
import { createRun, type CreatingParts } from './creating.ts';
import { asInputIssues, type ForkRequest, planFork, seed } from './forking.ts';
import { foreignTo } from './foreign.ts';
import { replay, type Watched } from './replaying.ts';
import type { RunParts } from './run-parts.ts';

type Record = (drafts: EventDraft[]) => Promise<unknown>;

export type TimeTravel = {
  fork(runId: string, request: ForkRequest): Promise<Forked>;
  replay(runId: string, watched?: Watched): Promise<ReplayReport>;
};

/** Runs that have ended are executed once more from their log. Those, and what has ended of one that waits, are run again from a task. */
export function timeTravel(
  parts: CreatingParts,
  record: Record,
  ended: (runId: string) => Run,
  launch: (run: Run) => void,
): TimeTravel {
  const { items } = parts.tables;
  return {
    fork: async (runId, request) => {
      const forked = await forkRun(parts, record, ended(runId), request);
      launch(ended(forked.runId));
      return forked;
    },
    replay: async (runId, watched) =>
      replay({ ...parts, ...parts.replaying, items, scrub: parts.scrub }, over(ended(runId)), watched),
  };
}

function over(run: Run): Run {
  if (run.endedAt !== undefined) return run;
  throw new HeronError('conflict', 'The run has not ended; only one that has can be replayed');
}

const isOver = new Set<TaskStatus | undefined>(['completed', 'failed', 'skipped']);

/** What a waiting run has yet to do is done there, not in a fork. */
function mayBegin({ id: runId, endedAt, tasks }: Run, items: CreatingParts['tables']['items'], path: string): void {
  const state = path.includes('/') ? items.state(runId, path) : tasks[path];
  if (endedAt !== undefined || isOver.has(state?.status)) return;
  const message = `${path} has not ended; a run that waits can be run again from what has`;
  throw new HeronError('conflict', message, { path: 'from' });
}

/** A run like any other that asks for what it needs, marked by what the one it comes from has read. */
async function forkRun(parts: CreatingParts, record: Record, origin: Run, request: ForkRequest): Promise<Forked> {
  const { events, tables } = parts;
  const asForeign = foreignTo(origin.id, parts.opened);
  const run = asForeign ? { ...origin, plan: asForeign(origin.plan) } : origin;
  const { plan, point } = planFork(run, events, tables.items, request);
  mayBegin(run, tables.items, point.path);
  const { from: _, set: __, ...how } = request;
  const { scope } = await createRun(parts, record, {
    ...{ plan, source: run.source, origin: { runId: run.id, taskId: point.path }, ...how },
    ...(run.conversationId ? { conversationId: run.conversationId } : {}),
  }).catch((error: unknown) => {
    throw asInputIssues(error, point);
  });
  const { runId } = scope;
  await parts.inheritTaint(scope, run.id);
  const { kept, blobIds } = await seed({ events, items: tables.items, record, asForeign }, run, runId, point);
  await parts.passOnBlobs(scope, blobIds);
  return { runId, from: point.path, kept, ...(point.note ? { note: point.note } : {}) };
}

/** Of a fork that was not finished: going on would do again what it was to keep, so it ends. False: it is none. */
export function endHalfFork({ logger }: RunParts, record: Record, { id: runId, origin }: Run): boolean {
  if (!origin || origin.kept !== undefined) return false;
  const message = `The engine ended while the fork of ${origin?.runId} was being made; fork it once more`;
  const error = { code: 'conflict', message } as const;
  record([{ type: 'run.failed', scope: { runId }, payload: { error } }]).catch((reason: unknown) => {
    logger.error(`The end of ${runId} could not be recorded`, toFailure(reason));
  });
  return true;
}
