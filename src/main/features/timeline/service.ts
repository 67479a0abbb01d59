import type { AnyEvent } from '../../../contract/events.ts';
import type { Json } from '../../../contract/json.ts';
import { findInPlan } from '../../../contract/plan-place.ts';
import { foldRun } from '../../../contract/run-state.ts';
import { lastSegment, parentPath } from '../../../contract/task-path.ts';
import type { Run, TaskState } from '../../../contract/runs.ts';
import type { Activity, Moment, Phase, TaskAttempt, TimelineTask } from '../../../contract/timeline.ts';
import { HeronError } from '../../base/errors.ts';
import type { Clock } from '../../base/clock.ts';
import type { EventLog } from '../../base/event-log.ts';
import type { Scrubber } from '../../base/scrubber.ts';
import type { ItemRow, ItemRows } from '../../orchestrator/item-rows.ts';
import type { PhaseRows } from '../../orchestrator/phase-rows.ts';
import { countActivity } from './activity.ts';
import { type Asking, askingEvents, followAsking, nothingAsked } from './asking.ts';
import { attemptsOf } from './attempts.ts';
import { findTasks, type Wanted } from './find-tasks.ts';
import { toMoment, worthStopping } from './moments.ts';
import type { TimelineRows } from './rows.ts';

export type TimelineParts = {
  events: EventLog;
  rows: TimelineRows;
  phases: PhaseRows;
  clock: Clock;
  used: ItemRows['used'];
  /** Something may have been said before it was known to be a secret. */
  scrub: Scrubber['json'];
};

export type TimelineService = {
  /** Errors, of all calls: `not-found` for a run that is not there. */
  tasks(runId: string, paths: string[]): { tasks: TimelineTask[]; startedAt: number; endedAt?: number };
  task(runId: string, path: string): { task?: TimelineTask; attempts: TaskAttempt[]; isCut: boolean };
  /** Errors: `not-found` for an event that is not there, or has no such part. */
  value(runId: string, piece: Piece): { text: string; characters: number };
  find(runId: string, wanted: Wanted): { paths: string[]; hasMore: boolean };
  activity(runId: string, parts: number): Promise<{ from: number; to: number; places: Activity[] }>;
  moments(runId: string, limit: number): { moments: Moment[]; hasMore: boolean };
  moment(runId: string, time: { at: number; step: 'here' | 'next' | 'previous' }): Found;
};

type Piece = { seq: number; part: 'input' | 'output'; offset: number; length: number };
type Found = { moment?: Moment; number: number; total: number };

/** So many runs are kept folded; somebody looks at one, or at two. */
const keptRuns = 4;
const mostEventsOfTask = 2000;

type Known = { run: Run; asking: Asking };

/** What the timeline's screen asks: always a page of a run, however long the run is. */
export function createTimeline(parts: TimelineParts): TimelineService {
  const { events, rows } = parts;
  const kept = new Map<string, Known>();

  /** The plan's own tasks are folded from where the last call left them. */
  function known(runId: string): Known {
    const before = kept.get(runId);
    const news = events.listOuter(runId, before?.run.seq);
    const run = news.length === 0 ? before?.run : foldRun(news, before?.run);
    if (!run) throw new HeronError('not-found', `There is no run ${runId}`);
    const asking = before?.asking ?? nothingAsked(rows.firstSeq(runId));
    followAsking(asking, runId, rows.ofAllRuns(askingEvents, asking.seq));
    kept.delete(runId);
    kept.set(runId, { run, asking });
    for (const id of kept.keys()) if (kept.size > keptRuns) kept.delete(id);
    return { run, asking };
  }

  return {
    tasks: (runId, paths) => {
      const { run, asking } = known(runId);
      const tasks = readTasks(parts, run, asking, paths);
      return { tasks, startedAt: run.createdAt, ...(run.endedAt === undefined ? {} : { endedAt: run.endedAt }) };
    },
    task: (runId, path) => {
      const { run, asking } = known(runId);
      const [base] = readTasks(parts, run, asking, [path]);
      const used = parts.used(runId, path);
      const task = base && used ? { ...base, used } : base;
      const found = rows.ofTask(runId, path, rangeOf(rows, runId, path, task), mostEventsOfTask);
      const attempts = parts.scrub(attemptsOf(found) as unknown as Json) as unknown as TaskAttempt[];
      return { ...(task ? { task } : {}), attempts, isCut: found.length === mostEventsOfTask };
    },
    value: (runId, piece) => readValue(parts, runId, piece),
    find: (runId, wanted) => findTasks(rows, known(runId).run, wanted),
    activity: (runId, count) => countActivity(rows, known(runId).run, count, parts.clock()),
    moments: (runId, limit) => {
      known(runId);
      const found = rows.ofTypes(runId, worthStopping, 0, limit + 1).map(parts.scrub);
      return { moments: found.slice(0, limit).map(toMoment), hasMore: found.length > limit };
    },
    moment: (runId, time) => {
      known(runId);
      return momentAt(parts, runId, time);
    },
  };
}

