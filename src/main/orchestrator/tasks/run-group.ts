import type { Failure } from '../../../contract/errors.ts';
import type { Json } from '../../../contract/json.ts';
import type { Task } from '../../../contract/plan-task.ts';
import { fromFailure, toFailure } from '../../base/errors.ts';
import { type Frame, type Names, type Outcome, type Place, isUntouched, placeAt, type TaskEnd } from '../frame.ts';
import { dependenciesOf } from '../graph.ts';
import { isItemList, seenOutput } from './item-list.ts';
import { awaitJoin, joinCount, type JoinWait } from './join.ts';
import { createWorkedOut, isPlainValue, mayWorkOut } from '../expressions/plain-values.ts';
import { outsideOf } from '../task-texts.ts';
import { webhookIds, webhookUrl } from '../waits/webhook-address.ts';

export type RunTask = (place: Place) => Promise<Outcome>;

/** What of a list of tasks never changes. */
type Layout = {
  tasks: readonly Task[];
  index: ReadonlyMap<string, number>;
  dependencies: readonly (readonly number[])[];
  dependants: readonly (readonly number[])[];
  /** Tasks around that are named inside. */
  outside: readonly string[];
  /** Tasks that others know the address of. */
  webhooks: readonly string[];
  /** Whether some of it may be worked out in one go: there are values, and nothing that sees how far others are. */
  hasPlainValues: boolean;
  /** Whether all of it may be. */
  isPlain: boolean;
};

const layouts = new WeakMap<readonly Task[], Layout>();

export function layoutOf(tasks: readonly Task[]): Layout {
  let layout = layouts.get(tasks);
  if (!layout) {
    layout = layOut(tasks);
    layouts.set(tasks, layout);
  }
  return layout;
}

function layOut(tasks: readonly Task[]): Layout {
  const index = new Map(tasks.map(({ id }, at) => [id, at]));
  const dependencies = tasks.map((task) => dependenciesOf(task).flatMap((id) => index.get(id) ?? []));
  const dependants: number[][] = tasks.map(() => []);
  for (const [at, before] of dependencies.entries()) for (const each of before) dependants[each]?.push(at);
  const hasPlainValues = tasks.some(isPlainValue) && tasks.every(({ join }) => join === undefined);
  const isPlain = hasPlainValues && tasks.every(isPlainValue);
  const names = { outside: outsideOf(tasks), webhooks: webhookIds(tasks) };
  return { tasks, index, dependencies, dependants, ...names, hasPlainValues, isPlain };
}

/** A group while it goes on. */
type Board = {
  layout: Layout;
  frame: Frame;
  runTask: RunTask;
  /** How many of the tasks before each one have yet to end until it starts; -1 once it has begun or ended. */
  missing: number[];
  outputs: Record<string, Json>;
  joins: Map<number, JoinWait>;
  failure: Failure | undefined;
  running: number;
};

/**
 * Runs tasks that depend on each other, each as soon as the ones it waits for have ended, and gives their outputs in the plan's
 * order, whatever finished first. After a failure nothing new starts; what never started is recorded as skipped. This is how the
 * plan itself is run, and every group inside it.
 */
export async function runGroup(around: Frame, tasks: readonly Task[], runTask: RunTask): Promise<Record<string, Json>> {
  const board = setUp(around, layoutOf(tasks), runTask);
  await play(board);
  for (const join of board.joins.values()) join.cancel();
  around.signal.throwIfAborted();
  if (board.failure) {
    skipLeftOver(board);
    throw fromFailure(board.failure);
  }
  return Object.fromEntries(tasks.map(({ id }) => [id, board.outputs[id] ?? null]));
}

function setUp(around: Frame, layout: Layout, runTask: RunTask): Board {
  const seen: Names['tasks'] = {};
  for (const id of layout.outside) {
    const known = around.names.tasks[id];
    if (known) seen[id] = known;
  }
  return {
    layout,
    runTask,
    frame: { ...around, names: { ...around.names, ...addresses(around, layout), tasks: seen } },
    missing: layout.tasks.map((task, at) => joinCount(task, layout.dependencies[at]?.length ?? 0)),
    outputs: {},
    joins: new Map(),
    failure: undefined,
    running: 0,
  };
}

/** Where tasks of the list are called; with those of the lists around. */
function addresses({ execution, path, names }: Frame, { webhooks }: Layout): { webhooks?: unknown } {
  const of = execution.webhooks;
  if (!of || webhooks.length === 0) return {};
  const own = webhooks.map((id) => [id, { url: webhookUrl(of, execution.runId, path === '' ? id : `${path}/${id}`) }]);
  return { webhooks: { ...(names['webhooks'] as object | undefined), ...Object.fromEntries(own) } };
}

function play(board: Board): Promise<void> {
  const { frame, layout } = board;
  const { activity } = frame.execution;
  return new Promise((resolve) => {
    let isDone = false;
    const finishIfDone = (): void => {
      if (board.running > 0 || isDone) return;
      isDone = true;
      activity.begin();
      resolve();
    };
    const begin = (at: number): void => {
      if (board.failure || frame.signal.aborted || board.missing[at] === -1) return;
      board.missing[at] = -1;
      if (layout.tasks[at]?.join !== undefined) showMissing(board, at);
      board.joins.get(at)?.cancel();
      board.joins.delete(at);
      board.running += 1;
      activity.begin();
      const tell = (outcome: Outcome | 'stopped'): void => {
        beginAll(board, release(board, at, outcome), begin);
        board.running -= 1;
        activity.end();
        finishIfDone();
      };
      const end: TaskEnd = { isNoted: false, tell };
      void conclude(board, at, end).then((outcome) => void (end.isNoted || tell(outcome)));
    };
    const ready = takeUp(board);
    armJoins(board, begin, finishIfDone);
    beginAll(board, ready, begin);
    activity.end();
    finishIfDone();
  });
}

