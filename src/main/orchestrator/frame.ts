import type { Failure } from '../../contract/errors.ts';
import type { Json, JsonObject } from '../../contract/json.ts';
import type { Drawn, Waited } from '../../contract/plan-events.ts';
import type { Task } from '../../contract/plan-task.ts';
import type { TaskState } from '../../contract/runs.ts';
import type { EventDraft } from '../base/event-log.ts';
import type { Haste } from '../base/group-commit.ts';
import { onAbort } from '../base/on-abort.ts';
import type { Activity } from './activity.ts';
import { chance, type Draw, mayDraw } from './expressions/chance.ts';
import type { Meter } from './budget.ts';
import { type ExecutionParts, type Outside, RunStop } from './execution.ts';
import type { Recorder } from './recorder.ts';
import type { Lines } from './waits/lines.ts';

/** What an expression sees of a task. */
export type SeenTask = { readonly output: Json };

/** What expressions see: `tasks`, and what the tasks around put in: `item`, `index`, `iteration`, `previous`, `error`, `input`. */
export type Names = { tasks: Record<string, SeenTask>; [name: string]: unknown; [chance]?: Draw };

/** How a task ended. */
export type Outcome =
  | { kind: 'completed'; output: Json }
  /** By its condition, by the plan's wish, or the person's; its output is `null`. */
  | { kind: 'skipped' }
  | { kind: 'failed'; error: Failure };

/** A run while it is executed. */
export type Execution = ExecutionParts & {
  outside: Outside;
  recorder: Recorder;
  activity: Activity;
  lines: Lines;
  /** Runs tasks inside a task, and gives their outputs by their ids. */
  runGroup: (frame: Frame, tasks: readonly Task[]) => Promise<Record<string, Json>>;
};

/** Where tasks are executed: their place in the run, and what holds there. */
export type Frame = {
  execution: Execution;
  /** Empty for the plan itself. */
  path: string;
  names: Names;
  /** Aborted when everything here must end: the run is stopped, a time limit or a budget around is over. */
  signal: AbortSignal;
  priority: number;
  /** What idempotency keys begin with. */
  keyBase: string;
  /** Concurrency keys that tasks around hold. */
  heldKeys: readonly string[];
  /** Budgets around. */
  meters: readonly Meter[];
  /** When the nearest time limit around is over. */
  deadline: number | undefined;
  /** Inputs of tasks here, by their ids, that are values: nothing in them is an expression. */
  given?: ReadonlyMap<string, JsonObject>;
  /** Nothing here happened before, so nothing is looked up. */
  isFresh: boolean;
};

/** A task at its place. */
export type Place = Frame & {
  task: Task;
  /** What it did before the run was taken up again; gone once that is taken into account. */
  state: TaskState | undefined;
  /** The number of the last attempt, shared by all who have a copy of the place. */
  tries: { made: number };
  /** What the attempt to come stood in line for, shared likewise. */
  waited: Waited[];
  /** What is left of its `startWithinMs`, shared likewise. */
  patience: { leftMs?: number; isSpent?: boolean };
  /** Who has to know how it ended. */
  end: TaskEnd | undefined;
  /** Of an item of a list that was asked for what it needs, or not, before it began. */
  allowed?: Promise<boolean> | undefined;
};

/** Told of an end once: along with its record, if there is one. */
export type TaskEnd = { isNoted: boolean; tell: (outcome: Outcome) => void };

/** Records how a task ended; who waits for it goes on in the order of the records. */
export function noteEnd({ execution, end }: Place, draft: EventDraft, outcome: Outcome, haste?: Haste): Outcome {
  const tell = end && !end.isNoted ? () => end.tell(outcome) : undefined;
  if (end) end.isNoted = true;
  execution.recorder.note(draft, haste, tell);
  return outcome;
}

