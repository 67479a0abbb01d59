import type { PermissionNeed } from '../../../contract/permission-need.ts';
import type { Plan, PlanSource } from '../../../contract/plan.ts';
import type { ElevatedMode } from '../../../contract/policy.ts';
import { foldRun } from '../../../contract/run-state.ts';
import { blobIdsIn } from '../../../contract/blobs.ts';
import { isLasting } from '../../../contract/manifest.ts';
import type {
  Allowance,
  FileChange,
  LastingTask,
  Run,
  RunSummary,
  UndoPreview,
  UndoReport,
  WhenMissing,
} from '../../../contract/runs.ts';
import { HeronError, toFailure } from '../../base/errors.ts';
import type { EventDraft } from '../../base/event-log.ts';
import type { MakeId } from '../../base/ids.ts';
import type { Scrubber } from '../../base/scrubber.ts';
import type { Catalogue } from '../../orchestrator/catalogue.ts';
import { type Decision, RunStop, type WorkerNeed } from '../../orchestrator/execution.ts';
import { previewPlan } from '../../orchestrator/preview-plan.ts';
import { entryName } from '../../orchestrator/task-needs.ts';
import { validatePlan } from '../../orchestrator/validate-plan.ts';
import { createLiveRuns, type LiveRunParts, type RunScope } from './live-runs.ts';
import type { RunFilter, RunStore } from './store.ts';

export type RunParts = LiveRunParts & {
  store: RunStore;
  makeId: MakeId;
  /** Takes the values of secrets out of a plan. */
  scrub?: Scrubber['json'];
  /** Relative paths of a plan are relative to this, if the call names nothing else. */
  homeFolder: string;
  lacking: (runId: string, needs: WorkerNeed[]) => WorkerNeed[];
  allow: (runId: string, needs: { workerId: string; need: PermissionNeed }[]) => Promise<void>;
  elevate: (place: { runId: string; conversationId?: string }, mode: ElevatedMode) => Promise<void>;
  changes: (runId: string) => Promise<FileChange[]>;
  /** The run's workers may read these blobs, whoever made them; what their makers had read marks the run. */
  passOnBlobs: (run: { runId: string; conversationId?: string }, blobIds: string[]) => Promise<void>;
  previewUndo: (runId: string) => Promise<Omit<UndoPreview, 'lasting'>>;
  undo: (runId: string) => Promise<UndoReport>;
};

export type StartRun = {
  plan: unknown;
  source: PlanSource;
  conversationId?: string;
  baseFolder?: string;
  unattended?: boolean;
  /** If it is unattended. */
  whenMissing?: WhenMissing;
  allow?: Allowance;
  /** For this run alone. */
  elevated?: ElevatedMode;
};

export type RunService = {
  /** Errors: `invalid-plan` with every issue in `details.issues`; then nothing was started. */
  start(request: StartRun): Promise<string>;
  list(filter: RunFilter): RunSummary[];
  get(runId: string): Run;
  cancel(runId: string, reason: string): Promise<void>;
  resolve(runId: string, taskId: string, decision: Decision): void;
  /** Errors: `not-found` when the task asks nothing, `invalid-input` for what is none of the choices. */
  answer(runId: string, taskId: string, answer: string): void;
  missing(runId: string): Promise<PermissionNeed[]>;
  changes(runId: string): Promise<FileChange[]>;
  previewUndo(runId: string): Promise<UndoPreview>;
  undo(runId: string): Promise<UndoReport>;
  /** Takes up the runs that the last engine left unfinished. */
  resume(): void;
  /** Interrupts what runs; it goes on at the next start. */
  close(): Promise<void>;
};

