import type { PermissionNeed } from '../../../contract/permission-need.ts';
import { foldRun } from '../../../contract/run-state.ts';
import type { Forked, ReplayReport } from '../../../contract/forks.ts';
import { type Run, type RunItem, type RunSummary, stoppedByPerson, type TaskState } from '../../../contract/runs.ts';
import type { FileChange, UndoPreview, UndoReport } from '../../../contract/undo.ts';
import { HeronError, toFailure } from '../../base/errors.ts';
import type { TakeCall } from '../../base/webhook-call.ts';
import { type Decision, RunStop } from '../../orchestrator/execution.ts';
import { isPure } from '../../orchestrator/pure-plan.ts';
import { createPlanCheck } from '../../orchestrator/checking/checked-plans.ts';
import type { ItemPage } from '../../orchestrator/item-rows.ts';
import { createWaits } from '../../orchestrator/waits/waits.ts';
import { createRun, type CreatedRun, namedBlobs, needsByWorker } from './creating.ts';
import type { ForkRequest } from './forking.ts';
import { toItem, withInner } from './inner-tasks.ts';
import type { LiveRunParts, RunScope } from './live-run-parts.ts';
import { createLiveRuns, type Launch, type LiveRuns } from './live-runs.ts';
import { guarded } from './opened-runs.ts';
import type { Watched } from './replaying.ts';
import type { RunParts, StartRun } from './run-parts.ts';
import type { RunFilter } from './store.ts';
import { endHalfFork, timeTravel } from './time-travel.ts';
import { createUndoing } from './undoing.ts';
import { createWebhookWaits } from './webhook-waits.ts';

export type { RunParts, StartRun } from './run-parts.ts';

export type RunService = {
  /** Errors: `invalid-plan` with every issue in `details.issues`; then nothing was started. */
  start(request: StartRun): Promise<string>;
  list(filter: RunFilter): RunSummary[];
  get(runId: string): Run;
  cancel(runId: string, reason: string): Promise<void>;
  /** Resolves when it is on record. Errors: `not-found` when the task asks for no decision. */
  resolve(runId: string, taskId: string, decision: Decision): Promise<void>;
  /** Resolves when it is on record. Errors: `not-found` when the task asks nothing, `invalid-input` for what is none of the choices. */
  answer(runId: string, taskId: string, answer: string): Promise<void>;
  items(runId: string, page: ItemPage): { items: RunItem[]; hasMore: boolean };
  missing(runId: string): Promise<PermissionNeed[]>;
  /** Errors: `conflict` while it goes on, `not-found`, `invalid-input` by field; then there is no new run. */
  fork(runId: string, request: ForkRequest): Promise<Forked>;
  /** Errors: `conflict` while it goes on. */
  replay(runId: string, watched?: Watched): Promise<ReplayReport>;
  changes(runId: string): Promise<FileChange[]>;
  previewUndo(runId: string): Promise<UndoPreview>;
  undo(runId: string): Promise<UndoReport>;
  /** Keeps it whatever the policy about old runs says, or no longer. */
  pin(runId: string, isPinned: boolean): Promise<void>;
  /** Who takes calls of an address; undefined where it is that of no task. */
  calledAt(urlPath: string): TakeCall | undefined;
  /** Whether any run is being worked on. */
  isBusy(): boolean;
  /** Whether a run of the conversation is being worked on; one that is parked is not. */
  isWorkingIn(conversationId: string): boolean;
  isUnended(runId: string): boolean;
  /** Conversations with a run that does something, and does not only wait for its beginning. */
  conversationsAtWork(): string[];
  /** Stops, as a person does, what is worked on in a conversation. */
  stopIn(conversationId: string): Promise<void>;
  /** Takes up the runs that the last engine left unfinished. */
  resume(): void;
  /** Interrupts what runs; it goes on at the next start. */
  close(): Promise<void>;
};

