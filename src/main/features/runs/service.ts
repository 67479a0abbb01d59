import type { AnyEvent } from '../../../contract/events.ts';
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
  RunItem,
  RunSummary,
  TaskState,
  UndoPreview,
  UndoReport,
  WhenMissing,
} from '../../../contract/runs.ts';
import { HeronError, toFailure } from '../../base/errors.ts';
import type { EventDraft, EventLog } from '../../base/event-log.ts';
import { topTask } from '../../../contract/task-path.ts';
import type { MakeId } from '../../base/ids.ts';
import type { Scrubber } from '../../base/scrubber.ts';
import type { Catalogue } from '../../orchestrator/catalogue.ts';
import { type Decision, RunStop, type WorkerNeed } from '../../orchestrator/execution.ts';
import { actionsOf } from '../../orchestrator/plan-actions.ts';
import { previewPlan } from '../../orchestrator/preview-plan.ts';
import { entryName } from '../../orchestrator/task-needs.ts';
import { validatePlan } from '../../orchestrator/validate-plan.ts';
import { createKeyLocks } from '../../orchestrator/key-locks.ts';
import type { ItemPage } from '../../orchestrator/item-rows.ts';
import type { RunTables } from '../../orchestrator/run-tables.ts';
import { createWaits } from '../../orchestrator/waits.ts';
import { toItem, withInner } from './inner-tasks.ts';
import { createLiveRuns, type LiveRunParts, type LiveRuns, type RunScope } from './live-runs.ts';
import type { RunFilter, RunStore } from './store.ts';

export type RunParts = Omit<LiveRunParts, 'record' | 'items' | 'waits' | 'keys' | 'traceOf'> & {
  store: RunStore;
  events: EventLog;
  tables: RunTables;
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
  /** Why there is no such run. */
  absence?: (runId: string) => string;
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
  answer(runId: string, taskId: string, answer: string): Promise<void>;
  items(runId: string, page: ItemPage): { items: RunItem[]; hasMore: boolean };
  missing(runId: string): Promise<PermissionNeed[]>;
  changes(runId: string): Promise<FileChange[]>;
  previewUndo(runId: string): Promise<UndoPreview>;
  undo(runId: string): Promise<UndoReport>;
  /** Keeps it whatever the policy about old runs says, or no longer. */
  pin(runId: string, isPinned: boolean): Promise<void>;
  /** Whether any run is being worked on. */
  isBusy(): boolean;
  /** Takes up the runs that the last engine left unfinished. */
  resume(): void;
  /** Interrupts what runs; it goes on at the next start. */
  close(): Promise<void>;
};

export function createRuns(parts: RunParts): RunService {
  const { store, events } = parts;
  const { items, waitRows } = parts.tables;
  const record = recordingIn(parts);
  const waits = createWaits({ ...parts, rows: waitRows, log: events, record, onDue: (runId) => wakeUp(runId) });
  const live = createLiveRuns({ ...parts, traceOf: events.traceOf, record, items, waits, keys: createKeyLocks() });
  /** Runs of this process; those of an earlier one are its business only once it is told to resume. */
  const own = new Set<string>();
  let resumes = false;

  function read(runId: string): Run {
    const run = foldRun(events.listOuter(runId));
    if (!run) throw new HeronError('not-found', parts.absence?.(runId) ?? `There is no run ${runId}`);
    return withInner(run, items, events.lastSeq(), parts.scrub);
  }

  function takeUp(runId: string): void {
    const run = read(runId);
    passOnAgain(parts, run);
    live.launch(scopeOf(run), run.plan, run);
  }

  function wakeUp(runId: string): void {
    if (!resumes && !own.has(runId)) return;
    live.onceParked(runId, () => void (read(runId).endedAt ?? takeUp(runId)));
  }

  function ended(runId: string): Run {
    if (!live.has(runId)) return read(runId);
    throw new HeronError('conflict', 'The run is still going on; stop it first');
  }

  return {
    start: async (request) => {
      const { runId, scope, plan } = await createRun(parts, record, request);
      own.add(runId);
      waits.start();
      live.launch(scope, plan, undefined);
      return runId;
    },
    ...{ list: store.list, get: read },
    cancel: async (runId, reason) => {
      const run = read(runId);
      if (!live.has(runId)) takeUp(unended(run).id);
      await live.stop(runId, new RunStop('cancelled', reason));
    },
    resolve: live.decide,
    answer: async (runId, taskId, answer) => {
      const state = askingTask(items, read(runId), taskId);
      checkAnswer(answer, state);
      if (!state || live.awaitsAnswer(runId, taskId)) return live.answer(runId, taskId, answer);
      await record([{ type: 'task.answered', scope: { runId, taskId }, payload: { answer } }]);
      own.add(runId);
      wakeUp(runId);
    },
    ...lookingCalls(parts, read),
    ...undoCalls(parts, record, ended),
    ...keepingCalls(record, read, live),
    resume: () => {
      resumes = true;
      for (const runId of store.unfinished()) takeUp(runId);
      waits.start();
    },
    close: () => waits.stop().then(live.interruptAll),
  };
}