export function createRuns(parts: RunParts): RunService {
  const live = createLiveRuns(parts);
  const { record } = live;

  function read(runId: string): Run {
    const run = foldRun(parts.events.list({ scope: { runId } }));
    if (!run) throw new HeronError('not-found', `There is no run ${runId}`);
    return run;
  }

  function ended(runId: string): Run {
    const run = read(runId);
    if (live.has(runId)) throw new HeronError('conflict', 'The run is still going on; stop it first');
    return run;
  }

  return {
    start: async (request) => {
      const plan = await completePlan(parts, request);
      const runId = parts.makeId('run');
      const { conversationId, source, unattended = false } = request;
      const place = { runId, ...(conversationId ? { conversationId } : {}) };
      const attendance = { unattended, ...(request.whenMissing === 'wait' ? { whenMissing: 'wait' as const } : {}) };
      await record([{ type: 'run.created', scope: place, payload: { plan, source, ...attendance } }]);
      if (request.elevated) await parts.elevate(place, request.elevated);
      await parts.allow(runId, await allowances(parts.catalogue, plan, request.allow));
      await parts.passOnBlobs(place, blobIdsIn(plan.tasks));
      live.launch({ ...place, ...attendance }, plan, undefined);
      return runId;
    },
    list: (filter) => parts.store.list(filter),
    get: read,
    cancel: async (runId, reason) => {
      const { status } = read(runId);
      if (!live.has(runId)) throw new HeronError('conflict', `The run has ended already (${status})`);
      await live.stop(runId, new RunStop('cancelled', reason));
    },
    resolve: (runId, taskId, decision) => live.decide(runId, taskId, decision),
    answer: (runId, taskId, answer) => {
      const choices = read(runId).tasks[taskId]?.question?.choices;
      if (choices && !choices.includes(answer)) {
        throw new HeronError('invalid-input', `answer: expected one of ${choices.join(', ')}`, { path: 'answer' });
      }
      live.answer(runId, taskId, answer);
    },
    missing: async (runId) => {
      const { plan } = read(runId);
      const needs = await needsByWorker(parts.catalogue, plan);
      return parts.lacking(runId, needs).map(({ need }) => need);
    },
    changes: (runId) => parts.changes(read(runId).id),
    ...undoCalls(parts, record, ended),
    resume: () => {
      for (const run of parts.store.unfinished().map(read)) {
        // What it reads from now on is marked at once; only the record of it comes later.
        parts.passOnBlobs(scopeOf(run), blobIdsIn(run.plan.tasks)).catch((error: unknown) => {
          parts.logger.error(`What ${run.id} was handed could not be recorded`, toFailure(error));
        });
        live.launch(scopeOf(run), run.plan, run);
      }
    },
    close: () => live.interruptAll(),
  };
}

function scopeOf({ id: runId, conversationId, unattended, whenMissing }: Run): RunScope {
  const place = { runId, ...(conversationId ? { conversationId } : {}) };
  return { ...place, unattended, ...(whenMissing ? { whenMissing } : {}) };
}

async function completePlan(parts: RunParts, request: StartRun): Promise<Plan> {
  const given = parts.scrub ? parts.scrub(request.plan) : request.plan;
  const { plan, issues } = await validatePlan(given, parts.catalogue, {
    baseFolder: request.baseFolder ?? parts.homeFolder,
    homeFolder: parts.homeFolder,
  });
  if (plan) return plan;
  const list = issues.map(({ path, message }) => `${path}: ${message}`).join('\n');
  throw new HeronError('invalid-plan', `The plan cannot run:\n${list}`, { issues });
}

async function needsByWorker(catalogue: Catalogue, plan: Plan): Promise<WorkerNeed[]> {
  const previews = await previewPlan(plan, catalogue);
  return previews.flatMap(({ taskId, action, needs }) => {
    const entry = catalogue.action(action);
    return entry ? needs.map((need) => ({ ...entryName(entry), taskIds: [taskId], need })) : [];
  });
}

function undoCalls(
  parts: RunParts,
  record: (drafts: EventDraft[]) => Promise<unknown>,
  ended: (runId: string) => Run,
): Pick<RunService, 'previewUndo' | 'undo'> {
  return {
    previewUndo: async (runId) => {
      const run = ended(runId);
      return { ...(await parts.previewUndo(runId)), lasting: lastingTasks(parts.catalogue, run) };
    },
    undo: async (runId) => {
      ended(runId);
      const report = await parts.undo(runId);
      await record([{ type: 'run.undone', scope: { runId }, payload: { report } }]);
      return report;
    },
  };
}

/** Tasks that were at least begun. Of an action that is not there any more nothing is known. */
function lastingTasks(catalogue: Catalogue, { plan, tasks }: Run): LastingTask[] {
  return plan.tasks.flatMap((task) => {
    const action = catalogue.action(task.action)?.action;
    const wasBegun = tasks[task.id]?.startedAt !== undefined;
    if (!action || !wasBegun || !isLasting(action.risk)) return [];
    return [{ taskId: task.id, title: task.title ?? action.title, risk: action.risk }];
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
  const workers = new Set(plan.tasks.flatMap(({ action }) => catalogue.action(action)?.workerId ?? []));
  return [...workers].flatMap((workerId) => allow.map((need) => ({ workerId, need })));
}