export function createRuns(parts: RunParts): RunService {
  const { items, waitRows } = parts.tables;
  const record = recordingIn(parts);
  const waits = createWaits({ ...parts, rows: waitRows, log: parts.events, record, onDue: wakeUp });
  const webhooks = createWebhookWaits(parts, waits, record, read);
  const undoing = createUndoing({ ...parts, record, read, scopeOf });
  const creating = { ...parts, checkPlan: createPlanCheck(parts.catalogue) };
  const told = { onStalled: tellStalled(parts), undoFailed: undoing.undoFailed };
  const live = createLiveRuns({ ...parts, record, items, waits, takeUp, traceOf: parts.events.traceOf, ...told });
  /** Runs of this process; those of an earlier one are its business only once it is told to resume. Empty from then on. */
  const own = new Set<string>();
  let resumes = false;

  function read(runId: string): Run {
    return asItGoes(readRun(parts, runId), live);
  }

  const ended = (runId: string): Run => notLive(live, read(runId));

  function begin(launch: Launch): void {
    if (!resumes) own.add(launch.scope.runId);
    webhooks.start();
    live.launch(launch);
  }

  function takeUp(runId: string): void {
    const run = read(runId);
    if (endHalfFork(parts, record, run)) return;
    passOnAgain(parts, run);
    live.launch({ scope: scopeOf(run), plan: run.plan, previous: run });
  }

  function wakeUp(runId: string): void {
    if (!resumes && !own.has(runId)) return;
    live.onceParked(runId, () => void (read(runId).endedAt ?? takeUp(runId)));
  }

  const service: RunService = {
    start: async (request) => started(await createRun(creating, record, request), begin, live),
    ...{ list: parts.store.list, get: read, resolve: live.decide, ...callsOfLanes(parts, () => service) },
    cancel: async (runId, reason) => {
      await stopped(live, runId, reason, () => takeUp(unended(read(runId)).id));
      await endWithIt(parts, service, runId, reason);
    },
    answer: async (runId, taskId, answer) => {
      if (!(await answerParked({ record, items, live }, read(runId), taskId, answer))) return;
      if (!resumes) own.add(runId);
      wakeUp(runId);
    },
    ...lookingCalls(parts, read),
    ...{ ...keepingCalls(record, read, live), calledAt: webhooks.at },
    previewUndo: async (runId) => undoing.foretell(ended(runId).id),
    undo: async (runId) => undoing.undo(ended(runId).id, 'asked'),
    ...timeTravel(creating, record, ended, (run) => begin({ scope: scopeOf(run), plan: run.plan, previous: run })),
    resume: () => {
      resumes = true;
      own.clear();
      for (const runId of parts.store.unfinished()) if (!live.has(runId)) takeUp(runId);
      undoing.resume();
      stopLeftOver(parts, service);
      webhooks.start();
    },
    close: () => webhooks.stop().then(live.interruptAll).then(undoing.close),
  };
  return guarded(service, parts.opened);
}

/** What agents of a run spawned is stopped with it. Another end of it may come first. */
async function stopAll(runIds: string[], service: Pick<RunService, 'cancel'>, reason: string): Promise<void> {
  const stopping = runIds.map((runId) =>
    service.cancel(runId, reason).catch((error: unknown) => {
      if (toFailure(error).code !== 'conflict') throw error;
    }),
  );
  await Promise.all(stopping);
}

/** One that parks in the moment in which it is stopped has not heard of it: it is taken up, and stopped again. */
async function stopped(live: LiveRuns, runId: string, reason: string, takeUp: () => void): Promise<void> {
  const stop = new RunStop('cancelled', reason);
  do if (!live.has(runId)) takeUp();
  while (!(await live.stop(runId, stop)));
}

async function endWithIt(parts: RunParts, service: Pick<RunService, 'cancel'>, runId: string, reason: string) {
  await parts.endProcesses(runId);
  await stopAll(parts.spawned?.unendedOf(runId) ?? [], service, reason);
}

/** An engine may have ended between a stop and that of what was spawned. */
function stopLeftOver({ spawned, logger }: RunParts, service: Pick<RunService, 'cancel'>): void {
  stopAll(spawned?.leftOver() ?? [], service, stoppedByPerson).catch((error: unknown) => {
    logger.error('What a stopped run had spawned could not be stopped', toFailure(error));
  });
}

/** What decides which conversation has a turn. */
function callsOfLanes(
  { store }: RunParts,
  service: () => Pick<RunService, 'cancel'>,
): Pick<RunService, 'isUnended' | 'isWorkingIn' | 'conversationsAtWork' | 'stopIn'> {
  return {
    isWorkingIn: store.isWorkingIn,
    isUnended: (runId) => {
      const run = store.get(runId);
      return run !== undefined && run.endedAt === undefined;
    },
    conversationsAtWork: store.conversationsAtWork,
    stopIn: async (conversationId) => {
      await Promise.all(store.workingIn(conversationId).map((id) => service().cancel(id, stoppedByPerson)));
    },
  };
}