function readTasks({ rows, phases, scrub }: TimelineParts, run: Run, asking: Asking, paths: string[]): TimelineTask[] {
  const stretches = phases.of(run.id, paths);
  const tasks = paths.flatMap((path): TimelineTask[] => {
    const own = [...(stretches.get(path) ?? []), ...(asking.phases.get(path) ?? [])];
    const row = rows.item(run.id, path);
    const state = path.includes('/') ? undefined : run.tasks[path];
    const base = state ? ofState(state) : row && ofRow(path, row);
    if (!base) return [];
    const about = row && /\/\d+$/.test(path) ? aboutOf(rows.startedWith(row)) : undefined;
    return [
      {
        ...base,
        ...inside(rows, run, path, row),
        ...ofAgent(rows, run, path, row),
        ...(about ? { about } : {}),
        phases: own.toSorted(byTime),
      },
    ];
  });
  return scrub(tasks as unknown as Json) as unknown as TimelineTask[];
}

const byTime = (a: Phase, b: Phase): number => a.from - b.from;

/** Of items, which all do the same, what tells one from the other: a file's name, a word. */
function aboutOf(input: Json): string | undefined {
  const values = typeof input === 'object' && input !== null ? Object.values(input) : [];
  const text = values.find((value) => typeof value === 'string' && value !== '' && value.length < 300);
  if (typeof text === 'string') return text.replace(/^.*[/\\](?=[^/\\]+$)/, '').slice(0, 80);
  const number = values.find((value) => typeof value === 'number');
  return typeof number === 'number' ? String(number) : undefined;
}

function ofState({ id, status, attempt, startedAt, endedAt, error, case: chosen, caught }: TaskState): TimelineTask {
  return {
    ...{ path: id, status, attempt, phases: [] },
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(endedAt === undefined ? {} : { endedAt }),
    ...(error ? { error: { code: error.code, message: error.message } } : {}),
    ...(chosen === undefined ? {} : { case: chosen }),
    ...(caught ? { caught } : {}),
  };
}

function ofRow(path: string, row: ItemRow): TimelineTask {
  const state = row.state === null ? {} : (JSON.parse(row.state) as Partial<TaskState>);
  return ofState({
    ...{ id: path, status: row.status, attempt: row.attempt },
    ...(row.started_at === null ? {} : { startedAt: row.started_at }),
    ...(row.ended_at === null ? {} : { endedAt: row.ended_at }),
    ...(state.error ? { error: state.error } : {}),
    ...(state.case === undefined ? {} : { case: state.case }),
    ...(state.caught ? { caught: state.caught } : {}),
  });
}