/** What is written down is in the log and in every table of runs, or in none. */
function recordingIn({ store, events, tables }: RunParts): (drafts: EventDraft[]) => Promise<AnyEvent[]> {
  return (drafts) =>
    events.append(drafts, (stored) => {
      for (const event of stored) {
        store.apply(event);
        tables.items.apply(event);
        tables.waitRows.apply(event);
      }
    });
}

/** What it reads from now on is marked at once; only the record of it comes later. */
function passOnAgain({ passOnBlobs, logger }: RunParts, run: Run): void {
  passOnBlobs(scopeOf(run), blobIdsIn(run.plan.tasks)).catch((error: unknown) => {
    logger.error(`What ${run.id} was handed could not be recorded`, toFailure(error));
  });
}

/** On record, with what it may use; it has not begun. */
async function createRun(
  parts: RunParts,
  record: (drafts: EventDraft[]) => Promise<unknown>,
  request: StartRun,
): Promise<{ runId: string; scope: RunScope; plan: Plan }> {
  const plan = await completePlan(parts, request);
  const runId = parts.makeId('run');
  const { conversationId, source, unattended = false } = request;
  const place = { runId, ...(conversationId ? { conversationId } : {}) };
  const attendance = { unattended, ...(request.whenMissing === 'wait' ? { whenMissing: 'wait' as const } : {}) };
  await record([{ type: 'run.created', scope: place, payload: { plan, source, ...attendance } }]);
  if (request.elevated) await parts.elevate(place, request.elevated);
  await parts.allow(runId, await allowances(parts.catalogue, plan, request.allow));
  await parts.passOnBlobs(place, blobIdsIn(plan.tasks));
  return { runId, scope: { ...place, ...attendance }, plan };
}

/** A task that waits for an answer, though its run may be out of memory. */
function askingTask(items: RunParts['tables']['items'], run: Run, taskId: string): TaskState | undefined {
  const state = taskId.includes('/') ? items.state(run.id, taskId) : run.tasks[taskId];
  return state?.status === 'blocked' && run.endedAt === undefined ? state : undefined;
}

function unended(run: Run): Run {
  if (run.endedAt === undefined) return run;
  throw new HeronError('conflict', `The run has ended already (${run.status})`);
}

function checkAnswer(answer: string, state: Pick<TaskState, 'question'> | undefined): void {
  const choices = state?.question?.choices;
  if (!choices || choices.includes(answer)) return;
  throw new HeronError('invalid-input', `answer: expected one of ${choices.join(', ')}`, { path: 'answer' });
}

function lookingCalls(
  parts: RunParts,
  read: (runId: string) => Run,
): Pick<RunService, 'items' | 'missing' | 'changes'> {
  const { items } = parts.tables;
  return {
    items: (runId, page) => {
      read(runId);
      const found = items.page(runId, { ...page, limit: page.limit + 1 });
      const shown = found.slice(0, page.limit).map(toItem);
      // Something may have been said before it was known to be a secret.
      return { items: parts.scrub?.(shown) ?? shown, hasMore: found.length > page.limit };
    },
    missing: async (runId) => {
      const { plan } = read(runId);
      const needs = await needsByWorker(parts.catalogue, plan);
      return parts.lacking(runId, needs).map(({ need }) => need);
    },
    changes: (runId) => parts.changes(read(runId).id),
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
    return entry ? needs.map((need) => ({ ...entryName(entry), taskIds: [topTask(taskId)], need })) : [];
  });
}

/** What decides whether a run may be removed. */
function keepingCalls(
  record: (drafts: EventDraft[]) => Promise<unknown>,
  read: (runId: string) => Run,
  live: Pick<LiveRuns, 'isAny'>,
): Pick<RunService, 'pin' | 'isBusy'> {
  return {
    isBusy: live.isAny,
    pin: async (runId, isPinned) => {
      await record([{ type: 'run.pinned', scope: { runId: read(runId).id }, payload: { isPinned } }]);
    },
  };
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
  return [...actionsOf(plan.tasks)].flatMap(({ path, task }) => {
    const action = catalogue.action(task.action)?.action;
    const taskId = topTask(path);
    const wasBegun = tasks[taskId]?.startedAt !== undefined;
    if (!action || !wasBegun || !isLasting(action.risk)) return [];
    return [{ taskId, title: task.title ?? action.title, risk: action.risk }];
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
  const actions = [...actionsOf(plan.tasks)];
  const workers = new Set(actions.flatMap(({ task }) => catalogue.action(task.action)?.workerId ?? []));
  return [...workers].flatMap((workerId) => allow.map((need) => ({ workerId, need })));
}