/** A pure run begins before it is on record; one that cannot be is forgotten. */
async function started(created: CreatedRun, begin: (launch: Launch) => void, live: LiveRuns): Promise<string> {
  begin(created);
  const { runId } = created.scope;
  await created.recorded.catch(async (error: unknown) => {
    await live.forget(runId);
    throw error;
  });
  return runId;
}

function readRun({ events, tables, scrub, opened, absence }: RunParts, runId: string): Run {
  const run = foldRun(events.listOuter(runId));
  if (!run) throw new HeronError('not-found', absence?.(runId) ?? `There is no run ${runId}`);
  const from = opened?.from(runId);
  return withInner(from ? { ...run, opened: from } : run, tables.items, events.lastSeq(runId), scrub);
}

/** What is written down is in the log and in every table of runs, or in none. */
function recordingIn({ store, events, tables, replaying, catalogue, noteStart }: RunParts): LiveRunParts['record'] {
  events.alongCommits({ begin: store.drop, end: store.flush });
  return (drafts, haste) =>
    events.append(
      drafts,
      (stored) => {
        for (const event of stored) {
          store.gather(event);
          if (event.type === 'run.created') {
            const { plan } = event.payload;
            if (!isPure(plan.tasks)) replaying.kept.keep(event.scope.runId ?? '', plan, catalogue);
            noteStart?.(event);
          }
          tables.phases.apply(event);
          tables.items.apply(event);
          tables.waitRows.apply(event);
        }
      },
      haste,
    );
}

type Answering = { record: LiveRunParts['record']; items: RunParts['tables']['items']; live: LiveRuns };

/** Whether the answer is for a task that does not wait for it at the moment; to any other it is handed. */
async function answerParked(
  { record, items, live }: Answering,
  run: Run,
  taskId: string,
  answer: string,
): Promise<boolean> {
  const { id: runId } = run;
  const isBlocked = mayAnswer(askingTask(items, run, taskId), answer);
  if (!isBlocked || live.awaitsAnswer(runId, taskId)) {
    await live.answer(runId, taskId, answer);
    return false;
  }
  const recordAnswer = () => record([{ type: 'task.answered', scope: { runId, taskId }, payload: { answer } }]);
  await live.keepAnswer(runId, taskId, answer, recordAnswer);
  return true;
}

function notLive(live: Pick<LiveRuns, 'has'>, run: Run): Run {
  if (!live.has(run.id)) return run;
  throw new HeronError('conflict', 'The run is still going on; stop it first');
}

/** What decides whether a run may be removed. */
function keepingCalls(
  record: LiveRunParts['record'],
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

/** What the log does not say of a run, or not yet: what wakes a step inside others stands at that step alone. */
function asItGoes(run: Run, live: Pick<LiveRuns, 'has' | 'stalled'>): Run {
  const stalled = live.stalled(run.id);
  const { isParked, ...going } = run;
  return { ...going, ...(stalled ? { stalled } : {}), ...(isParked && !live.has(run.id) ? { isParked } : {}) };
}

function tellStalled({ events, logger }: RunParts): LiveRunParts['onStalled'] {
  return (runId, error) => {
    logger.warn(`The run ${runId} stands still`, error);
    events.emit({ type: 'run.stalled', scope: { runId }, payload: { error } });
  };
}

/** What it reads from now on is marked at once; only the record of it comes later. */
function passOnAgain({ passOnBlobs, logger }: RunParts, run: Run): void {
  passOnBlobs(scopeOf(run), namedBlobs(run.plan, run.trigger)).catch((error: unknown) => {
    logger.error(`What ${run.id} was handed could not be recorded`, toFailure(error));
  });
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

/** Whether the task is known to ask. Errors: `invalid-input` for what is none of the choices. */
function mayAnswer(state: Pick<TaskState, 'question'> | undefined, answer: string): boolean {
  const choices = state?.question?.choices;
  if (!choices || choices.includes(answer)) return state !== undefined;
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