/** How many are inside. A list knows its length; of a loop the numbers tell. */
function inside(rows: TimelineRows, run: Run, path: string, row: ItemRow | undefined): Partial<TimelineTask> {
  if (!row || row.done === null) return {};
  const found = findInPlan(run.plan, path);
  const isNumbered = found !== undefined && (found.hasItems || found.hasIterations || found.hasSteps);
  const base = row.attempt > 1 ? `${path}/:${row.attempt}` : path;
  return {
    ...(row.total === null ? {} : { total: row.total }),
    ...(isNumbered ? { begun: rows.begun(run.id, base) } : {}),
    done: row.done,
    failed: row.failed ?? 0,
  };
}

/** What no plan says: the calls that a model made in a step, and which action each of them is. */
function ofAgent(rows: TimelineRows, run: Run, path: string, row: ItemRow | undefined): Partial<TimelineTask> {
  const role = row && findInPlan(run.plan, path)?.role;
  if (role === 'call') {
    const payload = row?.started_seq == null ? undefined : rows.event(run.id, row.started_seq)?.payload;
    const action = payload && 'action' in payload ? payload.action : undefined;
    return typeof action === 'string' ? { action } : givenAt(rows, run.id, path);
  }
  const { answered } = role === 'step' && row?.state ? (JSON.parse(row.state) as Partial<TaskState>) : {};
  const event = answered === undefined ? undefined : rows.event(run.id, answered);
  if (event?.type !== 'task.modelAnswered') return {};
  return { calls: event.payload.calls.flatMap(({ task }) => task ?? []) };
}

/** Work that was given to an agent: the step it was given in says to whom. */
function givenAt(rows: TimelineRows, runId: string, path: string): Partial<TimelineTask> {
  const step = rows.item(runId, parentPath(path));
  const { answered } = step?.state ? (JSON.parse(step.state) as Partial<TaskState>) : {};
  const event = answered === undefined ? undefined : rows.event(runId, answered);
  if (event?.type !== 'task.modelAnswered') return {};
  const agent = event.payload.calls.find(({ task }) => task === lastSegment(path))?.agent;
  return agent ? { agent: { ...(agent.as === undefined ? {} : { as: agent.as }), goal: agent.goal } } : {};
}

/** Where in the log a task's events lie. */
function rangeOf(
  rows: TimelineRows,
  runId: string,
  path: string,
  task: TimelineTask | undefined,
): { from: number; to: number } {
  const row = rows.item(runId, path);
  const to =
    row?.ended_seq ?? (task?.endedAt === undefined ? rows.lastSeq(runId) : rows.lastSeqAt(runId, task.endedAt));
  const isOnce = task !== undefined && task.attempt <= 1 && task.phases.length === 0;
  if (isOnce && row?.started_seq != null) return { from: row.started_seq, to };
  const since = Math.min(task?.startedAt ?? Infinity, task?.phases[0]?.from ?? Infinity);
  return { from: since === Infinity ? 0 : rows.lastSeqAt(runId, since - 1), to };
}

function readValue({ rows, scrub }: TimelineParts, runId: string, { seq, part, offset, length }: Piece) {
  const payload = rows.event(runId, seq)?.payload;
  const value = payload && part in payload ? (payload as Record<string, Json>)[part] : undefined;
  if (value === undefined) throw new HeronError('not-found', `There is no ${part} at ${seq} of ${runId}`);
  const text = JSON.stringify(scrub(value), null, 2);
  return { text: text.slice(offset, offset + length), characters: text.length };
}

function momentAt(
  { rows, scrub }: TimelineParts,
  runId: string,
  { at, step }: { at: number; step: 'here' | 'next' | 'previous' },
): Found {
  const seq = rows.lastSeqAt(runId, step === 'previous' ? at - 1 : at);
  const event = step === 'next' ? rows.eventAfter(runId, seq) : rows.eventUpTo(runId, seq);
  const total = rows.countUpTo(runId, rows.lastSeq(runId));
  if (!event) return { number: 0, total };
  return {
    moment: toMoment(scrub(event as unknown as Json) as unknown as AnyEvent),
    number: rows.countUpTo(runId, event.seq ?? 0),
    total,
  };
}