export function placeAt(frame: Frame, task: Task, segment: string | number, end?: TaskEnd): Place {
  const path = frame.path === '' ? String(segment) : `${frame.path}/${segment}`;
  const state = frame.isFresh ? undefined : stateAt(frame, path);
  const place: Place = {
    ...frame,
    path,
    keyBase: `${frame.keyBase}/${segment}`,
    priority: task.priority ?? frame.priority,
    isFresh: isUntouched(state),
    task,
    state,
    tries: { made: state?.attempt ?? 0 },
    waited: [],
    patience: {},
    end,
  };
  if (mayDraw(task)) place.names = { ...frame.names, ...drawingFor(place) };
  return place;
}

/** Lets the expressions of a context draw for a task. */
export function drawingFor(place: Place): { [chance]: Draw } {
  return { [chance]: () => drawn(place) };
}

/** The time and chance that an expression is about to see, put on record. */
export async function drawn({ execution: { outside, recorder, runId }, path }: Place): Promise<Drawn> {
  const given = await outside.draw(path);
  recorder.note({ type: 'task.drew', scope: { runId, taskId: path }, payload: given });
  return given;
}

function stateAt({ execution }: Frame, path: string): TaskState | undefined {
  const { previous, items, runId } = execution;
  return path.includes('/') ? items.state(runId, path) : previous?.tasks[path];
}

export function isUntouched(state: TaskState | undefined): boolean {
  return state === undefined || (state.status === 'waiting' && state.attempt === 0);
}

/** How the task ended before the run was taken up again, if it did. */
export function endedBefore({ state }: Place): Outcome | undefined {
  switch (state?.status) {
    case 'completed':
      return { kind: 'completed', output: state.output ?? null };
    case 'skipped':
      return { kind: 'skipped' };
    case 'failed':
      return state.error && { kind: 'failed', error: state.error };
    default:
      return undefined;
  }
}

/** The place of what is inside a task: the second attempt at it begins anew. */
export function insideOf(place: Place): Frame {
  const { made } = place.tries;
  if (made <= 1) return place;
  const segment = `:${made}`;
  return { ...place, path: `${place.path}/${segment}`, keyBase: `${place.keyBase}/${segment}` };
}

/** Something else inside a task: what makes a failure good, the case of a switch. */
export function insideAt(frame: Frame, segment: string | number, names: Names = frame.names): Frame {
  return { ...frame, path: `${frame.path}/${segment}`, keyBase: `${frame.keyBase}/${segment}`, names };
}

export function titleOf({ task }: Place): string {
  return task.title ?? task.id;
}

export function scopeOf({ execution, path, task }: Place): NonNullable<EventDraft['scope']> {
  const { runId } = execution;
  const { action } = task;
  return action === undefined
    ? { runId, taskId: path }
    : { runId, taskId: path, workerId: action.slice(0, action.indexOf('.')) };
}

/** A signal of its own below another one. `dispose` lets go of the outer one. */
export function innerSignal(outer: AbortSignal): { controller: AbortController; dispose: () => void } {
  const controller = new AbortController();
  const pass = (): void => controller.abort(outer.reason);
  if (outer.aborted) pass();
  return { controller, dispose: onAbort(outer, pass) };
}

/**
 * Before what a task has worked out goes on record: an expression may take a while, and what came meanwhile has ended the task. A
 * replay waits here until the log has the event, as nothing else says how far the task was when it was ended.
 */
export function goAhead({ execution, path, signal }: Frame): Promise<void> | undefined {
  signal.throwIfAborted();
  return execution.outside.goAhead?.(path, signal);
}

/** The engine is closing, or all of the run waits: nothing is recorded, everything goes on later. */
export function isToBeContinued({ signal }: Pick<Frame, 'signal'>): boolean {
  const stop: unknown = signal.aborted ? signal.reason : undefined;
  return stop instanceof RunStop && stop.kind !== 'cancelled';
}

/** Something that is on record has ended it: the end of an engine leaves no word, so what happens meanwhile is recorded. */
export function isEnded(at: Pick<Frame, 'signal'>): boolean {
  return at.signal.aborted && !isToBeContinued(at);
}
