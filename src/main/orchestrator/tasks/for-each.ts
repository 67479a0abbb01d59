import type { Failure } from '../../../contract/errors.ts';
import type { Json } from '../../../contract/json.ts';
import type { Task } from '../../../contract/plan-task.ts';
import { fromFailure, toFailure } from '../../base/errors.ts';
import { askAhead } from './ask-ahead.ts';
import {
  endedBefore,
  type Frame,
  insideOf,
  type Names,
  type Outcome,
  type Place,
  placeAt,
  type TaskEnd,
  titleOf,
} from '../frame.ts';
import { createWorkedOut, isPlainList, mayWorkOut } from '../expressions/plain-values.ts';
import { collectOutputs } from './item-list.ts';
import { type ListSource, openList } from './list-source.ts';
import type { Done } from './settle.ts';

/** So many items are looked up at a time. */
const window = 1000;
/** So many values are worked out at a time: nothing else is done meanwhile. */
const mostAtOnce = 200;

type RunItem = (item: Place) => Promise<Outcome>;

type Progress = { next: number; running: number; failure: Failure | undefined };

/**
 * Does a task for each item of a list, some at a time. Neither the items nor what they give is held: both stand on disk and are read
 * by pages, and the outputs come in the items' order whatever finished first.
 */
export async function runForEach(place: Place, runItem: RunItem): Promise<Done> {
  const { task, execution, signal } = place;
  const { forEach } = task;
  if (!forEach) return { skipped: 'it has no list' };
  const list = await openList(place, forEach);
  const frame = insideOf(place);
  const progress: Progress = { next: 0, running: 0, failure: undefined };
  const concurrency = Math.min(forEach.concurrency ?? 1, Math.max(1, list.total));
  await goOver(frame, place, list, progress, concurrency, runItem);
  signal.throwIfAborted();
  if (progress.failure) throw fromFailure(progress.failure);
  await execution.recorder.settledIn(place.path);
  const output = collectOutputs(execution.items, execution.runId, frame.path, list.total);
  const failed = execution.items.state(execution.runId, place.path)?.progress?.failed ?? 0;
  return { output, says: `${titleOf(place)}: ${list.total - failed} of ${list.total} done.` };
}

function goOver(
  frame: Frame,
  place: Place,
  list: ListSource,
  progress: Progress,
  concurrency: number,
  runItem: RunItem,
): Promise<void> {
  const { task } = place;
  const { activity } = frame.execution;
  const hadEnded = endedItems(frame);
  const asked = askAhead(frame, place, list, endedItems(frame));
  const name = task.forEach?.as ?? 'item';
  const workOutFrom = workingOut(frame, task, name, list);
  return new Promise((resolve) => {
    const begin = (index: number): void => {
      progress.running += 1;
      activity.begin();
      const tell = (outcome: Outcome | 'stopped'): void => {
        if (outcome !== 'stopped' && outcome.kind === 'failed') progress.failure ??= outcome.error;
        progress.running -= 1;
        activity.end();
        goOn();
      };
      const end: TaskEnd = { isNoted: false, tell };
      const item = (): Place => ({
        ...itemPlace(frame, task, index, { [name]: asked.at(index) }, end),
        allowed: asked.allowed(index),
      });
      void runAt(frame, item, runItem).then((outcome) => void (end.isNoted || tell(outcome)));
    };
    const goOn = (): void => {
      const isOver = (): boolean =>
        progress.next >= list.total || progress.failure !== undefined || frame.signal.aborted;
      while (progress.running < concurrency && !isOver()) {
        progress.next = workOutFrom(progress.next);
        if (progress.next >= list.total) break;
        const index = progress.next;
        progress.next += 1;
        if (!hadEnded(index)) begin(index);
      }
      if (progress.running > 0 || !isOver() || isDone) return;
      isDone = true;
      activity.begin();
      resolve();
    };
    let isDone = false;
    goOn();
    activity.end();
  });
}

/**
 * Items that are nothing but values are worked out some at a time and go on record together, before the next one that takes the way of all
 * tasks. So which are under way is, at every place in the log, what it would be if each had taken that way: a replay has them do so. Gives
 * the first that is left.
 */
function workingOut(frame: Frame, task: Task, name: string, list: ListSource): (from: number) => number {
  if (!isPlainList(task) || !mayWorkOut(frame)) return (from) => from;
  let isGivenUp = false;
  return (from) => {
    if (isGivenUp) return from;
    const values = createWorkedOut(frame);
    const end = Math.min(list.total, from + Math.min(mostAtOnce, frame.execution.recorder.left()));
    const take = (index: number): boolean => {
      try {
        return values.take(task, index, { ...frame.names, [name]: list.at(index), index }) !== undefined;
      } catch {
        return false; // it fails once more on the way of all tasks
      }
    };
    let index = from;
    while (index < end && take(index)) index += 1;
    values.record();
    // What takes time or goes wrong once does so again, and would be worked out twice each time.
    isGivenUp = index < end;
    return index;
  };
}

/** Which items had ended before the run was taken up again; asked with growing numbers. */
function endedItems({ isFresh, execution: { items, runId }, path }: Frame): (index: number) => boolean {
  if (isFresh) return () => false;
  let ended = new Set<number>();
  let end = 0;
  return (index) => {
    if (index >= end) {
      ended = items.ended(runId, path, index, window);
      end = index + window;
    }
    return ended.has(index);
  };
}

function itemPlace(frame: Frame, task: Task, index: number, item: Record<string, Json>, end: TaskEnd): Place {
  const names: Names = { ...frame.names, ...item, index };
  return placeAt({ ...frame, names }, task, index, end);
}

/** Never rejects. */
async function runAt(frame: Frame, placeOf: () => Place, runItem: RunItem): Promise<Outcome | 'stopped'> {
  try {
    const place = placeOf();
    return endedBefore(place) ?? (await runItem(place));
  } catch (error) {
    return frame.signal.aborted ? 'stopped' : { kind: 'failed', error: toFailure(error) };
  }
}
