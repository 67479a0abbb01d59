import type { AnyEvent } from '../../../contract/events.ts';
import type { HeldUpBy, Limit } from '../../../contract/plan-events.ts';
import type { Usage } from '../../../contract/usage.ts';
import { isTraced } from './trace.ts';

/** A run's log, read from its beginning, a little ahead. */
export type RecordedLog = {
  /** The event that comes next. */
  next: () => AnyEvent | undefined;
  pass: () => void;
  /** What its task came to after the event that comes next, which is only what an expression saw. */
  after: () => AnyEvent | undefined;
  /** What comes next of a task after the event that comes next. */
  nextOf: (path: string) => AnyEvent | undefined;
  /** The same, of a task and of what is inside it. */
  nextWithin: (path: string) => AnyEvent | undefined;
  /** What was used when the next limit of the task, or of the run for an empty path, was reached. */
  usedAtLimit: (path: string) => Usage | undefined;
  /** What the task stood in line for when its next time for that was over. */
  heldUpBy: (path: string) => HeldUpBy | undefined;
  /** Of an event that was not yet safe when something ended tasks of the run: the place of the last event that says so. */
  unsafeUntil: (seq: number) => number | undefined;
};

const page = 500;
/** More than is ever under way to the disk at once. */
const ahead = 1500;

export function recordedLog(read: (after: number, limit: number) => AnyEvent[]): RecordedLog {
  let events: AnyEvent[] = [];
  let at = 0;
  let isAtEnd = false;
  const untils = new Map<number, number>();

  function readAhead(): void {
    while (!isAtEnd && events.length - at < ahead) {
      const found = read(events.at(-1)?.seq ?? 0, page);
      isAtEnd = found.length < page;
      events = [...events.slice(at), ...found];
      at = 0;
      for (const [index, event] of events.entries()) if (index >= events.length - found.length) mark(event, index);
    }
  }

  /** What the execution wrote last before it was ended. */
  function mark(event: AnyEvent, index: number): void {
    let left = unsafeOf(event);
    for (let before = index - 1; left > 0 && before >= 0; before -= 1) {
      const each = events[before];
      if (!each || !isTraced(each) || each.type === 'task.woken') continue;
      left -= 1;
      untils.set(each.seq ?? 0, event.seq ?? 0);
    }
  }

  function limitOf(path: string, limit?: Limit) {
    for (let index = at; index < events.length; index += 1) {
      const event = events[index];
      if (event?.type !== 'task.limitReached' && event?.type !== 'run.limitReached') continue;
      const { payload, scope } = event;
      if ((scope.taskId ?? '') === path && (limit ?? payload.limit) === payload.limit) return payload;
    }
    return undefined;
  }

  return {
    next: () => {
      if (at >= events.length || (!isAtEnd && events.length - at < page)) readAhead();
      return events[at];
    },
    pass: () => {
      untils.delete(events[at]?.seq ?? 0);
      at += 1;
    },
    after: () => {
      const taskId = events[at]?.scope.taskId;
      const index = events.findIndex(
        (event, each) => each > at && event.scope.taskId === taskId && event.type !== 'task.drew' && isTraced(event),
      );
      return events[index];
    },
    nextOf: (path) => events.find((event, index) => index > at && event.scope.taskId === path && isTraced(event)),
    nextWithin: (path) =>
      events.find(
        (event, index) => index > at && `${event.scope.taskId ?? ''}/`.startsWith(`${path}/`) && isTraced(event),
      ),
    usedAtLimit: (path) => limitOf(path)?.used,
    heldUpBy: (path) => limitOf(path, 'start')?.heldUpBy,
    unsafeUntil: (seq) => untils.get(seq),
  };
}

function unsafeOf(event: AnyEvent): number {
  const isEnd =
    event.type === 'task.limitReached' || event.type === 'run.limitReached' || event.type === 'run.stopRequested';
  return isEnd ? (event.payload.unsafe ?? 0) : 0;
}
