import type { AnyEvent } from '../../../../contract/events.ts';
import { findInPlan } from '../../../../contract/plan-place.ts';
import type { Plan } from '../../../../contract/plan.ts';
import { type LineKind, lineKinds } from '../lines.ts';
import { unreadable } from './limits.ts';
import type { Part } from './part.ts';

/** The events with which a task begins to be done. What else is said of it comes later. */
const beginnings = new Set<AnyEvent['type']>([
  'task.started',
  'task.opened',
  'task.skipped',
  'task.parked',
  'task.blocked',
  'task.failed',
  'task.cancelled',
  'task.queued',
  'task.drew',
  'task.limitReached',
]);
const endings = new Set<AnyEvent['type']>(['run.completed', 'run.failed', 'run.cancelled']);
/** What can still be said of a run that has ended. */
const afterwards =
  /^(run\.(undoing|undone|pinned|tainted)|task\.(compensating|compensated|uncompensated|partGiven)|permission\.\w+)$/;

/** Whether what is in a bundle comes in the order in which a run happens. */
export function createOrder() {
  let kind: LineKind = 'action';
  let plan: Plan | undefined;
  let events = 0;
  let hasEnded = false;
  const begun = new Set<string>();

  function checkEvent(event: AnyEvent, line: number): void {
    events += 1;
    const { type, scope } = event;
    if ((type === 'run.created') !== (events === 1)) {
      throw unreadable(events === 1 ? `expected run.created, not ${type}` : 'run.created comes twice', line);
    }
    if (event.seq === undefined) throw unreadable(`${type} is no event that is kept`, line);
    if (type === 'run.created') plan = event.payload.plan;
    if (hasEnded && !afterwards.test(type)) throw unreadable(`${type} comes after the end of the run`, line);
    if (endings.has(type)) hasEnded = true;
    if (scope.taskId !== undefined && type.startsWith('task.')) checkTask(scope.taskId, event, line);
  }

  function checkTask(path: string, event: AnyEvent, line: number): void {
    const { type } = event;
    const found = plan && findInPlan(plan, path);
    if (!found) throw unreadable(`the plan has no task ${path}`, line);
    // Of tasks inside others there can be millions; how they go together the replay tells.
    if (path.includes('/')) return;
    // What needs no worker, and what a fork has kept, is done without a word that it begins.
    const isAtOnce = type === 'task.completed' && (!found.task.action || event.payload.keptFrom !== undefined);
    if (isAtOnce || beginnings.has(type)) begun.add(path);
    else if (!begun.has(path)) throw unreadable(`${type} of ${path} comes before it began`, line);
  }

  return {
    next(part: Part, line: number): void {
      const own = lineKinds.find((each) => each in part) ?? 'end';
      if (lineKinds.indexOf(own) < lineKinds.indexOf(kind)) throw unreadable(`${own} comes after ${kind}`, line);
      kind = own;
      if ('event' in part) checkEvent(part.event, line);
    },
    finish(line: number): void {
      if (events === 0) throw unreadable('it has no events', line);
      if (!hasEnded) throw unreadable('the run in it has not ended', line);
    },
    events: () => events,
  };
}