/**
 * Begins tasks that nothing holds back. Values are worked out at once, one after the other along with those they set free, and go on
 * record together; whatever else begins does so after that.
 */
function beginAll(board: Board, ready: readonly number[], begin: (at: number) => void): void {
  const { layout, frame } = board;
  if (ready.length === 0 || !layout.hasPlainValues || !mayWorkOut(frame)) return ready.forEach(begin);
  const values = createWorkedOut(frame);
  const queue = [...ready];
  for (const at of queue) {
    const task = layout.tasks[at];
    const isOver = board.failure !== undefined || frame.signal.aborted || board.missing[at] === -1;
    const value = task && !isOver && isPlainValue(task) ? values.take(task) : undefined;
    if (!value) {
      values.record();
      begin(at);
      continue;
    }
    board.missing[at] = -1;
    note(board, at, value.output);
    for (const free of freed(board, at)) queue.push(free);
  }
  values.record();
}

/** Never rejects. */
async function conclude(board: Board, at: number, end: TaskEnd): Promise<Outcome | 'stopped'> {
  const task = board.layout.tasks[at];
  if (!task) return 'stopped';
  try {
    return await board.runTask(placeOfTask(board, task, end));
  } catch (error) {
    if (board.frame.signal.aborted) return 'stopped';
    return { kind: 'failed', error: toFailure(error) };
  }
}

function placeOfTask({ frame }: Board, task: Task, end?: TaskEnd): Place {
  if (task.join === undefined) return placeAt(frame, task, task.id, end);
  // Others may end while it begins; it sees what had ended before.
  const { names } = frame;
  return placeAt({ ...frame, names: { ...names, tasks: { ...names.tasks } } }, task, task.id, end);
}

/** Marks a task as ended and gives the tasks that nothing holds back any more. */
function release(board: Board, at: number, outcome: Outcome | 'stopped'): number[] {
  if (outcome === 'stopped') return [];
  if (outcome.kind === 'failed') {
    board.failure ??= outcome.error;
    return [];
  }
  note(board, at, outcome.kind === 'completed' ? outcome.output : null);
  return freed(board, at);
}

function note(board: Board, at: number, output: Json): void {
  const id = board.layout.tasks[at]?.id ?? '';
  board.outputs[id] = output;
  board.frame.names.tasks[id] = isItemList(output) ? seenOutput(id, output) : { output };
}

/** A task that does not wait for all before it sees `null` of the others, for now. */
function showMissing({ layout, frame }: Board, at: number): void {
  for (const before of layout.dependencies[at] ?? []) {
    const id = layout.tasks[before]?.id ?? '';
    frame.names.tasks[id] ??= { output: null };
  }
}

function freed(board: Board, at: number): number[] {
  const found: number[] = [];
  for (const dependant of board.layout.dependants[at] ?? []) {
    const left = board.missing[dependant] ?? -1;
    if (left <= 0) continue;
    board.missing[dependant] = left - 1;
    if (left === 1) found.push(dependant);
  }
  return found;
}

/** What a taken-up run has of this group; gives the tasks that can start. */
function takeUp(board: Board): number[] {
  const { frame, layout } = board;
  if (!frame.isFresh) {
    for (const [at, task] of layout.tasks.entries()) {
      const { state } = placeOfTask(board, task);
      if (state?.status === 'completed') note(board, at, state.output ?? null);
      else if (state?.status === 'skipped') note(board, at, null);
      else if (state?.status === 'failed') board.failure ??= state.error;
      else continue;
      board.missing[at] = -1;
      freed(board, at);
    }
  }
  return layout.tasks.flatMap((task, at) => {
    if (board.missing[at] === -1) return [];
    const { state } = frame.isFresh ? { state: undefined } : placeOfTask(board, task);
    // One that had begun goes on, whatever it waited for then.
    return board.missing[at] === 0 || (state !== undefined && !isUntouched(state)) ? [at] : [];
  });
}

/** Tasks that wait for others for a limited time only. */
function armJoins(board: Board, begin: (at: number) => void, finishIfDone: () => void): void {
  const { frame, layout } = board;
  for (const [at, task] of layout.tasks.entries()) {
    if ((board.missing[at] ?? 0) <= 0) continue;
    const join = awaitJoin(frame, pathOf(frame, task), task, (error) => {
      board.joins.delete(at);
      if (error) {
        board.failure ??= error;
        finishIfDone();
      } else begin(at);
    });
    if (join) board.joins.set(at, join);
  }
}

function pathOf({ path }: Frame, { id }: Task): string {
  return path === '' ? id : `${path}/${id}`;
}

/** Why a task never began. */
export const leftOver = 'an earlier task failed';

/** Tasks that will not begin, of a group that is run in parts. */
export function skipTasks(frame: Frame, tasks: readonly Task[]): void {
  const { recorder, runId } = frame.execution;
  for (const task of tasks) {
    const { path, state } = placeAt(frame, task, task.id);
    if (!isUntouched(state)) continue;
    recorder.note({ type: 'task.skipped', scope: { runId, taskId: path }, payload: { reason: leftOver } });
  }
}

function skipLeftOver({ layout, missing, frame }: Board): void {
  const { recorder, runId } = frame.execution;
  for (const [at, task] of layout.tasks.entries()) {
    if (missing[at] === -1) continue;
    const { path } = placeAt({ ...frame, isFresh: true }, task, task.id);
    recorder.note({
      type: 'task.skipped',
      scope: { runId, taskId: path },
      payload: { reason: leftOver },
    });
  }
}
